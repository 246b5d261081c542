import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectElement, IDENTIFIER, readElement, readHeader } from './element.ts';

const bytesOf = (hexText: string): Uint8Array => Uint8Array.from(Buffer.from(hexText.replaceAll(' ', ''), 'hex'));
const read = (hexText: string) => {
  const bytes = bytesOf(hexText);
  return readElement(bytes, 0, bytes.length);
};

test('reads class, form, number and where the content stands', () => {
  // 30 03        SEQUENCE, 3 octets
  //    02 01 05  INTEGER 5
  expect(read('30 03 02 01 05')).toEqual({
    ok: true,
    tagClass: 'universal',
    constructed: true,
    tagNumber: 16,
    start: 0,
    headerLength: 2,
    contentStart: 2,
    end: 5,
  });
  // [0] primitive, empty; APPLICATION 31 constructed in the high-tag form; PRIVATE 1
  expect(read('80 00')).toMatchObject({ tagClass: 'context', constructed: false, tagNumber: 0, end: 2 });
  expect(read('7f 1f 00')).toMatchObject({
    tagClass: 'application',
    constructed: true,
    tagNumber: 31,
    headerLength: 3,
  });
  expect(read('c1 00')).toMatchObject({ tagClass: 'private', tagNumber: 1 });
});

test.each([
  ['', 0, 'element-missing'],
  ['30', 1, 'header-truncated'],
  ['30 82 01', 3, 'header-truncated'],
  ['30 05 02 01', 0, 'content-truncated'],
  ['30 80 00 00', 1, 'length-indefinite'],
  ['30 81 7f', 1, 'length-not-minimal'],
  ['30 82 00 ff', 1, 'length-not-minimal'],
  ['30 85 01 00 00 00 00', 1, 'length-too-long'],
  ['30 ff', 1, 'length-too-long'],
  ['1f 1e 00', 0, 'tag-not-minimal'],
  ['1f 80 1f 00', 0, 'tag-not-minimal'],
  ['1f 81', 2, 'header-truncated'],
  ['1f 81 82 83 84 05 00', 5, 'tag-too-long'],
])('refuses %s at %i: %s', (hexText, at, reason) => {
  expect(read(hexText)).toEqual({ ok: false, at, reason });
});

test('a header may announce more than there is, an element may not', () => {
  const bytes = bytesOf('30 84 ff ff ff ff 00');
  expect(readHeader(bytes, 0, bytes.length)).toMatchObject({ contentStart: 6, end: 6 + 0xffffffff });
  expect(readElement(bytes, 0, bytes.length)).toEqual({ ok: false, at: 0, reason: 'content-truncated' });
});

test('stops at the end of the range, not of the bytes', () => {
  const bytes = bytesOf('ff 04 02 aa bb ff');
  expect(readElement(bytes, 1, 5)).toMatchObject({ start: 1, contentStart: 3, end: 5 });
  expect(readElement(bytes, 1, 4)).toEqual({ ok: false, at: 1, reason: 'content-truncated' });
  expect(readElement(bytes, 1, 2)).toEqual({ ok: false, at: 2, reason: 'header-truncated' });
});

test('expects one kind of element and leaves alone what follows it', () => {
  const bytes = bytesOf('02 01 05 00');
  expect(expectElement(bytes, 0, 4, IDENTIFIER.integer)).toMatchObject({ end: 3 });
  expect(expectElement(bytes, 0, 4, IDENTIFIER.sequence)).toEqual({ ok: false, at: 0, reason: 'unexpected-element' });
  expect(expectElement(bytes, 4, 4, IDENTIFIER.sequence)).toEqual({ ok: false, at: 4, reason: 'element-missing' });
});

test('reads back any length in its shortest form and no other', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70_000 }), fc.integer({ min: 1, max: 4 }), (length, octets) => {
      const shortest = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
      const long = Array.from({ length: octets }, (_, i) => Math.floor(length / 0x100 ** (octets - 1 - i)) & 0xff);
      fc.pre(length < 0x100 ** octets);
      const bytes = Uint8Array.from([0x04, 0x80 | octets, ...long, ...new Uint8Array(length)]);
      const element = readElement(bytes, 0, bytes.length);
      const expected =
        octets === shortest
          ? { ok: true, contentStart: 2 + octets, end: bytes.length }
          : { ok: false, at: 1, reason: 'length-not-minimal' };
      expect(element).toMatchObject(expected);
    }),
    { numRuns: 200 },
  );
});

test('any bytes give an element or a fault inside the range', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), fc.nat(12), (bytes, from) => {
      const start = Math.min(from, bytes.length);
      const element = readElement(bytes, start, bytes.length);
      const positions = element.ok
        ? [start, element.start, start + element.headerLength, element.contentStart, element.end, bytes.length]
        : [start, element.at, bytes.length];
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    }),
    { numRuns: 2000 },
  );
});
