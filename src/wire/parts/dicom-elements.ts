import type { Attribute } from '../dissector.ts';
import type { PersonalData } from '../facts.ts';
import { dicomAttributes as a } from './dicom-attributes.ts';

/** What a data element means to us. Numbers of tags are group × 65536 + element. */
export interface ElementMeaning {
  readonly attribute?: Attribute;
  readonly personal?: PersonalData;
  /** (0008,0005), which says how to decode the text that follows. */
  readonly charset?: true;
  /** The attribute also counts inside this sequence; otherwise only outside all sequences. */
  readonly inside?: number;
}

/** (0040,0100) Scheduled Procedure Step Sequence. */
const SCHEDULED_STEP = 0x00400100;
/** (0018,100A) UDI Sequence. */
const UDI_SEQUENCE = 0x0018100a;
/** Sequences of defined length that are walked; the others are passed over by counting. */
export const WALKED_SEQUENCES: ReadonlySet<number> = new Set([SCHEDULED_STEP, UDI_SEQUENCE]);

const personal = (category: PersonalData): ElementMeaning => ({ personal: category });

/** PS3.6 §6. Patients' and other persons' elements have a category and no attribute: their values are never read. */
const MEANINGS: ReadonlyMap<number, ElementMeaning> = new Map<number, ElementMeaning>([
  [0x00080005, { charset: true }],
  [0x00080050, personal('order')],
  [0x00080055, { attribute: a.stationAe }],
  [0x00080060, { attribute: a.modality, inside: SCHEDULED_STEP }],
  [0x00080070, { attribute: a.manufacturer }],
  [0x00080080, { attribute: a.institution }],
  [0x00080090, personal('name')],
  [0x00081010, { attribute: a.station }],
  [0x00081040, { attribute: a.department }],
  [0x00081048, personal('name')],
  [0x00081050, personal('name')],
  [0x00081060, personal('name')],
  [0x00081070, personal('name')],
  [0x00081090, { attribute: a.model }],
  [0x00100010, personal('name')],
  [0x00100020, personal('identifier')],
  [0x00100030, personal('birth-date')],
  [0x00100040, personal('sex')],
  [0x00101000, personal('identifier')],
  [0x00101001, personal('name')],
  [0x00101005, personal('name')],
  [0x00101040, personal('address')],
  [0x00101060, personal('name')],
  [0x00102154, personal('contact')],
  [0x00181000, { attribute: a.serial }],
  [0x00181002, { attribute: a.deviceUid }],
  [0x00181008, { attribute: a.gantry }],
  [0x00181009, { attribute: a.udi, inside: UDI_SEQUENCE }],
  [0x00181016, { attribute: a.captureManufacturer }],
  [0x00181018, { attribute: a.captureModel }],
  [0x00181019, { attribute: a.captureSoftware }],
  [0x00181020, { attribute: a.software }],
  [0x00181200, { attribute: a.calibrationDate }],
  [0x0020000d, personal('identifier')],
  [0x00321032, personal('name')],
  [0x00321060, personal('order')],
  [0x00400001, { attribute: a.scheduledStationAe, inside: SCHEDULED_STEP }],
  [0x00400006, personal('name')],
  [0x00400010, { attribute: a.scheduledStation, inside: SCHEDULED_STEP }],
  [0x00400011, { attribute: a.scheduledLocation, inside: SCHEDULED_STEP }],
  [0x00400241, { attribute: a.performedStationAe }],
  [0x00400242, { attribute: a.performedStation }],
  [0x00400243, { attribute: a.performedLocation }],
  [0x00401001, personal('order')],
  [0x0040a123, personal('name')],
  [0x0040a730, personal('result')],
  [0x00420011, personal('document')],
  [0x52009229, personal('image')],
  [0x54000100, personal('waveform')],
  [0x7fe00008, personal('image')],
  [0x7fe00009, personal('image')],
  [0x7fe00010, personal('image')],
]);

const PRIVATE_CREATOR: ElementMeaning = { attribute: a.privateCreator };
/** First group of private elements that a data set may hold (PS3.5 §7.8). */
const FIRST_PRIVATE_GROUP = 0x0009;

/** Undefined: of no interest. */
export function meaningOf(tag: number): ElementMeaning | undefined {
  const group = Math.floor(tag / 0x10000);
  if ((group & 1) === 0) return MEANINGS.get(tag);
  const element = tag % 0x10000;
  return group >= FIRST_PRIVATE_GROUP && element >= 0x10 && element <= 0xff ? PRIVATE_CREATOR : undefined;
}

/** Nothing of interest follows from here: per-frame data of enhanced objects, then pixels. */
export const FIRST_BULK_TAG = 0x52009229;
