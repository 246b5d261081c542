import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromIso, toIso } from './time.ts';

test('agrees with the calendar of the platform over 1900 to 2250', () => {
  fc.assert(
    fc.property(fc.integer({ min: -2_208_988_800_000, max: 8_835_955_200_000 }), fc.nat(999), (ms, us) => {
      const expected = new Date(ms).toISOString().replace('Z', `${String(us).padStart(3, '0')}Z`);
      expect(toIso(ms * 1000 + us)).toBe(expected);
    }),
  );
});

test('keeps microseconds of a capture time', () => {
  expect(toIso(1_795_285_478_869_443)).toBe('2026-11-21T18:24:38.869443Z');
});

test('a text that toIso wrote reads back as the same time', () => {
  fc.assert(
    fc.property(fc.integer({ min: -2_208_988_800_000_000, max: 8_835_955_200_000_000 }), (timeUs) => {
      expect(fromIso(toIso(timeUs))).toBe(timeUs);
    }),
  );
});

test.each([
  ['2026-11-21T18:24:38Z', 1_795_285_478_000_000],
  ['2026-11-21T18:24:38.5Z', 1_795_285_478_500_000],
  ['2026-11-21T18:24:38.1234567Z', 1_795_285_478_123_456],
])('%s is read', (text, timeUs) => {
  expect(fromIso(text)).toBe(timeUs);
});

test.each([
  '',
  '2026-11-21',
  '2026-02-29T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:00:00+09:00',
  '0050-01-01T00:00:00Z',
])('%j is no time', (text) => {
  expect(fromIso(text)).toBeUndefined();
});
