import { decodeText } from '#bytes';
import type { Micros } from '#kernel';
import type { Attribute, Out, Subject, View } from '../dissector.ts';
import type { PersonalData } from '../facts.ts';
import { beginsAscii, equalsAscii } from './ascii.ts';
import { decodeCharset, hl7Charset, needsCharset } from './charset.ts';
import { cleartextCredential } from './credentials.ts';
import { hl7Attributes as a } from './hl7-attributes.ts';
import { PERSONAL_SEGMENTS, PERSONS } from './hl7-personal-data.ts';
import { type Encoding, endOfPart, endOfSegment, Fields } from './delimited-fields.ts';
import { roundedOffset, zonedSeconds } from './hl7-time.ts';
import { findUdi } from './udi.ts';

/** What is known of the message whose segments are being read. */
export interface Message extends Encoding {
  /** An observation result: its PV1-3 says where the device is. */
  observation: boolean;
  /** The clock of the sender was compared once. */
  clockTold: boolean;
  /** The header told last, and when; absent before the first. */
  header?: ToldHeader;
}

/** What stays the same from message to message, so that it is told again only when it changes or a minute has passed. */
interface ToldHeader {
  readonly bytes: Uint8Array;
  length: number;
  timeUs: Micros;
}

const TELL_AGAIN_US = 60_000_000;
/** A longer header is told each time. */
const HEADER_BYTES = 512;

/** Digits of an EUI-64; some senders drop leading ones. */
const EUI64_DIGITS = 16;
const EUI64_LEAST_DIGITS = 12;

/** ISO/IEEE 11073-10101 names of observations that carry a property of the device, and their numbers. */
const PROPERTIES: readonly (readonly [code: string, name: string, attribute: Attribute])[] = [
  ['531969', 'MDC_ID_MODEL_NUMBER', a.model],
  ['531970', 'MDC_ID_MODEL_MANUFACTURER', a.manufacturer],
  ['531972', 'MDC_ID_PROD_SPEC_SERIAL', a.serial],
  ['531974', 'MDC_ID_PROD_SPEC_HW', a.hardware],
  ['531975', 'MDC_ID_PROD_SPEC_SW', a.software],
  ['531976', 'MDC_ID_PROD_SPEC_FW', a.firmware],
];
const PROPERTIES_BEGIN = '5319';

const fields = new Fields();

/** What is done with the segments of one name. */
interface SegmentKind {
  /** Present when the segment as such is personal data; nothing more of it is read. */
  readonly personal?: PersonalData;
  readonly persons: readonly (readonly [field: number, category: PersonalData])[];
  /** Its fields are told apart. */
  readonly hasFields: boolean;
  readonly read?: (view: View, out: Out, message: Message) => void;
  /** A local (Z) segment, of which the name is told. */
  readonly isLocal: boolean;
}

const READERS: Readonly<Record<string, (view: View, out: Out, message: Message) => void>> = {
  OBX: readObservation,
  PV1(view, out, message) {
    if (message.observation) report(view, out, message, a.location, 3);
  },
  PRT: readParticipation,
  EQU(view, out, message) {
    reportEquipment(view, out, message, 1);
  },
  SFT: readSoftware,
};

/** By the three bytes of the name: it is looked up once, not for each of the millions that pass. */
const KINDS = new Map<number, SegmentKind>();
/** More names than these do not occur; a flood of made-up ones is not remembered. */
const KINDS_KEPT = 1024;

/** Names of segments and message types as the number that their bytes are: one comparison instead of a loop. */
const MSH = 0x4d5348;
const ORU = 0x4f5255;
const ACK = 0x41434b;
const ADT = 0x414454;
const ORM = 0x4f524d;

const nameAt = (bytes: Uint8Array, at: number): number => (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;

function kindOf(name: number): SegmentKind {
  const known = KINDS.get(name);
  if (known !== undefined) return known;
  const id = String.fromCharCode(name >> 16, (name >> 8) & 0xff, name & 0xff);
  const personal = PERSONAL_SEGMENTS[id];
  const persons = PERSONS[id] ?? [];
  const read = READERS[id];
  const kind: SegmentKind = {
    ...(personal !== undefined && { personal }),
    persons,
    hasFields: persons.length > 0 || read !== undefined,
    ...(read !== undefined && { read }),
    isLocal: /^Z[A-Z0-9]{2}$/.test(id),
  };
  if (KINDS.size < KINDS_KEPT) KINDS.set(name, kind);
  return kind;
}

/**
 * Where the segment at `from` ends: at CR, LF, FS or VT, or at `end`. Its fields are told apart on the way when there
 * are any to read, so readSegment() must be next.
 */
export function splitSegment(view: View, message: Message, from: number): number {
  const { bytes, end } = view;
  if (end - from < 4) return endOfSegment(bytes, from, end);
  const name = nameAt(bytes, from);
  if (name === MSH) {
    message.field = bytes[from + 3]!;
    message.charset = 'plain';
    return fields.split(bytes, from, end, message);
  }
  if (bytes[from + 3] !== message.field || !kindOf(name).hasFields) return endOfSegment(bytes, from, end);
  return fields.split(bytes, from, end, message);
}

/**
 * Reads the segment bytes[from, to) that splitSegment() found. `message` is brought up to date by MSH. When the segment
 * goes on behind `to`, its last field is left out, since the rest could change what it says.
 */
export function readSegment(view: View, out: Out, message: Message, from: number, to: number, whole: boolean): void {
  const { bytes } = view;
  if (to - from < 4) return;
  const name = nameAt(bytes, from);
  if (name === MSH) return readHeader(view, out, message, from, to, whole);
  if (bytes[from + 3] !== message.field) return;
  const kind = kindOf(name);
  if (kind.personal !== undefined) out.personal(kind.personal, 1);
  else if (kind.isLocal) out.text(a.localSegment, view.sender, from, from + 3);
  if (!kind.hasFields) return;
  if (!whole) fields.count--;
  const { persons } = kind;
  for (let i = 0; i < persons.length; i++) if (fields.has(bytes, persons[i]![0])) out.personal(persons[i]![1], 1);
  kind.read?.(view, out, message);
}

function readHeader(view: View, out: Out, message: Message, from: number, to: number, whole: boolean): void {
  const { bytes, sender, receiver } = view;
  const encodingEnd = endOfPart(bytes, from + 4, to, message.field);
  message.component = encodingEnd > from + 4 ? bytes[from + 4]! : -1;
  message.repetition = encodingEnd > from + 5 ? bytes[from + 5]! : -1;
  if (!whole) fields.count--;
  // The separator itself is MSH-1, so MSH-n is the field after n - 1 separators.
  if (fields.has(bytes, 17)) {
    const text = decodeText(bytes, fields.starts[17]!, fields.ends[17]!);
    message.charset = hl7Charset(text, String.fromCharCode(Math.max(0, message.repetition)));
    if (message.charset === 'shift_jis') {
      fields.split(bytes, from, to, message);
      if (!whole) fields.count--;
    }
    out.text(a.charset, sender, fields.starts[17]!, fields.ends[17]!);
  }
  report(view, out, message, a.messageType, 8);
  if (!isTold(view, message, from, to)) reportParties(view, out, message);
  // MSH-8 Security has no defined use but a secret; the evidence is the name of the segment.
  if (fields.has(bytes, 7)) cleartextCredential(out, receiver, 'hl7', '', '', from, from + 3);
  readMessageType(view, out, message);
  if (!message.clockTold && fields.has(bytes, 6)) readClock(view, out, message);
}

function reportParties(view: View, out: Out, message: Message): void {
  const { sender, receiver } = view;
  report(view, out, message, a.sendingApplication, 2);
  reportEui64(view, out, message, sender, 2);
  report(view, out, message, a.sendingFacility, 3);
  report(view, out, message, a.receivingApplication, 4, receiver);
  reportEui64(view, out, message, receiver, 4);
  report(view, out, message, a.receivingFacility, 5, receiver);
  report(view, out, message, a.version, 11);
  report(view, out, message, a.profile, 20);
}

/** MSH-1 to MSH-6 and all from MSH-12 on are as they were told, lately. In between stand the time and the control id. */
function isTold(view: View, message: Message, from: number, to: number): boolean {
  const firstEnd = fields.count > 5 ? fields.ends[5]! : to;
  const second = fields.count > 11 ? fields.starts[11]! : to;
  const length = firstEnd - from + to - second;
  if (length > HEADER_BYTES) return false;
  const told = (message.header ??= { bytes: new Uint8Array(HEADER_BYTES), length: 0, timeUs: 0 });
  let same = told.length === length && Math.abs(view.timeUs - told.timeUs) < TELL_AGAIN_US;
  let place = 0;
  for (let at = from; at < to; at = at + 1 === firstEnd ? Math.max(second, at + 1) : at + 1, place++) {
    const byte = view.bytes[at]!;
    if (told.bytes[place] === byte) continue;
    told.bytes[place] = byte;
    same = false;
  }
  told.length = length;
  if (!same) told.timeUs = view.timeUs;
  return same;
}

function readMessageType(view: View, out: Out, message: Message): void {
  const { bytes } = view;
  message.observation = false;
  if (!fields.has(bytes, 8)) return;
  const from = fields.starts[8]!;
  const to = endOfPart(bytes, from, fields.ends[8]!, message.component);
  const name = to - from === 3 ? nameAt(bytes, from) : 0;
  message.observation = name === ORU;
  // Acknowledgements go back to whoever opened the connection; these are sent unasked.
  if (name === ACK) out.senderIsServer();
  else if (name === ORU || name === ADT || name === ORM) out.senderIsClient();
}

function readClock(view: View, out: Out, message: Message): void {
  const from = fields.starts[6]!;
  const to = fields.ends[6]!;
  const seconds = zonedSeconds(view.bytes, from, to);
  if (seconds === undefined) return;
  message.clockTold = true;
  const offset = roundedOffset(seconds - view.timeUs / 1e6);
  out.value(a.clockOffset, view.sender, String(offset), from, to, { derived: 'computed' });
}

function readObservation(view: View, out: Out, message: Message): void {
  const { bytes } = view;
  if (fields.has(bytes, 18)) reportEquipment(view, out, message, 18);
  if (fields.count <= 3) return;
  const property = propertyOf(bytes, fields.starts[3]!, fields.ends[3]!, message);
  if (property === undefined) reportDeviceType(view, out, message);
  if (!fields.has(bytes, 5)) return;
  if (property !== undefined) return report(view, out, message, property, 5);
  if (reportUdi(view, out, message, fields.starts[5]!, fields.ends[5]!)) return;
  out.personal(categoryOf(bytes, fields.starts[2]!, fields.ends[2]!), 1);
}

/** By the value type in OBX-2: arrays of samples, and encapsulated data or a pointer to them. */
function categoryOf(bytes: Uint8Array, from: number, to: number): PersonalData {
  if (to - from !== 2) return 'result';
  switch ((bytes[from]! << 8) | bytes[from + 1]!) {
    case 0x4e41: // NA
    case 0x4d41: // MA
      return 'waveform';
    case 0x4544: // ED
    case 0x5250: // RP
      return 'document';
    default:
      return 'result';
  }
}

/** The name decides where both are given: the numbers of early drafts were shifted by one. */
function propertyOf(bytes: Uint8Array, from: number, to: number, message: Message): Attribute | undefined {
  if (!beginsAscii(bytes, from, to, PROPERTIES_BEGIN)) return undefined;
  const codeEnd = endOfPart(bytes, from, to, message.component);
  const nameFrom = Math.min(to, codeEnd + 1);
  const nameTo = endOfPart(bytes, nameFrom, to, message.component);
  for (const [code, name, attribute] of PROPERTIES) {
    const same =
      nameTo > nameFrom ? equalsAscii(bytes, nameFrom, nameTo, name) : equalsAscii(bytes, from, codeEnd, code);
    if (same) return attribute;
  }
  return undefined;
}

/** The row of the medical device system has a reference identifier MDC_DEV_…_MDS in OBX-3. */
function reportDeviceType(view: View, out: Out, message: Message): void {
  const { bytes } = view;
  const from = fields.starts[3]!;
  const to = fields.ends[3]!;
  const nameFrom = Math.min(to, endOfPart(bytes, from, to, message.component) + 1);
  const nameTo = endOfPart(bytes, nameFrom, to, message.component);
  if (!beginsAscii(bytes, nameFrom, nameTo, 'MDC_DEV_')) return;
  if (equalsAscii(bytes, nameTo - 4, nameTo, '_MDS')) out.text(a.deviceType, view.sender, from, to);
}

/** PRT of HL7 v2.7 and later: the UDI stands in PRT-10 or one of the fields behind it, depending on the version. */
function readParticipation(view: View, out: Out, message: Message): void {
  const { bytes } = view;
  if (fields.count === 0) return;
  const from = fields.starts[0]!;
  const to = fields.ends[fields.count - 1]!;
  const equipment = fields.has(bytes, 4) && beginsAscii(bytes, fields.starts[4]!, fields.ends[4]!, 'EQUIP');
  if (!reportUdi(view, out, message, from, to) && equipment && fields.has(bytes, 10)) {
    reportEquipment(view, out, message, 10);
  }
}

/** SFT-1 is an organisation (XON), of which the first component is the name; SFT-3 and SFT-2 are product and version. */
function readSoftware(view: View, out: Out, message: Message): void {
  const { bytes, sender } = view;
  if (fields.has(bytes, 1)) {
    const to = endOfPart(bytes, fields.starts[1]!, fields.ends[1]!, message.component);
    out.text(a.softwareVendor, sender, fields.starts[1]!, to);
  }
  if (!fields.has(bytes, 3)) return;
  const product = decodeCharset(bytes, fields.starts[3]!, fields.ends[3]!, message.charset);
  const version = fields.has(bytes, 2) ? decodeCharset(bytes, fields.starts[2]!, fields.ends[2]!, message.charset) : '';
  out.value(a.softwareProduct, sender, `${product} ${version}`, fields.starts[2]!, fields.ends[3]!);
}

function reportUdi(view: View, out: Out, message: Message, from: number, to: number): boolean {
  const { bytes, sender } = view;
  const udi = findUdi(
    bytes,
    from,
    to,
    (byte) => byte === message.field || byte === message.component || byte === message.repetition,
  );
  if (udi === undefined) return false;
  out.text(a.udi, sender, udi.from, udi.to);
  out.text(a.udiDevice, sender, udi.deviceFrom, udi.deviceTo);
  out.text(a.udiSerial, sender, udi.serialFrom, udi.serialTo);
  return true;
}

function reportEquipment(view: View, out: Out, message: Message, index: number): void {
  report(view, out, message, a.equipment, index);
  reportEui64(view, out, message, view.sender, index);
}

/** A component "EUI-64" says that the one before it is one (HD and EI, HL7 v2.5.1 §2.A.36 and §2.A.28). */
function reportEui64(view: View, out: Out, message: Message, subject: Subject, index: number): void {
  if (!fields.has(view.bytes, index)) return;
  const { bytes } = view;
  const to = fields.ends[index]!;
  let before = fields.starts[index]!;
  let beforeEnd = before;
  for (let at = before; at <= to; ) {
    const end = endOfPart(bytes, at, to, message.component);
    const length = beforeEnd - before;
    if (beginsAscii(bytes, at, end, 'EUI-64') && length >= EUI64_LEAST_DIGITS && length <= EUI64_DIGITS) {
      if (isHex(bytes, before, beforeEnd)) out.text(a.eui64, subject, before, beforeEnd);
    }
    before = at;
    beforeEnd = end;
    at = end + 1;
  }
}

function isHex(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at]! | 0x20;
    if (!((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66))) return false;
  }
  return true;
}

function report(
  view: View,
  out: Out,
  message: Message,
  attribute: Attribute,
  index: number,
  subject: Subject = view.sender,
): void {
  const { bytes } = view;
  if (!fields.has(bytes, index)) return;
  const from = fields.starts[index]!;
  const to = fields.ends[index]!;
  if (!needsCharset(message.charset, bytes, from, to)) out.text(attribute, subject, from, to);
  else out.value(attribute, subject, decodeCharset(bytes, from, to, message.charset), from, to);
}
