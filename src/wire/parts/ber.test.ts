import { expect, test } from 'vitest';
import { fromHex } from '../../../tests/packets.ts';
import { BerReader, berLength, isOid, oidText } from './ber.ts';

const reader = (text: string) => {
  const bytes = fromHex(text);
  return new BerReader().set(bytes, 0, bytes.length);
};
const textOf = (text: string) => {
  const bytes = fromHex(text);
  return isOid(bytes, 0, bytes.length) ? oidText(bytes, 0, bytes.length) : undefined;
};

test('walks into elements and back out', () => {
  // SEQUENCE { INTEGER 1, OCTET STRING 'ab' }, NULL
  const ber = reader('30 07 020101 04026162 0500');
  expect(ber.take(0x04)).toBe(false);
  expect(ber.take(0x30)).toBe(true);
  const after = ber.at;
  ber.enter();
  expect(ber.take(0x02)).toBe(true);
  expect(ber.integer()).toBe(1);
  expect(ber.take(0x04)).toBe(true);
  expect([ber.from, ber.to]).toEqual([7, 9]);
  expect(ber.next()).toBe(false);
  ber.resume(after, 11);
  expect(ber.take(0x05)).toBe(true);
  expect(ber.next()).toBe(false);
});

test.each([
  ['longer than the bytes', '04 05 61'],
  ['of indefinite length', '30 80 0000'],
  ['with a length of five octets', '04 85 0000000001 61'],
  ['with a high tag number', '1f 01 61'],
  ['without a length', '04'],
])('refuses an element %s', (_, text) => {
  expect(reader(text).next()).toBe(false);
});

test('opens an element that was cut before its end', () => {
  const ber = reader('30 82 0100 020101');
  expect(ber.next()).toBe(false);
  expect(ber.open(0x30)).toBe(true);
  expect(ber.take(0x02)).toBe(true);
});

test.each([
  ['00', 0],
  ['7f', 127],
  ['ff', -1],
  ['0080', 128],
  ['ff7f', -129],
  ['00ffffffff', 4294967295],
])('the integer %s', (text, value) => {
  const ber = reader(`02 0${text.length / 2} ${text}`);
  ber.next();
  expect(ber.integer()).toBe(value);
});

test.each([
  ['2b06010201010500', '1.3.6.1.2.1.1.5.0'],
  ['2b060104018237', '1.3.6.1.4.1.311'],
  ['8837', '2.999'],
  ['2a', '1.2'],
])('the object identifier %s', (octets, text) => {
  expect(textOf(octets)).toBe(text);
});

test.each(['', '2b86', '2b868686868601'])('%s is no object identifier', (octets) => {
  expect(textOf(octets)).toBeUndefined();
});

test('tells the length of a whole element from its beginning', () => {
  expect(berLength(fromHex('3003020101'), 0, 5)).toBe(5);
  expect(berLength(fromHex('308201003000'), 0, 6)).toBe(260);
  expect(berLength(fromHex('3082'), 0, 2)).toBe(-1);
  expect(berLength(fromHex('30'), 0, 1)).toBe(-1);
  expect(berLength(fromHex('3080'), 0, 2)).toBe(0);
});
