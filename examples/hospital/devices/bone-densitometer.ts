import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';
import { imagingKind, type Unit } from '../work/imaging.ts';

const UNITS: readonly Unit[] = [
  {
    product: {
      typeId: 'T071',
      manufacturer: 'Hologic',
      model: 'Horizon W',
      oui: '00d0c9',
      software: '13.6.1.3',
      stack: WINDOWS,
    },
    dicomManufacturer: 'HOLOGIC',
    implementation: ['1.2.840.113681.2', 'APEX_5'],
    place: roomOf(PLACES.radiology, 'DEXA'),
  },
];

/** Bone density. */
export const boneDensitometer: DeviceKind = imagingKind('bone-densitometer', UNITS, {
  modality: 'BMD',
  descriptions: ['L-SPINE DXA', 'HIP DXA'],
  perHour: 3,
  images: [1, 2],
  imageBytes: 12_288,
});
