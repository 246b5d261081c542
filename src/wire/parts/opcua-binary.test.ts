import { expect, test } from 'vitest';
import { fromHex } from '../../../tests/packets.ts';
import { OpcUaReader } from './opcua-binary.ts';

const reader = (text: string) => {
  const bytes = fromHex(text);
  return new OpcUaReader().set(bytes, 0, bytes.length);
};

test.each([
  ['two octets', '00 0d', 13],
  ['four octets', '01 00 ac01', 428],
  ['four octets of another namespace', '01 02 ac01', -1],
  ['a number', '02 0000 ac010000', 428],
  ['a text', '03 0200 01000000 61', -1],
  ['a GUID', `04 0000 ${'00'.repeat(16)}`, -1],
  ['opaque octets', '05 0000 02000000 0102', -1],
])('a NodeId of %s', (_, text, number) => {
  const one = reader(text);
  expect(one.nodeId()).toBe(number);
  expect([one.ok, one.at]).toEqual([true, one.end]);
});

test('a string that is null, empty, whole, or past the end', () => {
  const one = reader('ffffffff 00000000 02000000 6162 05000000 61');
  one.string();
  expect([one.ok, one.from === one.to]).toEqual([true, true]);
  one.string();
  expect([one.ok, one.from === one.to]).toEqual([true, true]);
  one.string();
  expect([one.from, one.to]).toEqual([12, 14]);
  one.string();
  expect(one.ok).toBe(false);
});

test('an array that is too long is not walked', () => {
  const one = reader('00010100');
  expect(one.count()).toBe(0);
  expect(one.ok).toBe(false);
});

test('a diagnostic inside of another cannot be walked', () => {
  const one = reader('40');
  one.diagnostic();
  expect(one.ok).toBe(false);
});

test('an extension object with and without a body', () => {
  const one = reader('01 00 4101 01 03000000 616263 00 00 00');
  expect(one.extension()).toBe(321);
  expect([one.from, one.to]).toEqual([9, 12]);
  expect(one.extension()).toBe(0);
  expect([one.ok, one.from === one.to]).toEqual([true, true]);
});
