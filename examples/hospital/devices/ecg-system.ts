import { looksForRouter } from '../habits/address.ts';
import { keepsTime } from '../habits/clock.ts';
import { namesItself, SERVER_2016 } from '../habits/windows.ts';
import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES } from '../people/places.ts';

/** Keeps electrocardiograms. */
export const ecgSystem: DeviceKind = {
  id: 'ecg-system',
  place(site) {
    site.add('ecg-system', {
      subnet: 'server',
      product: {
        typeId: 'T043',
        manufacturer: 'Nihon Kohden',
        model: 'PrimeVita Plus',
        oui: '001438',
        stack: WINDOWS,
        os: 'Windows Server 2016',
      },
      name: 'ECGSV',
      serial: 'SGH738TX0A',
      place: PLACES.physiology,
      addressing: 'fixed',
    });
  },
  habits: [looksForRouter, keepsTime(3600), namesItself(SERVER_2016, { comment: 'ECG management', shares: true })],
  live() {},
};
