import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';
import { imagingKind, type Unit } from '../work/imaging.ts';

const UNITS: readonly Unit[] = [
  {
    product: {
      typeId: 'T109',
      manufacturer: 'Topcon',
      model: 'TRC-NW400',
      oui: 'bcffac',
      software: '1.2.6',
      stack: WINDOWS,
    },
    dicomManufacturer: 'TOPCON',
    implementation: ['1.2.392.200106.1651', 'TOPCON_NW400'],
    place: roomOf(PLACES.eye, '眼底'),
  },
  {
    product: {
      typeId: 'T109',
      manufacturer: 'NIDEK',
      model: 'AFC-330',
      oui: '000bf7',
      software: '2.10',
      stack: WINDOWS,
    },
    dicomManufacturer: 'NIDEK CO.,LTD.',
    implementation: ['1.2.392.200192.1', 'NIDEK_AFC_2'],
    place: roomOf(PLACES.eye, '健診'),
  },
];

/** Fundus cameras of the eye clinic. */
export const eyeCamera: DeviceKind = imagingKind('eye-camera', UNITS, {
  modality: 'OP',
  descriptions: ['FUNDUS R', 'FUNDUS L'],
  perHour: 6,
  images: [2, 4],
  imageBytes: 12_288,
});
