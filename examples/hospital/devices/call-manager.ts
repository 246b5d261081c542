import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import type { DeviceKind } from '../hospital.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** The telephone exchange. */
export const callManager: DeviceKind = {
  id: 'call-manager',
  place(site) {
    site.add('call-manager', {
      subnet: 'voice',
      product: {
        typeId: 'X076',
        manufacturer: 'Dell',
        model: 'PowerEdge R250',
        oui: '000144',
        stack: LINUX,
        software: 'Asterisk 18.19.0',
        os: 'Linux',
      },
      name: 'PBX1',
      serial: '8HMQ3N3',
      place: PLACES.informatics,
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(1024)],
  live() {},
};
