import { RHYTHMS } from '../day.ts';
import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { visits } from '../habits/secure.ts';
import { joinsDomain, namesItself, SERVER_2019 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { SCHANNEL } from '../messages/tls.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** Writes the anaesthesia record from what the machines tell. */
export const anaesthesiaRecord: DeviceKind = {
  id: 'anaesthesia-record',
  place(site) {
    site.add('anaesthesia-record', {
      subnet: 'critical',
      product: {
        typeId: 'T022',
        manufacturer: 'NEC',
        model: 'Express5800 R120h',
        oui: '00004c',
        stack: WINDOWS,
        os: 'Windows Server 2019',
      },
      name: 'AIMS1',
      serial: '21NX04471',
      place: PLACES.theatre,
      addressing: 'fixed',
    });
  },
  habits: [
    looksForRouter,
    keepsTime(3600),
    namesItself(SERVER_2019),
    joinsDomain,
    visits('record-server', 12, RHYTHMS.office, { client: SCHANNEL, exchanges: [[900, 1400]] }),
  ],
  live() {},
};
