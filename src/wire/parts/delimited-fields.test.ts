import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOfSegment, FIELDS, Fields } from './delimited-fields.ts';

const PIPE = 0x7c;
const plain = { field: PIPE, component: 0x5e, repetition: 0x7e, charset: 'plain' };
const fields = new Fields();

const texts = (bytes: Uint8Array): string[] =>
  Array.from({ length: fields.count }, (_, n) =>
    String.fromCharCode(...bytes.subarray(fields.starts[n], fields.ends[n])),
  );

test('one pass finds the end of the segment and its fields', () => {
  const byte = fc.constantFrom(PIPE, 0x0d, 0x0a, 0x0b, 0x1c, 0x09, 0x41, 0x42, 0x80, 0xff);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.array(byte, { maxLength: 80 }), (before, text) => {
      const bytes = Uint8Array.from([...before, ...text]);
      const from = before.length;
      const end = fields.split(bytes, from, bytes.length, plain);
      expect(end).toBe(endOfSegment(bytes, from, bytes.length));
      const segment = String.fromCharCode(...bytes.subarray(from, end));
      expect(texts(bytes)).toEqual(segment.split('|').slice(0, FIELDS));
    }),
  );
});

test.each([
  ['shift_jis', [0x83, PIPE, PIPE, 0x41], ['\x83|', 'A']],
  ['shift_jis', [0x83, 0x0d, PIPE], ['\x83']],
  ['plain', [0x83, PIPE, 0x41], ['\x83', 'A']],
  ['iso-2022', [0x1b, 0x24, 0x42, PIPE, 0x1b, 0x28, 0x42, PIPE, 0x41], ['\x1b$B|\x1b(B', 'A']],
])('%s: a separator inside a double-byte character separates nothing', (charset, text, expected) => {
  const bytes = Uint8Array.from(text);
  fields.split(bytes, 0, bytes.length, { ...plain, charset });
  expect(texts(bytes)).toEqual(expected);
});
