import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromIso } from '#kernel';
import { readBitString } from './bit-string.ts';
import { type DerElement, readElement } from './element.ts';
import { integerFault, integerToHex, integerToNumber } from './integer.ts';
import { oidToText } from './oid.ts';
import { readSiblings } from './siblings.ts';
import { stringToText } from './string.ts';
import { timeToMs } from './time.ts';
import * as der from './write.ts';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The one element that fills `bytes`. */
function elementOf(bytes: Uint8Array): DerElement {
  const element = readElement(bytes, 0, bytes.length);
  if (!element.ok) throw new Error(element.reason);
  expect(element.end).toBe(bytes.length);
  return element;
}

const contentOf = (bytes: Uint8Array): Uint8Array => bytes.subarray(elementOf(bytes).contentStart);

describe('what is written is what the reader reads', () => {
  test('numbers', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }), (value) => {
        const bytes = der.integer(value);
        const { contentStart, end } = elementOf(bytes);
        expect(integerFault(bytes, contentStart, end)).toBeUndefined();
        const text = integerToHex(bytes, contentStart, end);
        expect(text.startsWith('-') ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`)).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), (value) => {
        for (const bytes of [der.integer(value), der.enumerated(value)]) {
          const { contentStart, end } = elementOf(bytes);
          expect(integerToNumber(bytes, contentStart, end)).toBe(value);
        }
      }),
    );
  });

  test('unsigned octets as a number, whatever zeros stand before it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (octets) => {
        const value = BigInt(`0x${hexOf(octets) || '0'}`);
        expect(der.integer(octets)).toEqual(der.integer(value));
      }),
    );
  });

  test('object identifiers', () => {
    const arc = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
    fc.assert(
      fc.property(fc.constantFrom(0n, 1n, 2n), arc, fc.array(arc, { maxLength: 5 }), (first, second, rest) => {
        const text = [first, first < 2n ? second % 40n : second % (2n ** 128n - 80n), ...rest].join('.');
        const bytes = der.oid(text);
        const { contentStart, end } = elementOf(bytes);
        expect(oidToText(bytes, contentStart, end)).toBe(text);
      }),
    );
  });

  test('texts', () => {
    const orRefused = (read: () => unknown): unknown => {
      try {
        return read();
      } catch (error) {
        return error instanceof RangeError ? 'refused' : error;
      }
    };
    const read = (bytes: Uint8Array) => {
      const { tagNumber, contentStart, end } = elementOf(bytes);
      return stringToText(bytes, tagNumber, contentStart, end);
    };
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(read(der.utf8String(text))).toBe(text);
        expect(orRefused(() => read(der.ia5String(text)))).toBe(der.isIa5(text) ? text : 'refused');
        expect(orRefused(() => read(der.printableString(text)))).toBe(der.isPrintable(text) ? text : 'refused');
        const fits = !/[\u{10000}-\u{10ffff}]/u.test(text);
        expect(orRefused(() => read(der.bmpString(text)))).toBe(fits ? text : 'refused');
      }),
    );
  });

  test('bits, those that do not count written as zero', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 10 }), fc.nat(7), (content, unusedBits) => {
        const bytes = der.bitString(content, unusedBits);
        const { contentStart, end } = elementOf(bytes);
        const bits = readBitString(bytes, contentStart, end);
        expect(bits).toEqual({ start: contentStart + 1, end, unusedBits });
        const kept = content.slice();
        kept[kept.length - 1]! &= 0xff << unusedBits;
        expect(bytes.subarray(contentStart + 1)).toEqual(kept);
      }),
    );
  });

  test('times, to the second', () => {
    const years = fc.integer({ min: Date.UTC(1940, 0, 1) / 1000, max: Date.UTC(2080, 0, 1) / 1000 });
    fc.assert(
      fc.property(years, fc.nat(999_999), (seconds, micros) => {
        const timeUs = seconds * 1_000_000 + micros;
        for (const bytes of [der.timeOf(timeUs), der.generalizedTime(timeUs)])
          expect(timeToMs(bytes, elementOf(bytes))).toBe(seconds * 1000);
      }),
    );
  });

  test('lists of any length and size', () => {
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 5 }).map(der.octetString),
      fc.integer({ min: 100, max: 70_000 }).map((length) => der.octetString(new Uint8Array(length))),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const list = der.sequenceOf(parts);
        expect(der.sequence(...parts)).toEqual(list);
        const { contentStart, end } = elementOf(list);
        const { elements, fault } = readSiblings(list, contentStart, end, 8);
        expect(fault).toBeUndefined();
        expect(elements.map((each) => hexOf(list.subarray(each.start, each.end)))).toEqual(parts.map(hexOf));
        expect(der.concat(parts)).toEqual(contentOf(list));
      }),
      { numRuns: 50 },
    );
  });
});

test('what the reader reads is written the same', () => {
  const leaf = fc.oneof(fc.uint8Array({ maxLength: 300 }).map(der.octetString), fc.bigInt().map(der.integer));
  const { tree } = fc.letrec<{ tree: Uint8Array }>((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('tree'), { maxLength: 4 }).map(der.sequenceOf)),
  }));
  const rewrite = (bytes: Uint8Array): Uint8Array => {
    const { contentStart, end, constructed, tagNumber } = elementOf(bytes);
    if (!constructed) {
      const content = bytes.subarray(contentStart, end);
      return tagNumber === 4
        ? der.octetString(content)
        : der.integer(BigInt.asIntN(content.length * 8, BigInt(`0x${hexOf(content)}`)));
    }
    const { elements } = readSiblings(bytes, contentStart, end, 100);
    return der.sequenceOf(elements.map((each) => rewrite(bytes.slice(each.start, each.end))));
  };
  fc.assert(
    fc.property(tree, (bytes) => {
      expect(rewrite(bytes)).toEqual(bytes);
    }),
  );
});

test('known encodings', () => {
  expect(hexOf(der.boolean(true))).toBe('0101ff');
  expect(hexOf(der.boolean(false))).toBe('010100');
  expect(hexOf(der.nullValue())).toBe('0500');
  expect(hexOf(der.integer(0))).toBe('020100');
  expect(hexOf(der.integer(128))).toBe('02020080');
  expect(hexOf(der.integer(-128))).toBe('020180');
  // X.690 8.19.5
  expect(hexOf(der.oid('2.999.3'))).toBe('0603883703');
  expect(hexOf(der.oid('1.2.840.113549.1.1.11'))).toBe('06092a864886f70d01010b');
  expect(hexOf(der.explicit(0, der.integer(2)))).toBe('a003020102');
  expect(hexOf(der.implicit(1, der.octetString(Uint8Array.of(7))))).toBe('810107');
  expect(hexOf(der.implicit(3, der.sequence(der.nullValue())))).toBe('a3020500');
  expect(hexOf(der.context(2, false, Uint8Array.of(0x61)))).toBe('820161');
});

test('a time of RFC 5280 is a UTCTime until 2049 and has no fraction', () => {
  const text = (bytes: Uint8Array) => `${bytes[0]!.toString(16)} ${Buffer.from(contentOf(bytes)).toString()}`;
  expect(text(der.timeOf(fromIso('2049-12-31T23:59:59.999999Z')!))).toBe('17 491231235959Z');
  expect(text(der.timeOf(fromIso('2050-01-01T00:00:00Z')!))).toBe('18 20500101000000Z');
  expect(text(der.timeOf(fromIso('1950-01-01T00:00:00Z')!))).toBe('17 500101000000Z');
  expect(text(der.timeOf(fromIso('1949-12-31T23:59:59Z')!))).toBe('18 19491231235959Z');
  // RFC 5280 4.1.2.5: a certificate without a known end.
  expect(text(der.timeOf(253_402_300_799_000_000))).toBe('18 99991231235959Z');
  expect(() => der.timeOf(253_402_300_800_000_000)).toThrow(RangeError);
});

test('sets stand in the order that DER wants', () => {
  const [a, b, c] = [der.octetString(Uint8Array.of(1)), der.octetString(Uint8Array.of(0, 0)), der.integer(5)];
  // X.690 11.6: as octet strings, so the shorter length sorts first.
  expect(hexOf(der.setOf([b, a, c]))).toBe('310a 020105 040101 04020000'.replaceAll(' ', ''));
  // X.680 8.6: universal before context, then by number.
  expect(hexOf(der.set(der.explicit(0, c), a, c))).toBe('310b 020105 040101 a003020105'.replaceAll(' ', ''));
});

test('trap 12: a list of 100,000 entries does not cost stack', () => {
  const parts = Array.from({ length: 100_000 }, (_, i) => der.integer(i));
  const list = der.sequenceOf(parts);
  expect(readSiblings(list, elementOf(list).contentStart, list.length, 100_000).elements).toHaveLength(100_000);
  expect(der.setOf(parts)).toHaveLength(list.length);
});

test('refuses what has no encoding', () => {
  for (const text of ['', '1', '3.1', '1.40', '1..2', '1.02', 'a.b', '1.-2'])
    expect(() => der.oid(text), text).toThrow(RangeError);
  expect(() => der.bitString(Uint8Array.of(), 1)).toThrow(RangeError);
  expect(() => der.bitString(Uint8Array.of(1), 8)).toThrow(RangeError);
  expect(() => der.explicit(31, der.nullValue())).toThrow(RangeError);
  expect(() => der.implicit(0, Uint8Array.of(0x1f, 0x20, 0))).toThrow(RangeError);
  expect(() => der.set(Uint8Array.of())).toThrow(RangeError);
});
