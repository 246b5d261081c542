import fc from 'fast-check';
import { expect, test } from 'vitest';
import { integerBitLength, integerFault, integerIsNegative, integerToHex, integerToNumber } from './integer.ts';

/** The shortest two's complement of `value`. */
function encode(value: bigint): Uint8Array {
  const octets: number[] = [];
  for (let rest = value; ; rest >>= 8n) {
    const octet = Number(rest & 0xffn);
    octets.unshift(octet);
    if ((rest >> 7n === 0n && octet < 0x80) || (rest >> 7n === -1n && octet >= 0x80)) return Uint8Array.from(octets);
  }
}

function hexOf(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString(16).toUpperCase();
  return (value < 0n ? '-' : '') + (digits.length % 2 === 1 ? `0${digits}` : digits);
}

test('agrees with big integers of any size', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 170n), max: 2n ** 170n }), (value) => {
      const bytes = encode(value);
      expect(integerFault(bytes, 0, bytes.length)).toBeUndefined();
      expect(integerIsNegative(bytes, 0, bytes.length)).toBe(value < 0n);
      expect(integerToHex(bytes, 0, bytes.length)).toBe(hexOf(value));
      const fits = bytes.length <= 6;
      expect(integerToNumber(bytes, 0, bytes.length)).toBe(fits ? Number(value) : undefined);
    }),
    { numRuns: 1000 },
  );
});

test('counts the bits of a number that is not negative', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 170n }), (value) => {
      const bytes = encode(value);
      expect(integerBitLength(bytes, 0, bytes.length)).toBe(value.toString(2).length);
    }),
  );
  expect(integerBitLength(Uint8Array.of(0), 0, 1)).toBe(0);
});

test.each([
  ['', 'integer-empty', ''],
  ['00', undefined, '00'],
  ['7f', undefined, '7F'],
  ['0080', undefined, '80'],
  ['007f', 'integer-not-minimal', '7F'],
  ['0000', 'integer-not-minimal', '00'],
  ['000000c0', 'integer-not-minimal', 'C0'],
  ['80', undefined, '-80'],
  ['ff', undefined, '-01'],
  ['ff7f', undefined, '-81'],
  ['ff80', 'integer-not-minimal', '-80'],
  ['8000', undefined, '-8000'],
])('content %s: %s, still read as %s', (hexText, reason, text) => {
  const bytes = Uint8Array.from(Buffer.from(`aa${hexText}aa`, 'hex'));
  expect(integerFault(bytes, 1, bytes.length - 1)).toBe(reason);
  expect(integerToHex(bytes, 1, bytes.length - 1)).toBe(text);
});
