import { expect, test } from 'vitest';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import { BacnetTags, characterString } from './bacnet-tags.ts';

const tags = (text: string) => {
  const bytes = fromHex(text);
  return new BacnetTags().set(bytes, 0, bytes.length);
};

test.each([
  ['a short application tag', '21 2a', 2, false, 1],
  ['a context tag', '0c 00000001', 0, true, 4],
  ['an extended length', '75 06 00 4142434445', 7, false, 6],
  ['an extended number', 'f9 20 07', 0x20, true, 1],
  ['a boolean, whose value is its length', '11', 1, false, 0],
])('%s', (_, text, number, isContext, length) => {
  const reader = tags(text);
  expect(reader.next()).toBe(true);
  expect([reader.number, reader.isContext, reader.to - reader.from]).toEqual([number, isContext, length]);
  expect(reader.next()).toBe(false);
});

test('lengths of two and four octets', () => {
  for (const head of ['75 fe 0101', '75 ff 00000101']) {
    const bytes = bytesOf(fromHex(head), new Uint8Array(0x101));
    const reader = new BacnetTags().set(bytes, 0, bytes.length);
    expect(reader.next()).toBe(true);
    expect(reader.to - reader.from).toBe(0x101);
    reader.set(bytes, 0, bytes.length - 1);
    expect(reader.next()).toBe(false);
  }
});

test('skips what is nested up to its closing tag', () => {
  const reader = tags('3e 4e 2101 4f 2102 3f 2103');
  expect(reader.opening(3)).toBe(true);
  expect(reader.skipTo(3)).toBe(true);
  expect(reader.application(2)).toBe(true);
  expect(reader.unsigned()).toBe(3);
  expect(tags('4e 2101').skipTo(4)).toBe(false);
});

test('a tag that is not the wanted one is left standing', () => {
  const reader = tags('0901 2102');
  expect(reader.context(1)).toBe(false);
  expect(reader.context(0)).toBe(true);
  expect(reader.opening(3)).toBe(false);
  expect(reader.application(2)).toBe(true);
});

test.each([
  ['UTF-8', '00 c3a9', 'é'],
  ['DBCS with code page 932', '01 03a4 93fa967b', '日本'],
  ['UCS-4', '03 0000 65e5', '日'],
  ['UCS-4 out of range', '03 ffffffff', '�'],
  ['UCS-2', '04 65e5 672c', '日本'],
  ['ISO 8859-1', '05 e9', 'é'],
  ['an unknown set', '09 41', ''],
  ['nothing', '', ''],
])('a character string in %s', (_, text, value) => {
  const bytes = fromHex(text);
  expect(characterString(bytes, 0, bytes.length)).toBe(value);
});
