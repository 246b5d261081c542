import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toIso } from './time.ts';

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
