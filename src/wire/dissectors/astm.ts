import { defineDissector, MORE, NEED_MORE, NO, type Out, type Recognition, SURE, type View } from '../dissector.ts';
import { astmAttributes, RECORD_TYPES, readRecord } from '../parts/astm-record.ts';
import { credentialAttributes } from '../parts/credentials.ts';
import { type Encoding, isSeparator } from '../parts/delimited-fields.ts';
import { Speakers } from '../parts/speakers.ts';

/** Control characters of LIS1-A §5 to §8. */
const STX = 0x02;
const ETX = 0x03;
const EOT = 0x04;
const ENQ = 0x05;
const ACK = 0x06;
const LF = 0x0a;
const CR = 0x0d;
const NAK = 0x15;
const ETB = 0x17;

/** Longest record that is waited for; a frame has up to 64,000 characters (LIS1-A §6.3.1.2), one record far fewer. */
const RECORD_BYTES = 16_384;
/** Two hexadecimal digits behind ETX or ETB. */
const CHECKSUM_DIGITS = 2;

const BETWEEN = 0;
const IN_TEXT = 1;
const AT_CHECKSUM = 2;

interface Direction extends Encoding {
  phase: number;
  /** Sum of the bytes from the frame number on, modulo 256 (LIS1-A §6.3.3.1). */
  sum: number;
  /** The text goes on with a record that the frame before, or the bound, has cut. */
  continued: boolean;
}

const newDirection = (): Direction => ({
  phase: BETWEEN,
  sum: 0,
  continued: false,
  field: 0x7c,
  component: 0x5e,
  repetition: 0x5c,
  charset: 'plain',
});

export const astm = defineDissector<undefined, Speakers<Direction>>({
  id: 'astm',
  title: 'ASTM E1381/E1394 (CLSI LIS1-A, LIS2-A2)',
  source: 'CLSI LIS1-A (formerly ASTM E1381), CLSI LIS2-A2 (formerly ASTM E1394)',
  unproven: true,
  attributes: { ...astmAttributes, credentialCleartext: credentialAttributes.cleartext },
  stream: {
    ports: [],
    firstBytes: [STX, EOT, ENQ],
    attach: 'whole',
    recognise,
    open: () => new Speakers(newDirection),
    read(view, out, speakers) {
      const direction = speakers.of(view);
      if (view.afterGap) direction.phase = BETWEEN;
      let at = view.start;
      while (at < view.end) {
        const { phase } = direction;
        const next = step(view, out, direction, at);
        if (next === at && direction.phase === phase) break;
        at = next;
      }
      return at === view.start ? NEED_MORE : at - view.start;
    },
  },
});

/** ENQ, then frames: STX, frame number, a record. A header is sure; in mid-stream the checksum must agree. */
function recognise(view: View): Recognition {
  const { bytes, end } = view;
  let at = view.start;
  while (at < end && (bytes[at] === ENQ || bytes[at] === EOT)) at++;
  // A sender that was refused asks again, but not for ever.
  if (at - view.start > 8) return NO;
  if (at === end) return MORE;
  if (bytes[at] !== STX) return NO;
  if (end - at < 4) return MORE;
  if (bytes[at + 1]! < 0x30 || bytes[at + 1]! > 0x37 || !isSeparator(bytes[at + 3]!)) return NO;
  const type = String.fromCharCode(bytes[at + 2]!);
  if (!RECORD_TYPES.includes(type)) return NO;
  if (type !== 'H') return recogniseChecksum(bytes, at + 1, end);
  if (end - at < 7) return MORE;
  const delimiters = [bytes[at + 3]!, bytes[at + 4]!, bytes[at + 5]!, bytes[at + 6]!];
  return delimiters.every(isSeparator) && new Set(delimiters).size === delimiters.length ? SURE : NO;
}

/** For a frame from its number at `from` on: the checksum of a whole one decides. */
function recogniseChecksum(bytes: Uint8Array, from: number, end: number): Recognition {
  let sum = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!;
    sum = (sum + byte) & 0xff;
    if (byte !== ETX && byte !== ETB) continue;
    if (end - at <= CHECKSUM_DIGITS) return MORE;
    return checksumAt(bytes, at + 1) === sum ? SURE : NO;
  }
  return MORE;
}

/** Two hexadecimal digits, or -1. */
function checksumAt(bytes: Uint8Array, at: number): number {
  const high = hexDigit(bytes[at]!);
  const low = hexDigit(bytes[at + 1]!);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte & 0xdf;
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : -1;
}

/** Takes one part of the stream at `at`. Returns the position behind it, or `at` to wait for more. */
function step(view: View, out: Out, d: Direction, at: number): number {
  const { bytes, end } = view;
  if (d.phase === AT_CHECKSUM) {
    if (end - at < CHECKSUM_DIGITS) return at;
    if (checksumAt(bytes, at) !== d.sum) out.anomaly('astm-checksum');
    d.phase = BETWEEN;
    return at + CHECKSUM_DIGITS;
  }
  if (d.phase === BETWEEN) {
    const byte = bytes[at]!;
    if (byte === STX) {
      if (end - at < 2) return at;
      d.phase = IN_TEXT;
      d.sum = bytes[at + 1]!;
      return at + 2;
    }
    if (byte === EOT || byte === ENQ) d.continued = false;
    else if (byte !== ACK && byte !== NAK && byte !== CR && byte !== LF) return findFrame(view, out, at);
    return at + 1;
  }
  return readText(view, out, d, at);
}

/** Reads up to the end of a record or of the frame. */
function readText(view: View, out: Out, d: Direction, from: number): number {
  const { bytes, end } = view;
  let at = from;
  while (at < end && bytes[at] !== CR && bytes[at] !== ETX && bytes[at] !== ETB && bytes[at] !== STX) at++;
  const cut = at === end;
  if (cut && end - from < RECORD_BYTES && !view.final) return from;
  const stop = cut ? -1 : bytes[at]!;
  if (!d.continued) readRecord(view, out, d, from, at, stop === CR || stop === ETX);
  d.continued = at > from ? stop !== CR && stop !== ETX : d.continued && stop === ETB;
  if (stop === STX) {
    out.anomaly('astm-framing');
    d.phase = BETWEEN;
    return at;
  }
  const to = cut ? at : at + 1;
  for (let summed = from; summed < to; summed++) d.sum = (d.sum + bytes[summed]!) & 0xff;
  if (stop === ETX || stop === ETB) d.phase = AT_CHECKSUM;
  return to;
}

function findFrame(view: View, out: Out, from: number): number {
  out.anomaly('astm-framing');
  let at = from;
  while (at < view.end && view.bytes[at] !== STX && view.bytes[at] !== ENQ && view.bytes[at] !== EOT) at++;
  return at;
}
