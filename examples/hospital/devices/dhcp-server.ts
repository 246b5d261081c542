import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { sendsLogs } from '../habits/management.ts';
import type { DeviceKind } from '../hospital.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** Gives out addresses; what it says is part of what its clients do. */
export const dhcpServer: DeviceKind = {
  id: 'dhcp-server',
  place(site) {
    site.add('dhcp-server', {
      subnet: 'server',
      product: {
        typeId: 'X013',
        manufacturer: 'Dell',
        model: 'PowerEdge R250',
        oui: '000144',
        stack: LINUX,
        os: 'Debian',
      },
      name: 'DHCP1',
      serial: '7XKQ2N3',
      place: PLACES.informatics,
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(1024), sendsLogs('dhcpd', ['Wrote 611 leases to leases file.'], 4)],
  live() {},
};
