import { type ByteRange, expectElement, IDENTIFIER, oidToText, stringToText } from '../der/index.ts';
import { hex } from '../text.ts';
import { attributeLabel } from './attribute-labels.ts';
import { type FaultList, members, note, orNote } from './fault.ts';

/** Extended-validation subjects carry about fifteen relative names, directory trees about ten. */
export const MAX_RDNS = 64;
/** More than one attribute in a relative name is rare; more than three was never met. */
export const MAX_RDN_ATTRIBUTES = 16;
/** How much of a value is written out in hexadecimal. */
const MAX_DUMP_OCTETS = 1024;

/** One attribute of a name. The range covers type and value, tag and length included. */
export interface NameAttribute extends ByteRange {
  /** Dotted. */
  readonly type: string;
  /** Short name such as `CN`; absent for a type that is not in our table. */
  readonly label?: string;
  /** Exactly as issued, control characters included; absent when the value is not a character string. */
  readonly text?: string;
  /** DER of the value in upper-case hexadecimal (its first 1024 octets), where `label` or `text` is absent. */
  readonly derHex?: string;
}

/** A distinguished name: relative names in the order of the certificate, each a set of attributes. */
export interface Name extends ByteRange {
  readonly rdns: readonly (readonly NameAttribute[])[];
}

/**
 * Reads the content [contentStart, end) of the Name that starts at `start` (RFC 5280 4.1.2.4). Always gives a name:
 * after a fault it holds the attributes that were readable.
 */
export function readName(bytes: Uint8Array, start: number, contentStart: number, end: number, faults: FaultList): Name {
  const rdns: (readonly NameAttribute[])[] = [];
  for (const set of members(bytes, contentStart, end, MAX_RDNS, faults)) {
    if (bytes[set.start] !== IDENTIFIER.set) {
      note(faults, set.start, 'unexpected-element');
      break;
    }
    if (set.contentStart === set.end) note(faults, set.start, 'rdn-empty');
    const attributes: NameAttribute[] = [];
    for (const pair of members(bytes, set.contentStart, set.end, MAX_RDN_ATTRIBUTES, faults)) {
      if (bytes[pair.start] !== IDENTIFIER.sequence) {
        note(faults, pair.start, 'unexpected-element');
        break;
      }
      const attribute = readAttribute(bytes, pair.start, pair.contentStart, pair.end, faults);
      if (attribute) attributes.push(attribute);
    }
    rdns.push(attributes);
  }
  return { start, end, rdns };
}

function readAttribute(
  bytes: Uint8Array,
  start: number,
  contentStart: number,
  end: number,
  faults: FaultList,
): NameAttribute | undefined {
  const oid = orNote(expectElement(bytes, contentStart, end, IDENTIFIER.oid), faults);
  const type = oid && orNote(oidToText(bytes, oid.contentStart, oid.end), faults);
  if (!oid || type === undefined) return undefined;
  const [value, extra] = members(bytes, oid.end, end, 2, faults);
  if (!value) {
    if (oid.end === end) note(faults, end, 'element-missing');
    return undefined;
  }
  if (extra) note(faults, extra.start, 'trailing-bytes');
  const label = attributeLabel(type);
  // A context tag may have the number of a string type without being one.
  const isUniversal = value.tagClass === 'universal' && !value.constructed;
  const text = stringToText(bytes, isUniversal ? value.tagNumber : 0, value.contentStart, value.end);
  const attribute: {
    -readonly [Key in keyof NameAttribute]: NameAttribute[Key];
  } = { start, end, type };
  if (label !== undefined) attribute.label = label;
  if (typeof text === 'string') attribute.text = text;
  else if (text.reason === 'text-too-long') note(faults, text.at, text.reason);
  if (label === undefined || typeof text !== 'string')
    attribute.derHex = hex(bytes, value.start, Math.min(value.end, value.start + MAX_DUMP_OCTETS)).toUpperCase();
  return attribute;
}
