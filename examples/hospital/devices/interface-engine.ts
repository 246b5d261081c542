import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { sendsLogs } from '../habits/management.ts';
import type { DeviceKind } from '../hospital.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** All messages between departments go through it; it answers each. */
export const interfaceEngine: DeviceKind = {
  id: 'interface-engine',
  place(site) {
    site.add('interface-engine', {
      subnet: 'server',
      product: {
        typeId: 'X002',
        manufacturer: 'VMware',
        model: 'Virtual machine',
        oui: '005056',
        stack: LINUX,
        os: 'Linux',
      },
      name: 'HIE1',
      serial: 'VMware-56-4d-80-11',
      place: PLACES.informatics,
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(1024), sendsLogs('mirth', ['channel ADT_OUT: message sent'], 8, 'new')],
  live() {},
};
