import { type DerFault, fault } from './fault.ts';

/** Longest content of an OBJECT IDENTIFIER we read; the longest registered ones stay below 40 octets. */
export const MAX_OID_OCTETS = 128;
/** 19 octets hold 128 bits, the largest arc in use: 2.25 followed by a UUID (X.667 clause 8). */
export const MAX_ARC_OCTETS = 19;

/** Seven octets of seven bits stay exact in a double. */
const MAX_SAFE_ARC_OCTETS = 7;

const JOINT_ISO_ITU_T_5 = 0x55;
const X500_ATTRIBUTE = 0x04;
const X500_EXTENSION = 0x1d;
/** Most identifiers of a certificate are 2.5.4.n and 2.5.29.n, so their texts are made once. */
const ATTRIBUTE_TEXTS = Array.from({ length: 0x80 }, (_, arc) => `2.5.4.${arc}`);
const EXTENSION_TEXTS = Array.from({ length: 0x80 }, (_, arc) => `2.5.29.${arc}`);

/** The dotted text of the OBJECT IDENTIFIER content [start, end) (X.690 8.19), such as `2.5.4.3`. */
export function oidToText(bytes: Uint8Array, start: number, end: number): string | DerFault {
  if (start >= end) return fault(start, 'oid-empty');
  if (end - start > MAX_OID_OCTETS) return fault(start, 'oid-too-long');
  if (end - start === 3 && bytes[start] === JOINT_ISO_ITU_T_5 && bytes[start + 2]! < 0x80) {
    if (bytes[start + 1] === X500_ATTRIBUTE) return ATTRIBUTE_TEXTS[bytes[start + 2]!]!;
    if (bytes[start + 1] === X500_EXTENSION) return EXTENSION_TEXTS[bytes[start + 2]!]!;
  }
  let text = '';
  for (let at = start; at < end; ) {
    const arcStart = at;
    if (bytes[at] === 0x80) return fault(at, 'oid-not-minimal');
    let arc = 0;
    while (bytes[at]! >= 0x80) {
      arc = arc * 0x80 + (bytes[at++]! & 0x7f);
      if (at >= end) return fault(arcStart, 'oid-truncated');
    }
    arc = arc * 0x80 + bytes[at++]!;
    if (at - arcStart > MAX_ARC_OCTETS) return fault(arcStart, 'oid-too-long');
    const exact = at - arcStart > MAX_SAFE_ARC_OCTETS ? bigArc(bytes, arcStart, at) : arc;
    text += arcStart === start ? firstArcs(exact) : `.${exact}`;
  }
  return text;
}

/** X.690 8.19.4: the first subidentifier carries two arcs, 40 a + b, with b below 40 unless a is 2. */
function firstArcs(value: number | bigint): string {
  if (typeof value === 'bigint') return `2.${value - 80n}`;
  if (value < 40) return `0.${value}`;
  return value < 80 ? `1.${value - 40}` : `2.${value - 80}`;
}

function bigArc(bytes: Uint8Array, start: number, end: number): bigint {
  let arc = 0n;
  for (let at = start; at < end; at++) arc = (arc << 7n) | BigInt(bytes[at]! & 0x7f);
  return arc;
}
