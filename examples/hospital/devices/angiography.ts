import type { DeviceKind } from '../hospital.ts';
import { LINUX, WINDOWS } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';
import { imagingKind, type Unit } from '../work/imaging.ts';

const UNITS: readonly Unit[] = [
  {
    product: {
      typeId: 'T068',
      manufacturer: 'Philips',
      model: 'Allura Xper FD20',
      oui: 'e8c1d7',
      software: '8.1.17.2',
      stack: WINDOWS,
    },
    dicomManufacturer: 'Philips Medical Systems',
    implementation: ['1.3.46.670589.28.8', 'XCELERA_A'],
    place: roomOf(PLACES.radiology, 'ANGIO1'),
  },
  {
    product: {
      typeId: 'T068',
      manufacturer: 'Shimadzu',
      model: 'Trinias',
      oui: '00e096',
      software: 'R4.1',
      stack: LINUX,
    },
    dicomManufacturer: 'SHIMADZU',
    implementation: ['1.2.392.200036.9123.100.40', 'TRINIAS_R4'],
    place: roomOf(PLACES.radiology, 'ANGIO2'),
  },
];

/** Angiography, where the day is long and the runs are many. */
export const angiography: DeviceKind = imagingKind('angiography', UNITS, {
  modality: 'XA',
  descriptions: ['CORONARY ANGIOGRAPHY', 'PCI', 'TACE'],
  perHour: 1.5,
  images: [6, 12],
  imageBytes: 20_480,
});
