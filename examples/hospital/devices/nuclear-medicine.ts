import type { DeviceKind } from '../hospital.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';
import { imagingKind, type Unit } from '../work/imaging.ts';

const UNITS: readonly Unit[] = [
  {
    product: {
      typeId: 'T072',
      manufacturer: 'GE HealthCare',
      model: 'Discovery STE',
      oui: 'a0f217',
      software: '41.04',
      stack: LINUX,
    },
    dicomManufacturer: 'GE MEDICAL SYSTEMS',
    implementation: ['1.2.840.113619.6.55', 'PET_41'],
    place: roomOf(PLACES.nuclear, 'PET/CT'),
  },
];

/** PET/CT below ground. */
export const nuclearMedicine: DeviceKind = imagingKind('nuclear-medicine', UNITS, {
  modality: 'PT',
  descriptions: ['FDG PET WHOLE BODY'],
  perHour: 1.5,
  images: [8, 14],
  imageBytes: 12_288,
});
