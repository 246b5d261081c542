import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { joinsDomain, namesItself, SERVER_2019 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** Collects what is measured outside the laboratory. */
export const pointOfCareManager: DeviceKind = {
  id: 'point-of-care-manager',
  place(site) {
    site.add('point-of-care-manager', {
      subnet: 'server',
      product: {
        typeId: 'T132',
        manufacturer: 'Roche Diagnostics',
        model: 'cobas infinity POC',
        oui: '005056',
        stack: WINDOWS,
        os: 'Windows Server 2019',
      },
      name: 'POCT1',
      serial: 'VMware-56-4d-81-07',
      place: PLACES.laboratory,
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(3600), namesItself(SERVER_2019), joinsDomain],
  live() {},
};
