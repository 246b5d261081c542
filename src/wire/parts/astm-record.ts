import { type Attribute, defineAttributes, type Out, type View } from '../dissector.ts';
import type { PersonalData } from '../facts.ts';
import { beginsAscii } from './ascii.ts';
import { cleartextCredential } from './credentials.ts';
import { type Encoding, endOfPart, Fields } from './delimited-fields.ts';

export const astmAttributes = defineAttributes('astm', {
  sender: ['name-seen', 'LIS2-A2 header record field 5, sender name or id, the whole field'],
  manufacturer: [
    'manufacturer-seen',
    'LIS2-A2 header record field 5, first of three or more components, as makers commonly use it',
  ],
  model: ['model-seen', 'LIS2-A2 header record field 5, second of three or more components'],
  software: ['software-seen', 'LIS2-A2 header record field 5, a component that is a version number'],
  serial: ['serial-seen', 'LIS2-A2 header record field 5, a component that begins with SN'],
  receiver: ['name-seen', 'LIS2-A2 header record field 10, how the sender names the receiver'],
  version: ['capability-seen', 'LIS2-A2 header record field 13, version of the standard'],
  record: [
    'role-played',
    'LIS2-A2 type of record that the host sent: R results come from an analyser, O orders from its host',
  ],
});

/** Record types of LIS2-A2 §6 to §14 beside H and L. */
const PERSONAL_RECORDS: Readonly<Record<string, PersonalData>> = { O: 'order', R: 'result', C: 'result', Q: 'order' };
/** Fields of the patient record; positions from 0, where 0 is the type. */
const PATIENT: readonly (readonly [field: number, category: PersonalData])[] = [
  [2, 'identifier'],
  [3, 'identifier'],
  [4, 'identifier'],
  [5, 'name'],
  [6, 'name'],
  [7, 'birth-date'],
  [8, 'sex'],
  [10, 'address'],
  [12, 'contact'],
];
export const RECORD_TYPES = 'HPOQRCMSL';
const PASSWORD = 3;
const SENDER = 4;
const RECEIVER = 9;
const VERSION = 12;

const fields = new Fields();

/**
 * Reads one record bytes[from, to). `whole` is false when the frame ended inside it, so that its last field is cut.
 * A header record sets the delimiters of `encoding` for those that follow.
 */
export function readRecord(view: View, out: Out, encoding: Encoding, from: number, to: number, whole: boolean): void {
  const { bytes, sender } = view;
  if (to - from < 2) return;
  const type = String.fromCharCode(bytes[from]!);
  if (type === 'H') {
    encoding.field = bytes[from + 1]!;
    const delimitersEnd = endOfPart(bytes, from + 2, to, encoding.field);
    encoding.repetition = delimitersEnd > from + 2 ? bytes[from + 2]! : -1;
    encoding.component = delimitersEnd > from + 3 ? bytes[from + 3]! : -1;
  } else if (!RECORD_TYPES.includes(type) || bytes[from + 1] !== encoding.field) return;
  out.text(astmAttributes.record, sender, from, from + 1);
  const category = PERSONAL_RECORDS[type];
  if (category !== undefined) out.personal(category, 1);
  if (type !== 'H' && type !== 'P') return;
  fields.split(bytes, from, to, encoding);
  if (!whole) fields.count--;
  if (type === 'H') readHeader(view, out, encoding, from);
  else for (const [field, personal] of PATIENT) if (fields.has(bytes, field)) out.personal(personal, 1);
}

function readHeader(view: View, out: Out, encoding: Encoding, from: number): void {
  const { bytes, sender, receiver } = view;
  // The evidence of a password is the type of the record that carries it.
  if (fields.has(bytes, PASSWORD)) cleartextCredential(out, receiver, 'astm', '', '', from, from + 1);
  report(view, out, astmAttributes.receiver, receiver, RECEIVER);
  report(view, out, astmAttributes.version, sender, VERSION);
  if (!fields.has(bytes, SENDER)) return;
  report(view, out, astmAttributes.sender, sender, SENDER);
  const to = fields.ends[SENDER]!;
  const parts: (readonly [from: number, to: number])[] = [];
  for (let at = fields.starts[SENDER]!; at <= to && parts.length < 8; ) {
    const end = endOfPart(bytes, at, to, encoding.component);
    parts.push([at, end]);
    at = end + 1;
  }
  if (parts.length < 3) return;
  out.text(astmAttributes.manufacturer, sender, parts[0]![0], parts[0]![1]);
  out.text(astmAttributes.model, sender, parts[1]![0], parts[1]![1]);
  for (const [partFrom, partTo] of parts.slice(2)) {
    if (beginsAscii(bytes, partFrom, partTo, 'SN')) out.text(astmAttributes.serial, sender, partFrom, partTo);
    else if (isVersion(bytes, partFrom, partTo)) out.text(astmAttributes.software, sender, partFrom, partTo);
  }
}

function report(view: View, out: Out, attribute: Attribute, subject: number, index: number): void {
  if (fields.has(view.bytes, index)) out.text(attribute, subject, fields.starts[index]!, fields.ends[index]!);
}

/** Digits and dots with at least one dot, perhaps behind a V. */
function isVersion(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from] === 0x56 || bytes[from] === 0x76 ? from + 1 : from;
  let dots = 0;
  for (let at = first; at < to; at++) {
    const byte = bytes[at]!;
    if (byte === 0x2e) dots++;
    else if (byte < 0x30 || byte > 0x39) return false;
  }
  return dots > 0 && to > first + dots;
}
