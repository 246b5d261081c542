import { looksForRouter } from '../habits/address.ts';
import { joinsDomain, looksForUpdates, namesItself, SERVER_2019 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** Shares of the departments. */
export const fileServer: DeviceKind = {
  id: 'file-server',
  place(site) {
    site.add('file-server', {
      subnet: 'server',
      product: {
        typeId: 'X016',
        manufacturer: 'Hewlett Packard Enterprise',
        model: 'ProLiant DL380 Gen10',
        oui: '001438',
        stack: WINDOWS,
        os: 'Windows Server 2019',
      },
      name: 'FILES',
      serial: 'SGH941XK2P',
      place: PLACES.informatics,
      addressing: 'fixed',
    });
  },
  habits: [
    looksForRouter,
    namesItself(SERVER_2019, { comment: '部門共有', shares: true }),
    joinsDomain,
    looksForUpdates(SERVER_2019),
  ],
  live() {},
};
