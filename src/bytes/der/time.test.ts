import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readElement } from './element.ts';
import { timeToMs } from './time.ts';

const decode = (identifier: number, text: string): number | undefined => {
  const bytes = Uint8Array.from([identifier, text.length, ...Buffer.from(text, 'latin1')]);
  const element = readElement(bytes, 0, bytes.length);
  return element.ok ? timeToMs(bytes, element) : undefined;
};
const utc = (text: string): number | undefined => decode(0x17, text);
const generalized = (text: string): number | undefined => decode(0x18, text);

/** YYYYMMDDhhmmssZ */
const digitsOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;

test('agrees with the calendar of the platform', () => {
  const date = fc.date({
    min: new Date('0000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(date, (day) => {
      const ms = Math.floor(day.getTime() / 1000) * 1000;
      expect(generalized(digitsOf(ms))).toBe(ms);
    }),
    { numRuns: 1000 },
  );
  const dateOfTwoDigitYear = fc.date({
    min: new Date('1950-01-01T00:00:00Z'),
    max: new Date('2049-12-31T23:59:59Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(dateOfTwoDigitYear, (day) => {
      const ms = Math.floor(day.getTime() / 1000) * 1000;
      expect(utc(digitsOf(ms).slice(2))).toBe(ms);
    }),
    { numRuns: 1000 },
  );
});

test('two-digit years turn at 50', () => {
  expect(utc('491231235959Z')).toBe(Date.UTC(2049, 11, 31, 23, 59, 59));
  expect(utc('500101000000Z')).toBe(Date.UTC(1950, 0, 1));
});

test('reads the end that stands for "no end" and fractions', () => {
  expect(generalized('99991231235959Z')).toBe(Date.UTC(9999, 11, 31, 23, 59, 59));
  expect(generalized('20260115120000.5Z')).toBe(Date.UTC(2026, 0, 15, 12, 0, 0, 500));
  expect(generalized('20260115120000.0019Z')).toBe(Date.UTC(2026, 0, 15, 12, 0, 0, 1));
});

test.each([
  '2601151200Z',
  '260115120000',
  '260115120000+0900',
  '260115120000.5Z',
  '261315120000Z',
  '260015120000Z',
  '260229120000Z',
  '260100120000Z',
  '260115240000Z',
  '260115126000Z',
  '260115120060Z',
  '26O115120000Z',
  '',
])('UTCTime %s is no DER time', (text) => {
  expect(utc(text)).toBeUndefined();
});

test.each([
  '20260115120000.50Z',
  '20260115120000.Z',
  '20260115120000,5Z',
  '20260115120000.5',
  '202601151200Z',
  '19000229000000Z',
])('GeneralizedTime %s is no DER time', (text) => {
  expect(generalized(text)).toBeUndefined();
});

test('other elements are no time', () => {
  expect(decode(0x16, '260115120000Z')).toBeUndefined();
});
