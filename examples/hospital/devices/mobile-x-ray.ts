import { RHYTHMS } from '../day.ts';
import type { DeviceKind } from '../hospital.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES, WARDS } from '../people/places.ts';
import { imagingKind, type Unit } from '../work/imaging.ts';

const UNITS: readonly Unit[] = [WARDS[0]!, WARDS[3]!, PLACES.icu, PLACES.nicu].map((place) => ({
  product: {
    typeId: 'T064',
    manufacturer: 'FUJIFILM Healthcare',
    model: 'CALNEO AQRO',
    oui: '88b436',
    software: 'V12.0(0004)',
    stack: WINDOWS,
  },
  dicomManufacturer: 'FUJIFILM Corporation',
  implementation: ['1.2.392.200036.9125.5342', 'FDX_V12'],
  place,
}));

/** X-ray that comes to the bed; it goes round before the doctors do. */
export const mobileXRay: DeviceKind = imagingKind('mobile-x-ray', UNITS, {
  modality: 'DX',
  descriptions: ['CHEST AP PORTABLE', 'ABDOMEN PORTABLE'],
  perHour: 5,
  rhythm: RHYTHMS.laboratory,
  images: [1, 2],
  imageBytes: 32_768,
  prefix: 'PX',
});
