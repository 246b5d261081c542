import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { joinsDomain, namesItself, SERVER_2016 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** Reports and pictures of the endoscopy centre. */
export const endoscopySystem: DeviceKind = {
  id: 'endoscopy-system',
  place(site) {
    site.add('endoscopy-system', {
      subnet: 'imaging',
      product: {
        typeId: 'T094',
        manufacturer: 'Olympus',
        model: 'Solemio',
        oui: '000144',
        stack: WINDOWS,
        os: 'Windows Server 2016',
      },
      name: 'ENDOSYS',
      serial: '9FT2LK2',
      place: PLACES.endoscopy,
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(3600), namesItself(SERVER_2016, { comment: 'Solemio' }), joinsDomain],
  live() {},
};
