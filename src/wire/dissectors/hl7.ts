import {
  defineDissector,
  MORE,
  NEED_MORE,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import { credentialAttributes } from '../parts/credentials.ts';
import { hl7Attributes } from '../parts/hl7-attributes.ts';
import { endOfSegment, isSeparator } from '../parts/delimited-fields.ts';
import { type Message, readSegment, splitSegment } from '../parts/hl7-segment.ts';
import { Speakers } from '../parts/speakers.ts';

/** Minimal Lower Layer Protocol: <VT> message <FS><CR>. */
const VT = 0x0b;
const FS = 0x1c;
const CR = 0x0d;
const LF = 0x0a;

/** Longest segment that is waited for; of a longer one (an attachment in OBX-5) only this much is read. */
export const SEGMENT_BYTES = 16_384;
/** Encoding characters of MSH-2: four, and since v2.7 a fifth. */
const ENCODING_CHARACTERS = 4;

const BETWEEN = 0;
const IN_MESSAGE = 1;
const IN_LONG_SEGMENT = 2;

interface Direction extends Message {
  phase: number;
  /** Bytes outside messages were reported, or explained by a gap. */
  strayTold: boolean;
  unframedTold: boolean;
}

const newDirection = (): Direction => ({
  phase: BETWEEN,
  strayTold: false,
  unframedTold: false,
  field: 0x7c,
  component: 0x5e,
  repetition: 0x7e,
  charset: 'plain',
  observation: false,
  clockTold: false,
});

export const hl7 = defineDissector<undefined, Speakers<Direction>>({
  id: 'hl7',
  title: 'HL7 v2 over MLLP',
  source: 'HL7 v2.3 to v2.9 chapters 2, 3, 4, 7, 13; HL7 MLLP release 1; IHE Devices technical framework',
  attributes: { ...hl7Attributes, credentialCleartext: credentialAttributes.cleartext },
  stream: {
    ports: [2575, 6661, 6662, 5000],
    firstBytes: [VT, 0x4d, 0x46, 0x42],
    attach: 'whole',
    recognise,
    open: () => new Speakers(newDirection),
    read(view, out, speakers) {
      const direction = speakers.of(view);
      if (view.afterGap) {
        direction.phase = BETWEEN;
        direction.strayTold = true;
      }
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

/** `MSH` (or a batch header, HL7 v2.5.1 §2.10.3) and its separators; without <VT> the same is less sure. */
function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  const framed = bytes[start] === VT;
  const from = framed ? start + 1 : start;
  const name = Math.min(end, from + 3);
  if (!isHeaderName(bytes, from, name)) return NO;
  if (end - from < 5) return MORE;
  const field = bytes[from + 3]!;
  if (!isSeparator(field)) return NO;
  for (let n = 1; n <= ENCODING_CHARACTERS; n++) {
    const at = from + 3 + n;
    if (at >= end) return MORE;
    // Fewer than four encoding characters are announced by a separator that comes early.
    if (n > 1 && bytes[at] === field) break;
    if (!isSeparator(bytes[at]!)) return NO;
  }
  return framed ? SURE : WEAK;
}

const HEADER_NAMES = ['MSH', 'FHS', 'BHS'] as const;

/** bytes[from, to), three or fewer, are how the name of a header begins. */
function isHeaderName(bytes: Uint8Array, from: number, to: number): boolean {
  for (const name of HEADER_NAMES) {
    let at = from;
    while (at < to && bytes[at] === name.charCodeAt(at - from)) at++;
    if (at === to) return true;
  }
  return false;
}

/** Takes one part of the stream at `at`. Returns the position behind it, or `at` to wait for more. */
function step(view: View, out: Out, d: Direction, at: number): number {
  if (d.phase === BETWEEN) return findMessage(view, out, d, at);
  const { bytes } = view;
  const inLong = d.phase === IN_LONG_SEGMENT;
  const end = inLong ? endOfSegment(bytes, at, view.end) : splitSegment(view, d, at);
  if (inLong) {
    if (end < view.end) d.phase = IN_MESSAGE;
    else return end;
  } else if (end < view.end) readSegment(view, out, d, at, end, true);
  else {
    if (end - at < SEGMENT_BYTES && !view.final) return at;
    readSegment(view, out, d, at, end, false);
    if (!view.final) out.anomaly('hl7-long-segment');
    d.phase = IN_LONG_SEGMENT;
    return end;
  }
  const terminator = bytes[end]!;
  if (terminator === FS) d.phase = BETWEEN;
  // A new message begins inside one that has not ended.
  else if (terminator === VT) out.anomaly('hl7-framing');
  return end + 1;
}

/** Where the next message begins: behind <VT>, or without framing at a header segment. */
function findMessage(view: View, out: Out, d: Direction, from: number): number {
  const { bytes, end } = view;
  let at = from;
  while (at < end && (bytes[at] === CR || bytes[at] === LF || bytes[at] === FS)) at++;
  if (at === end) return at;
  if (bytes[at] === VT) {
    d.phase = IN_MESSAGE;
    return at + 1;
  }
  if (end - at < 3 && !view.final && 'MFB'.includes(String.fromCharCode(bytes[at]!))) return at;
  if (end - at >= 3 && isHeaderName(bytes, at, at + 3)) {
    if (!d.unframedTold) out.anomaly('hl7-unframed');
    d.unframedTold = true;
    d.phase = IN_MESSAGE;
    return at;
  }
  if (!d.strayTold) out.anomaly('hl7-framing');
  d.strayTold = true;
  while (at < end && bytes[at] !== VT && bytes[at] !== CR && bytes[at] !== LF) at++;
  return at;
}
