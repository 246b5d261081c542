import type { Product } from '../device.ts';
import type { DeviceKind } from '../hospital.ts';
import { LINUX, WINDOWS } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';
import { imagingKind, type Unit } from '../work/imaging.ts';

const scanner = (product: Omit<Product, 'typeId'>): Product => ({ typeId: 'T062', ...product });

const UNITS: readonly Unit[] = [
  {
    product: scanner({
      manufacturer: 'Siemens Healthineers',
      model: 'Prisma',
      oui: '884b39',
      software: 'syngo MR E11',
      stack: WINDOWS,
    }),
    dicomManufacturer: 'SIEMENS',
    implementation: ['1.3.12.2.1107.5.2', 'MR_VE11C'],
    place: roomOf(PLACES.radiology, 'MR1'),
  },
  {
    product: scanner({
      manufacturer: 'GE HealthCare',
      model: 'SIGNA Architect',
      oui: 'a0f217',
      software: '28\\LX\\MR Software release:DV28.0_R05_2034.a',
      stack: LINUX,
    }),
    dicomManufacturer: 'GE MEDICAL SYSTEMS',
    implementation: ['1.2.840.113619.6.475', 'DV28.0'],
    place: roomOf(PLACES.radiology, 'MR2'),
  },
  {
    product: scanner({
      manufacturer: 'FUJIFILM Healthcare',
      model: 'ECHELON Synergy',
      oui: '88b436',
      software: 'V8.00',
      stack: WINDOWS,
    }),
    dicomManufacturer: 'FUJIFILM Healthcare',
    implementation: ['1.2.392.200039.102.2', 'FH_MR_V8'],
    place: roomOf(PLACES.radiology, 'MR3'),
  },
];

/** MR scanners. */
export const mr: DeviceKind = imagingKind('mr', UNITS, {
  modality: 'MR',
  descriptions: ['BRAIN MRI', 'L-SPINE MRI', 'KNEE MRI', 'MRCP'],
  perHour: 2,
  images: [8, 16],
  imageBytes: 16_384,
});
