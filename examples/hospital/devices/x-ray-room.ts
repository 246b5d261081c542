import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';
import { imagingKind, type Unit } from '../work/imaging.ts';

const MAKES = [
  [
    'GE HealthCare',
    'Discovery XR656',
    'a0f217',
    'dm_Platform_release_superbee-FW29.1',
    'GE Healthcare',
    '1.2.840.113619.6.389',
  ],
  ['Shimadzu', 'RADspeed Pro', '00e096', 'V4.21', 'SHIMADZU', '1.2.392.200036.9123.100.15'],
] as const;

const UNITS: readonly Unit[] = [1, 2, 3, 4].map((number) => {
  const [manufacturer, model, oui, software, dicomManufacturer, root] = MAKES[number % 2]!;
  return {
    product: { typeId: 'T063', manufacturer, model, oui, software, stack: WINDOWS },
    dicomManufacturer,
    implementation: [root, 'DX_V4'],
    place: roomOf(number === 4 ? PLACES.emergency : PLACES.radiology, `XP${number}`),
  };
});

/** Rooms for plain X-ray. */
export const xRayRoom: DeviceKind = imagingKind('x-ray-room', UNITS, {
  modality: 'DX',
  descriptions: ['CHEST PA', 'HAND R', 'ABDOMEN', 'KNEE L'],
  perHour: 9,
  images: [1, 3],
  imageBytes: 32_768,
});
