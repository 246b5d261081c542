import { roomOf, PLACES } from '../people/places.ts';
import { WINDOWS } from '../network/stack.ts';
import type { Product } from '../device.ts';
import type { DeviceKind } from '../hospital.ts';
import { imagingKind, type Unit } from '../work/imaging.ts';
import { namesItself, usesShare, WINDOWS_10_1809, WINDOWS_7 } from '../habits/windows.ts';

const scanner = (manufacturer: string, model: string, oui: string, software: string): Product => ({
  typeId: 'T061',
  manufacturer,
  model,
  oui,
  software,
  stack: WINDOWS,
});

const UNITS: readonly Unit[] = [
  {
    product: scanner('GE HealthCare', 'Revolution EVO', '444b5d', 'revo_ct_22bc.50'),
    dicomManufacturer: 'GE MEDICAL SYSTEMS',
    implementation: ['1.2.840.113619.6.475', 'REVO22BC'],
    place: roomOf(PLACES.radiology, 'CT1'),
  },
  {
    product: scanner('Siemens Healthineers', 'SOMATOM Definition AS+', '884b39', 'syngo CT VA48A'),
    dicomManufacturer: 'SIEMENS',
    implementation: ['1.3.12.2.1107.5.1', 'SIEMENS_CT_VA48A'],
    place: roomOf(PLACES.radiology, 'CT2'),
  },
  {
    product: scanner('Canon Medical Systems', 'Aquilion ONE', '70b3d544a', 'V10.12ER005'),
    dicomManufacturer: 'CANON_MEC',
    implementation: ['1.2.392.200036.9116.2', 'TM_CT_CMW_V3.00'],
    place: roomOf(PLACES.emergency, 'ER-CT'),
  },
  {
    product: scanner('Philips', 'Ingenuity CT', 'e8c1d7', '4.1.10'),
    dicomManufacturer: 'Philips',
    implementation: ['1.3.46.670589.50.1.4.1', 'PHILIPS_CT_410'],
    place: roomOf(PLACES.radiology, 'CT3'),
  },
];

/** CT scanners; the console of the second is a PC that names itself and exports to a share. */
export const ct: DeviceKind = imagingKind('ct', UNITS, {
  modality: 'CT',
  descriptions: ['CHEST CT', 'HEAD CT', 'ABDOMEN CE', 'CORONARY CTA'],
  perHour: 5,
  images: [6, 14],
  imageBytes: 16_384,
  habits: [
    (device, hospital) => {
      if (device.number !== 2) return;
      namesItself(WINDOWS_7, { comment: 'CT console', shares: true, domain: 'RADIOLOGY' })(device, hospital);
      usesShare(WINDOWS_10_1809, 'export', 0.5)(device, hospital);
    },
  ],
});
