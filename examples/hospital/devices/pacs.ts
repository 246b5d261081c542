import { RHYTHMS } from '../day.ts';
import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { answersSnmp } from '../habits/management.ts';
import { visits } from '../habits/secure.ts';
import type { DeviceKind } from '../hospital.ts';
import { OPENSSL } from '../messages/tls.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** The archive of all images; what it says of itself, it says to those who send and read. */
export const pacs: DeviceKind = {
  id: 'pacs',
  place(site) {
    site.add('pacs', {
      subnet: 'server',
      product: {
        typeId: 'T077',
        manufacturer: 'Dell',
        model: 'PowerEdge R740xd',
        oui: '000144',
        stack: LINUX,
        software: 'dcm4chee-arc 5.23.3',
        os: 'Linux',
      },
      name: 'PACS1',
      serial: '3QJ7RW2',
      place: PLACES.informatics,
      addressing: 'fixed',
    });
  },
  habits: [
    looksForRouter,
    keepsTime(1024),
    answersSnmp({
      community: 'mimamori-ro',
      description: () => 'Linux PACS1 5.10.0-21-amd64 #1 SMP Debian 5.10.162-1 x86_64',
      objectId: '1.3.6.1.4.1.8072.3.2.10',
    }),
    visits('record-server', 6, RHYTHMS.outpatient, { client: OPENSSL, exchanges: [[600, 2400]] }),
  ],
  live() {},
};
