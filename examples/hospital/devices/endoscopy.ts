import type { DeviceKind } from '../hospital.ts';
import { LINUX } from '../network/stack.ts';
import { PLACES, roomOf } from '../people/places.ts';
import { imagingKind, type Unit } from '../work/imaging.ts';

const UNITS: readonly Unit[] = [1, 2, 3, 4, 5].map((number) => ({
  product:
    number === 5
      ? {
          typeId: 'T093',
          manufacturer: 'FUJIFILM Healthcare',
          model: 'VP-7000',
          oui: '88b436',
          software: 'V2.003',
          stack: LINUX,
        }
      : {
          typeId: 'T093',
          manufacturer: 'Olympus',
          model: 'EVIS X1 CV-1500',
          oui: '000113',
          software: '1.07',
          stack: LINUX,
        },
  dicomManufacturer: number === 5 ? 'FUJIFILM Corporation' : 'OLYMPUS',
  implementation: number === 5 ? ['1.2.392.200036.9125.30', 'FUJI_ES_2'] : ['1.2.392.200036.9133.3', 'OLYMPUS_ES'],
  place: roomOf(PLACES.endoscopy, `内視鏡${number}`),
}));

/** Video processors of the endoscopy rooms. */
export const endoscopy: DeviceKind = imagingKind('endoscopy', UNITS, {
  modality: 'ES',
  descriptions: ['UPPER ENDOSCOPY', 'COLONOSCOPY'],
  perHour: 2,
  images: [5, 12],
  imageBytes: 12_288,
});
