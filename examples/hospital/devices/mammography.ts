import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';
import { imagingKind, type Unit } from '../work/imaging.ts';

const UNITS: readonly Unit[] = [
  {
    product: {
      typeId: 'T070',
      manufacturer: 'Hologic',
      model: 'Selenia Dimensions',
      oui: '00d0c9',
      software: 'AWS:1.8.3.63\\PXCM:1.4.0.7\\ARR:1.7.3.10',
      stack: WINDOWS,
    },
    dicomManufacturer: 'HOLOGIC, Inc.',
    implementation: ['1.2.840.114089.1.0.0.3.3.12', 'DCF 3.3.12c'],
    place: roomOf(PLACES.radiology, 'MMG'),
  },
];

/** Mammography. */
export const mammography: DeviceKind = imagingKind('mammography', UNITS, {
  modality: 'MG',
  descriptions: ['MAMMOGRAPHY SCREENING'],
  perHour: 4,
  images: [4, 4],
  imageBytes: 40_960,
});
