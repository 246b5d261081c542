import { hex } from '../text.ts';
import { type DerFaultReason } from './fault.ts';

/** Six octets stay exact in a double, sign included. */
const MAX_SAFE_OCTETS = 6;

/** What X.690 8.3 says against the INTEGER content [start, end), or undefined when it is well formed. */
export function integerFault(bytes: Uint8Array, start: number, end: number): DerFaultReason | undefined {
  if (start >= end) return 'integer-empty';
  if (end - start === 1) return undefined;
  const first = bytes[start]!;
  const secondIsNegative = bytes[start + 1]! >= 0x80;
  // X.690 8.3.2: the first nine bits shall be neither all zero nor all one.
  const redundant = (first === 0x00 && !secondIsNegative) || (first === 0xff && secondIsNegative);
  return redundant ? 'integer-not-minimal' : undefined;
}

/** True when the INTEGER content [start, end) is below zero. */
export const integerIsNegative = (bytes: Uint8Array, start: number, end: number): boolean =>
  start < end && bytes[start]! >= 0x80;

/**
 * The INTEGER content [start, end) as upper-case hexadecimal with whole octets: `00`, `0A5F`, and a minus sign before
 * the magnitude of a negative number. This is the writing of serial numbers in OpenSSL and Node. Redundant leading
 * octets are dropped. An empty content gives an empty text.
 */
export function integerToHex(bytes: Uint8Array, start: number, end: number): string {
  if (start >= end) return '';
  if (integerIsNegative(bytes, start, end)) return `-${negativeMagnitudeHex(bytes, start, end)}`;
  let at = start;
  while (at < end - 1 && bytes[at] === 0) at++;
  return hex(bytes, at, end).toUpperCase();
}

function negativeMagnitudeHex(bytes: Uint8Array, start: number, end: number): string {
  const magnitude = new Uint8Array(end - start);
  let carry = 1;
  for (let i = magnitude.length - 1; i >= 0; i--) {
    const octet = (bytes[start + i]! ^ 0xff) + carry;
    magnitude[i] = octet & 0xff;
    carry = octet >> 8;
  }
  let at = 0;
  while (at < magnitude.length - 1 && magnitude[at] === 0) at++;
  return hex(magnitude, at).toUpperCase();
}

/** The INTEGER content [start, end) as a number, or undefined when it is empty or does not fit six octets. */
export function integerToNumber(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (start >= end || end - start > MAX_SAFE_OCTETS) return undefined;
  let value = bytes[start]! >= 0x80 ? -1 : 0;
  for (let at = start; at < end; at++) value = value * 0x100 + bytes[at]!;
  return value;
}

/** Number of bits of the non-negative INTEGER content [start, end), as key sizes are counted: 2048 for RSA-2048. */
export function integerBitLength(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] === 0) at++;
  return at === end ? 0 : (end - at) * 8 - Math.clz32(bytes[at]!) + 24;
}
