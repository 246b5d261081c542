import type { Charset } from './charset.ts';

/** Fields of one segment that are told apart; the longest of interest (PRT) has fewer. */
export const FIELDS = 32;
const ESC = 0x1b;
const DOLLAR = 0x24;
const LF = 0x0a;
const VT = 0x0b;
const CR = 0x0d;
const FS = 0x1c;

/** What ends a segment of HL7 v2: CR; some senders use LF or both; the framing of MLLP, VT and FS, ends it as well. */
const endsSegment = (byte: number): boolean => byte === CR || byte === LF || byte === FS || byte === VT;

/** Where the segment at `from` ends: the position of what ends it, or `end`. */
export function endOfSegment(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at]! >= 0x20 || !endsSegment(bytes[at]!))) at++;
  return at;
}

/** How a message is written, as its first segment or record announces (HL7 v2.5.1 §2.5.4; LIS2-A2 §5.4). -1: not announced. */
export interface Encoding {
  field: number;
  component: number;
  repetition: number;
  charset: Charset;
}

/** Printable ASCII that is no letter, digit or blank: what may separate. */
export const isSeparator = (byte: number): boolean =>
  (byte > 0x20 && byte < 0x30) ||
  (byte > 0x39 && byte < 0x41) ||
  (byte > 0x5a && byte < 0x61) ||
  (byte > 0x7a && byte < 0x7f);

/** Positions of the fields of one segment of HL7 v2 or record of LIS2-A2. One object serves all segments. */
export class Fields {
  readonly starts = new Int32Array(FIELDS);
  readonly ends = new Int32Array(FIELDS);
  count = 0;

  /**
   * Splits bytes[from, to), or less when a segment ends before `to`: answers where it ends. One pass does both, since
   * most bytes of HL7 are looked at for nothing else. Separators inside a double-byte character separate nothing.
   */
  split(bytes: Uint8Array, from: number, to: number, encoding: Encoding): number {
    const { field } = encoding;
    const { starts, ends } = this;
    const shiftJis = encoding.charset === 'shift_jis';
    let wide = false;
    let count = 0;
    starts[0] = from;
    let at = from;
    for (; at < to; at++) {
      const byte = bytes[at]!;
      if (byte === field) {
        if (wide || count === FIELDS) continue;
        ends[count++] = at;
        if (count < FIELDS) starts[count] = at + 1;
      } else if (byte < 0x20) {
        if (endsSegment(byte)) break;
        if (byte === ESC) wide = bytes[at + 1] === DOLLAR;
      } else if (shiftJis && isShiftJisLead(byte) && at + 1 < to && !endsSegment(bytes[at + 1]!)) at++;
    }
    if (count < FIELDS) ends[count++] = at;
    this.count = count;
    return at;
  }

  /** The field is there, not empty, and not the explicit null `""` (HL7 v2.5.1 §2.5.3.1). */
  has(bytes: Uint8Array, index: number): boolean {
    if (index >= this.count) return false;
    const from = this.starts[index]!;
    const length = this.ends[index]! - from;
    return length > 0 && !(length === 2 && bytes[from] === 0x22 && bytes[from + 1] === 0x22);
  }
}

const isShiftJisLead = (byte: number): boolean => (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);

/** Where the first `separator` stands in bytes[from, to), or `to`. */
export function endOfPart(bytes: Uint8Array, from: number, to: number, separator: number): number {
  let at = from;
  while (at < to && bytes[at] !== separator) at++;
  return at;
}
