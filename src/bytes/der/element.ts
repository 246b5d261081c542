import { type DerFault, fault } from './fault.ts';

/** Class of a tag (X.690 8.1.2.2, table 1); the index is the value of the two high bits. */
export const TAG_CLASSES = ['universal', 'application', 'context', 'private'] as const;
export type TagClass = (typeof TAG_CLASSES)[number];

/** First octets of the encodings that certificates are made of (X.690 8.1.2, X.680 table 1). */
export const IDENTIFIER = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Four octets after the first carry tag numbers up to 2^28 - 1; no standard we read uses more than two. */
export const MAX_TAG_OCTETS = 4;
/** Four octets carry lengths up to 4 GiB - 1, more than any message we keep. */
export const MAX_LENGTH_OCTETS = 4;

const CONSTRUCTED = 0x20;
const HIGH_TAG = 0x1f;

/** One tag-length-value. Positions are absolute; the element is [start, end), its content [contentStart, end). */
export interface DerElement {
  readonly ok: true;
  readonly tagClass: TagClass;
  readonly constructed: boolean;
  readonly tagNumber: number;
  readonly start: number;
  readonly headerLength: number;
  readonly contentStart: number;
  readonly end: number;
}

/**
 * Reads tag and length at `start`. The content may reach beyond `end`: a certificate that the capture has cut is still
 * read as far as it goes. Use `readElement` where the content must be there.
 */
export function readHeader(bytes: Uint8Array, start: number, end: number): DerElement | DerFault {
  if (start >= end) return fault(start, 'element-missing');
  const identifier = bytes[start]!;
  let at = start + 1;
  let tagNumber = identifier & HIGH_TAG;
  if (tagNumber === HIGH_TAG) {
    tagNumber = 0;
    for (let octets = 1; ; octets++) {
      if (at >= end) return fault(at, 'header-truncated');
      if (octets > MAX_TAG_OCTETS) return fault(at, 'tag-too-long');
      const octet = bytes[at++]!;
      // X.690 8.1.2.4.2 c: the first octet shall not be all zero bits.
      if (octets === 1 && octet === 0x80) return fault(start, 'tag-not-minimal');
      tagNumber = (tagNumber << 7) | (octet & 0x7f);
      if (octet < 0x80) break;
    }
    // X.690 8.1.2.2: numbers up to 30 have the one-octet form.
    if (tagNumber < HIGH_TAG) return fault(start, 'tag-not-minimal');
  }
  if (at >= end) return fault(at, 'header-truncated');
  const lengthAt = at;
  let length = bytes[at++]!;
  if (length >= 0x80) {
    const octets = length & 0x7f;
    // X.690 10.1: the definite form, in the fewest octets.
    if (octets === 0) return fault(lengthAt, 'length-indefinite');
    if (octets > MAX_LENGTH_OCTETS) return fault(lengthAt, 'length-too-long');
    if (at + octets > end) return fault(end, 'header-truncated');
    if (bytes[at] === 0) return fault(lengthAt, 'length-not-minimal');
    length = 0;
    for (const last = at + octets; at < last; at++) length = length * 0x100 + bytes[at]!;
    if (length < 0x80) return fault(lengthAt, 'length-not-minimal');
  }
  return {
    ok: true,
    tagClass: TAG_CLASSES[identifier >> 6]!,
    constructed: (identifier & CONSTRUCTED) !== 0,
    tagNumber,
    start,
    headerLength: at - start,
    contentStart: at,
    end: at + length,
  };
}

/** Reads the element at `start`, whose content must lie before `end`. What follows the element is not looked at. */
export function readElement(bytes: Uint8Array, start: number, end: number): DerElement | DerFault {
  const element = readHeader(bytes, start, end);
  return element.ok && element.end > end ? fault(start, 'content-truncated') : element;
}

/**
 * Reads the element at `start` and refuses it unless its first octet is `identifier` (one of `IDENTIFIER`, or a context
 * tag such as 0xa0).
 */
export function expectElement(
  bytes: Uint8Array,
  start: number,
  end: number,
  identifier: number,
): DerElement | DerFault {
  if (start < end && bytes[start] !== identifier) return fault(start, 'unexpected-element');
  return readElement(bytes, start, end);
}
