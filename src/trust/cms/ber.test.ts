import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { der } from '#bytes';
import { isInside } from '../../../tests/mutated-input.ts';
import { MAX_CMS_DEPTH } from '../limits.ts';
import { normaliseBer } from './ber.ts';

const bytesOf = (hexText: string): Uint8Array => new Uint8Array(Buffer.from(hexText.replaceAll(' ', ''), 'hex'));
const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replaceAll(/(..)(?=.)/g, '$1 ');
const normalised = (hexText: string): string => {
  const result = normaliseBer(bytesOf(hexText));
  return result.ok ? hexOf(result.der) : `${result.reason} at ${result.at}, ${result.clause}`;
};

describe('brings BER to DER:', () => {
  test.each([
    ['an indefinite length', '30 80 02 01 05 00 00', '30 03 02 01 05'],
    ['one inside the other', '30 80 31 80 05 00 00 00 00 00', '30 04 31 02 05 00'],
    ['a length with zeros before it', '30 84 00 00 00 03 02 01 05', '30 03 02 01 05'],
    ['the long form of a short length', '04 81 02 aa bb', '04 02 aa bb'],
    ['a constructed OCTET STRING', '24 06 04 01 aa 04 01 bb', '04 02 aa bb'],
    ['one of indefinite length, constructed again', '24 80 04 01 aa 24 80 04 01 bb 00 00 04 00 00 00', '04 02 aa bb'],
    ['one under an explicit tag', 'a0 80 24 80 04 02 aa bb 00 00 00 00', 'a0 04 04 02 aa bb'],
  ])('%s', (_, ber, expected) => {
    expect(normalised(ber)).toBe(expected);
  });

  test('a length that takes more octets after the change', () => {
    const segments = Array.from({ length: 100 }, () => '04 02 aa bb').join(' ');
    const result = normalised(`30 80 24 80 ${segments} 00 00 00 00`);
    expect(result.startsWith('30 81 cb 04 81 c8 aa bb')).toBe(true);
  });
});

test('hands DER back as it is, without a copy', () => {
  const message = der.sequence(der.integer(5), der.explicit(0, der.octetString(new Uint8Array(300))));
  const result = normaliseBer(message);
  expect(result.ok && result.der.buffer === message.buffer && result.der.length === message.length).toBe(true);
});

describe('trap 17: a message from outside is bounded, and refused with the place:', () => {
  test.each([
    ['nothing', '', 'element-missing at 0, X.690 8.1.3'],
    ['a content that is cut', '30 05 02 01', 'content-truncated at 0, X.690 8.1.3'],
    ['no end of contents', '30 80 02 01 05', 'end-of-contents-missing at 5, X.690 8.1.5'],
    ['half an end of contents', '30 80 02 01 05 00', 'end-of-contents-missing at 5, X.690 8.1.5'],
    ['a primitive of indefinite length', '04 80 00 00', 'length-indefinite at 0, X.690 8.1.3.2'],
    ['another constructed string', '2c 03 0c 01 61', 'constructed-string at 0, X.690 8.14.3'],
    ['an OCTET STRING of something else', '24 03 02 01 05', 'unexpected-element at 2, X.690 8.7.3'],
    ['a length beyond four octets', '04 85 01 00 00 00 00', 'length-too-long at 1, X.690 8.1.3.5'],
    ['a length of 127 octets', '04 ff', 'length-too-long at 1, X.690 8.1.3.5'],
    ['octets behind it', '05 00 00', 'trailing-bytes at 2, X.690 8.1'],
    ['a long tag', '1f 81 01 00', 'tag-too-long at 0, X.690 8.1.2.4'],
  ])('%s', (_, ber, expected) => {
    expect(normalised(ber)).toBe(expected);
  });

  test('depth', () => {
    const nest = (depth: number): string => '30 80 '.repeat(depth) + '00 00 '.repeat(depth);
    expect(normalised(nest(MAX_CMS_DEPTH))).toMatch(/^30/);
    expect(normalised(nest(MAX_CMS_DEPTH + 2))).toMatch(/^too-deep/);
    expect(normalised(nest(100_000))).toMatch(/^too-deep/);
    expect(normalised('24 80 '.repeat(100_000))).toMatch(/^too-deep/);
  });
});

/** A value, and one of the many ways to write it. */
interface Written {
  readonly der: Uint8Array;
  readonly ber: Uint8Array;
}

const lengthOf = (length: number, padding: number): Uint8Array => {
  const octets = [...der.octetString(new Uint8Array(length)).subarray(1, -length || undefined)];
  if (padding === 0) return Uint8Array.from(octets);
  const significant = octets[0]! < 0x80 ? octets : octets.slice(1);
  const padded = [...Array.from({ length: padding }, () => 0), ...significant];
  return Uint8Array.of(0x80 | padded.length, ...padded);
};

const wrap = (identifier: number, content: Uint8Array, form: number): Uint8Array => {
  const indefinite = form === 3 && (identifier & 0x20) !== 0;
  return indefinite
    ? Uint8Array.of(identifier, 0x80, ...content, 0, 0)
    : Uint8Array.of(identifier, ...lengthOf(content.length, form % 3), ...content);
};

const form = fc.nat(3);
const primitive = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 200 }), form, fc.boolean(), fc.nat(200))
  .map(([content, form, cut, at]): Written => {
    const value = der.octetString(content);
    if (!cut) return { der: value, ber: wrap(0x04, content, form) };
    const parts = [content.subarray(0, at), content.subarray(at)].map((part, i) => wrap(0x04, part, (form + i) % 3));
    return { der: value, ber: wrap(0x24, der.concat(parts), form) };
  });
const { value: written } = fc.letrec<{ value: Written }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    primitive,
    fc.tuple(fc.constantFrom(0x30, 0x31, 0xa0), fc.array(tie('value'), { maxLength: 4 }), form).map(
      ([identifier, parts, form]): Written => ({
        der: wrap(identifier, der.concat(parts.map((part) => part.der)), 0),
        ber: wrap(identifier, der.concat(parts.map((part) => part.ber)), form),
      }),
    ),
  ),
}));

test('every way to write a value comes to the same DER', () => {
  fc.assert(
    fc.property(written, (value) => {
      const result = normaliseBer(value.ber);
      expect(result.ok && hexOf(result.der)).toBe(hexOf(value.der));
    }),
    { numRuns: 2000 },
  );
});

test('any bytes give DER or a fault inside them', () => {
  const octet = fc.oneof(fc.constantFrom(0x00, 0x04, 0x24, 0x30, 0x80, 0xa0), fc.nat(255));
  fc.assert(
    fc.property(fc.array(octet, { maxLength: 40 }), (octets) => {
      const bytes = Uint8Array.from(octets);
      const result = normaliseBer(bytes);
      const again = result.ok ? normaliseBer(result.der) : undefined;
      const isStable = result.ok && again?.ok === true && hexOf(again.der) === hexOf(result.der);
      return result.ok ? isStable : isInside(result, bytes);
    }),
    { numRuns: 2000 },
  );
});
