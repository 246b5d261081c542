import { expect, test } from 'vitest';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import { DnsReader, dnsLikeness, ENTRY_FITS, HEADER_FITS, NAME_OCTETS, UNLIKE } from './dns-message.ts';

/** id, flags, one question, then `rest`. */
const request = (rest: string, flags = '0100') => fromHex(`0001 ${flags} 0001 0000 0000 0000 ${rest}`);

function nameAt(bytes: Uint8Array, at: number, openEnded = false): string | undefined {
  const reader = new DnsReader();
  expect(reader.open(bytes, 0, bytes.length)).toBe(true);
  return reader.name(at, openEnded);
}

test('joins labels with dots, follows pointers back, and tells where they stand', () => {
  //                     12: 2 'ab' 1 'c' 0, 18: 1 'x' -> 15
  const bytes = request('02 6162 01 63 00  01 78 c00f');
  const reader = new DnsReader();
  reader.open(bytes, 0, bytes.length);
  expect(reader.name(12)).toBe('ab.c');
  expect(reader.pieces).toEqual([12, 17]);
  expect(reader.name(18)).toBe('x.c');
  expect(reader.pieces).toEqual([18, 20, 15, 17]);
});

test('a name ends with the root label, or with the bytes where that is allowed', () => {
  expect(nameAt(request('00'), 12)).toBe('');
  expect(nameAt(request('02 6162'), 12)).toBeUndefined();
  expect(nameAt(request('02 6162'), 12, true)).toBe('ab');
  expect(nameAt(request('03 6162'), 12, true)).toBeUndefined();
});

test('names longer than 255 octets are broken', () => {
  const label = bytesOf(63, new Uint8Array(63).fill(0x61));
  const fits = bytesOf(request(''), label, label, label, 61, new Uint8Array(61).fill(0x61), 0);
  const long = bytesOf(request(''), label, label, label, label, 0);
  expect(fits.length - 12).toBe(NAME_OCTETS);
  expect(nameAt(fits, 12)).toHaveLength(253);
  expect(nameAt(long, 12)).toBeUndefined();
});

test('text that is no ASCII is kept', () => {
  expect(nameAt(bytesOf(request(''), 6, fromHex('e5bf83e99bbb'), 0), 12)).toBe('心電');
});

test.each([
  ['a question', request('01 61 00 0001 0001'), ENTRY_FITS],
  ['a question of an unknown class', request('01 61 00 0001 4000'), HEADER_FITS],
  ['a question cut short', request('03 61 00 0001'), HEADER_FITS],
  ['a reserved operation', request('01 61 00 0001 0001', '1900'), UNLIKE],
  ['a request with a response code', request('01 61 00 0001 0001', '0103'), UNLIKE],
  ['no entry at all', fromHex('0001 0100 0000 0000 0000 0000'), UNLIKE],
  ['less than a header', fromHex('0001 0100 0001'), UNLIKE],
])('likeness of %s', (_, bytes, likeness) => {
  expect(dnsLikeness(bytes, 0, bytes.length)).toBe(likeness);
});
