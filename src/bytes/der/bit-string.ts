import { type ByteRange, type DerFault, fault } from './fault.ts';

/** The octets of a BIT STRING, whose last `unusedBits` bits do not count. */
export interface BitString extends ByteRange {
  readonly unusedBits: number;
}

/** Opens the BIT STRING content [start, end): a count of unused bits, then the octets (X.690 8.6, 11.2). */
export function readBitString(bytes: Uint8Array, start: number, end: number): BitString | DerFault {
  if (start >= end) return fault(start, 'bit-string-empty');
  const unusedBits = bytes[start]!;
  if (unusedBits > 7 || (unusedBits > 0 && end - start === 1)) return fault(start, 'bit-string-padding');
  // X.690 11.2.1: unused bits shall be zero.
  if (unusedBits > 0 && (bytes[end - 1]! & ((1 << unusedBits) - 1)) !== 0) return fault(end - 1, 'bit-string-padding');
  return { start: start + 1, end, unusedBits };
}
