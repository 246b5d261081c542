import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { visits } from '../habits/secure.ts';
import { RHYTHMS } from '../day.ts';
import type { DeviceKind } from '../hospital.ts';
import { OPENSSL } from '../messages/tls.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** Keeps what others report. */
export const logServer: DeviceKind = {
  id: 'log-server',
  place(site) {
    site.add('log-server', {
      subnet: 'server',
      product: {
        typeId: 'X021',
        manufacturer: 'VMware',
        model: 'Virtual machine',
        oui: '005056',
        stack: LINUX,
        os: 'Linux',
      },
      name: 'LOG1',
      serial: 'VMware-56-4d-77-35',
      place: PLACES.informatics,
      addressing: 'fixed',
    });
  },
  habits: [
    looksForRouter,
    keepsTime(1024),
    visits('update-server', 0.4, RHYTHMS.always, { client: OPENSSL, exchanges: [[220, 1800]] }),
  ],
  live() {},
};
