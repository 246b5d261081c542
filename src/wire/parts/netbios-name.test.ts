import { expect, test } from 'vitest';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import { isNetbiosName, nameWithSuffix, netbiosNameText, skipNetbiosName } from './netbios-name.ts';

/** RFC 1001 §14.1: each half of an octet becomes a letter. */
const encode = (octets: Uint8Array) =>
  bytesOf(32, ...[...octets].flatMap((octet) => [0x41 + (octet >> 4), 0x41 + (octet & 15)]), 0);
const padded = (text: string, suffix: number, pad = 0x20) =>
  bytesOf(text, new Uint8Array(15 - text.length).fill(pad), suffix);

test.each([
  ['padded with blanks', padded('HOST1', 0x20), 'HOST1<20>'],
  ['with a blank inside', padded('DEFAULT LAN', 0), 'DEFAULT LAN<00>'],
  ['of the master browser', bytesOf(1, 2, '__MSBROWSE__', 2, 1), '<01><02>__MSBROWSE__<02><01>'],
  ['padded with zeros', padded('*', 0, 0), `*${'<00>'.repeat(15)}`],
  ['in Latin 1', bytesOf(fromHex('4be4'), new Uint8Array(13).fill(0x20), 0), 'Kä<00>'],
])('a name %s', (_, octets, text) => {
  const encoded = encode(octets);
  expect(isNetbiosName(encoded, 0, encoded.length)).toBe(true);
  expect(netbiosNameText(encoded, 0)).toBe(text);
  expect(nameWithSuffix(octets, 0, octets[15]!)).toBe(text);
});

test('refuses other lengths and letters', () => {
  const encoded = encode(padded('A', 0));
  expect(isNetbiosName(encoded, 0, encoded.length - 2)).toBe(false);
  expect(isNetbiosName(bytesOf(31, encoded.subarray(1)), 0, encoded.length)).toBe(false);
  const wrong = encoded.slice();
  wrong[5] = 0x51;
  expect(isNetbiosName(wrong, 0, wrong.length)).toBe(false);
});

test('scope labels belong to the name', () => {
  const scoped = bytesOf(encode(padded('A', 0)).subarray(0, 33), 3, 'lab', 0, 'next');
  expect(skipNetbiosName(scoped, 0, scoped.length)).toBe(scoped.length - 4);
  expect(skipNetbiosName(scoped, 0, 30)).toBe(-1);
  expect(skipNetbiosName(bytesOf(0xc0, 0x0c), 0, 2)).toBe(-1);
});
