import { expect, test } from 'vitest';
import { readBitString } from './bit-string.ts';

test.each([
  [[0x00], { start: 1, end: 1, unusedBits: 0 }],
  [[0x00, 0xff], { start: 1, end: 2, unusedBits: 0 }],
  [[0x07, 0x80], { start: 1, end: 2, unusedBits: 7 }],
  [[], { ok: false, at: 0, reason: 'bit-string-empty' }],
  [[0x01], { ok: false, at: 0, reason: 'bit-string-padding' }],
  [[0x08, 0x00], { ok: false, at: 0, reason: 'bit-string-padding' }],
  [[0x03, 0x04], { ok: false, at: 1, reason: 'bit-string-padding' }],
])('%o is %o', (octets, expected) => {
  expect(readBitString(Uint8Array.from(octets), 0, octets.length)).toEqual(expected);
});
