import { looksForRouter } from '../habits/address.ts';
import { answersSnmp } from '../habits/management.ts';
import type { DeviceKind } from '../hospital.ts';
import { SMALL_RTOS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** Takes its time from satellites and tells everybody. */
export const timeServer: DeviceKind = {
  id: 'time-server',
  place(site) {
    site.add('time-server', {
      subnet: 'server',
      product: {
        typeId: 'X014',
        manufacturer: 'Seiko Solutions',
        model: 'TS-2912',
        oui: '0000b8',
        stack: SMALL_RTOS,
        software: '2.4.1',
      },
      name: 'NTP1',
      serial: 'TS29120417',
      place: PLACES.informatics,
      addressing: 'fixed',
    });
  },
  habits: [
    looksForRouter,
    answersSnmp({
      community: 'public',
      description: () => 'SEIKO Time Server TS-2912 Ver 2.4.1',
      objectId: '1.3.6.1.4.1.263.2.2.1',
      serialIn: 'serial',
    }),
  ],
  live() {},
};
