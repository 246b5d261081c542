import type { DeviceKind } from '../hospital.ts';
import { announcesServices } from '../habits/announcements.ts';
import { WINDOWS } from '../network/stack.ts';
import { PLACES, type Place, roomOf, WARDS } from '../people/places.ts';
import { imagingKind, type Unit } from '../work/imaging.ts';

const MAKES = [
  [
    'Philips',
    'EPIQ 7C',
    '7c94b2',
    'EPIQ 7C_5.0.0.35',
    'Philips Medical Systems',
    '1.3.46.670589.14.1000.330.1',
    'EPIQ_5',
  ],
  [
    'GE HealthCare',
    'Vivid E95',
    'a0f217',
    'Vivid E95:204.44.0',
    'GE Vingmed Ultrasound',
    '1.2.840.113619.6.297',
    'EchoPAC_204',
  ],
  [
    'FUJIFILM Healthcare',
    'ARIETTA 850',
    '000185',
    'V4.0.2',
    'FUJIFILM Healthcare Corporation',
    '1.2.392.200039.102',
    'ALOKA2018',
  ],
] as const;
const PLACED: readonly Place[] = [
  roomOf(PLACES.physiology, 'エコー1'),
  roomOf(PLACES.physiology, 'エコー2'),
  roomOf(PLACES.physiology, 'エコー3'),
  roomOf(PLACES.emergency, '初療'),
  PLACES.icu,
  PLACES.obstetrics,
  PLACES.nicu,
  WARDS[2]!,
  roomOf(PLACES.outpatient, '泌尿器科'),
  roomOf(PLACES.outpatient, '消化器内科'),
  PLACES.dialysis,
  PLACES.theatre,
];

const UNITS: readonly Unit[] = PLACED.map((place, index) => {
  const [manufacturer, model, oui, software, dicomManufacturer, uid, version] = MAKES[index % MAKES.length]!;
  return {
    product: { typeId: 'T074', manufacturer, model, oui, software, stack: WINDOWS },
    dicomManufacturer,
    implementation: [uid, version],
    place,
  };
});

/** Ultrasound scanners all over the house; the Philips ones tell their services to the segment. */
export const ultrasound: DeviceKind = imagingKind('ultrasound', UNITS, {
  modality: 'US',
  descriptions: ['ABDOMEN US', 'ECHOCARDIOGRAPHY', 'THYROID US', 'OB US'],
  perHour: 2.5,
  images: [3, 9],
  imageBytes: 12_288,
  habits: [
    (device, hospital) => {
      if (device.product.manufacturer !== 'Philips') return;
      const text = [`model=${device.product.model}`, `sn=${device.serial}`];
      announcesServices(() => [
        { type: '_dicom._tcp', instance: `${device.product.model} ${device.name}`, port: 104, text },
      ])(device, hospital);
    },
  ],
});
