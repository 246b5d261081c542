import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';
import { imagingKind, type Unit } from '../work/imaging.ts';

const UNITS: readonly Unit[] = [
  {
    product: {
      typeId: 'T067',
      manufacturer: 'Canon Medical Systems',
      model: 'Ultimax-i',
      oui: '70b3d544a',
      software: 'V6.20',
      stack: WINDOWS,
    },
    dicomManufacturer: 'CANON_MEC',
    implementation: ['1.2.392.200036.9116.6.14', 'TM_XR_DCM_V6'],
    place: roomOf(PLACES.radiology, 'TV1'),
  },
];

/** Fluoroscopy. */
export const fluoroscopy: DeviceKind = imagingKind('fluoroscopy', UNITS, {
  modality: 'RF',
  descriptions: ['UPPER GI', 'ERCP', 'ENEMA'],
  perHour: 2,
  images: [4, 10],
  imageBytes: 16_384,
});
