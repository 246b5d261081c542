import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_TEXT_OCTETS, STRING_TAG, stringToText } from './string.ts';

const decode = (tagNumber: number, octets: Uint8Array) => stringToText(octets, tagNumber, 0, octets.length);

test('reads UTF-8 of any length, a leading byte-order mark included', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      expect(decode(STRING_TAG.utf8, new TextEncoder().encode(text))).toBe(text);
    }),
  );
  expect(decode(STRING_TAG.utf8, Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\uFEFFA');
  expect(decode(STRING_TAG.utf8, Uint8Array.of(0x41, 0xc3))).toBe('A\uFFFD');
});

test.each([
  ['numeric', STRING_TAG.numeric],
  ['printable', STRING_TAG.printable],
  ['t61', STRING_TAG.t61],
  ['ia5', STRING_TAG.ia5],
  ['visible', STRING_TAG.visible],
])('reads %s strings octet by octet', (_, tagNumber) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
      expect(decode(tagNumber, octets)).toBe(Buffer.from(octets).toString('latin1'));
    }),
  );
});

test('reads two and four octets a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
      const bmp = Uint8Array.from(
        text.split('').flatMap((unit) => [unit.charCodeAt(0) >> 8, unit.charCodeAt(0) & 0xff]),
      );
      expect(decode(STRING_TAG.bmp, bmp)).toBe(text);
      const universal = Uint8Array.from(
        Array.from(text).flatMap((character) => {
          const code = character.codePointAt(0)!;
          return [0, code >> 16, (code >> 8) & 0xff, code & 0xff];
        }),
      );
      expect(decode(STRING_TAG.universal, universal)).toBe(text);
    }),
  );
});

test('what is no character becomes U+FFFD, half a character is a fault', () => {
  expect(decode(STRING_TAG.bmp, Uint8Array.of(0xd8, 0x00, 0x00, 0x41))).toBe('\uFFFDA');
  expect(decode(STRING_TAG.universal, Uint8Array.of(0xff, 0xff, 0xff, 0xff))).toBe('\uFFFD');
  expect(decode(STRING_TAG.bmp, Uint8Array.of(0x00, 0x41, 0x00))).toEqual({
    ok: false,
    at: 3,
    reason: 'text-undecodable',
  });
  expect(decode(STRING_TAG.universal, Uint8Array.of(0x00, 0x41))).toMatchObject({ reason: 'text-undecodable' });
});

test('refuses other types and texts beyond the bound', () => {
  expect(decode(4, Uint8Array.of(0x41))).toMatchObject({ reason: 'text-undecodable' });
  expect(decode(STRING_TAG.utf8, new Uint8Array(MAX_TEXT_OCTETS).fill(0x41))).toHaveLength(MAX_TEXT_OCTETS);
  expect(decode(STRING_TAG.utf8, new Uint8Array(MAX_TEXT_OCTETS + 1))).toMatchObject({ reason: 'text-too-long' });
});
