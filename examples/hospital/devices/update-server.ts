import { looksForRouter } from '../habits/address.ts';
import { looksUpOutside } from '../habits/names.ts';
import { joinsDomain, namesItself, SERVER_2016 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** Hands on updates to Windows. */
export const updateServer: DeviceKind = {
  id: 'update-server',
  place(site) {
    site.add('update-server', {
      subnet: 'server',
      product: {
        typeId: 'X022',
        manufacturer: 'VMware',
        model: 'Virtual machine',
        oui: '005056',
        stack: WINDOWS,
        os: 'Windows Server 2016',
      },
      name: 'WSUS1',
      serial: 'VMware-56-4d-77-42',
      place: PLACES.informatics,
      addressing: 'fixed',
    });
  },
  habits: [
    looksForRouter,
    namesItself(SERVER_2016),
    joinsDomain,
    looksUpOutside([['windowsupdate.microsoft.com', 60]], 2),
  ],
  live() {},
};
