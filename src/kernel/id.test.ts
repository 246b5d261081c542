import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ID_RANDOM_BYTES, uuidV7 } from './id.ts';

test('the example of RFC 9562 appendix A.6', () => {
  const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  expect(uuidV7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
});

test('version and variant stand where they must, ids sort by time, all other bits are used', () => {
  const time = fc.nat(2 ** 48 - 1);
  const random = fc.uint8Array({ minLength: ID_RANDOM_BYTES, maxLength: ID_RANDOM_BYTES + 2 });
  fc.assert(
    fc.property(time, time, random, (a, b, bytes) => {
      const [one, other] = [uuidV7(a, bytes), uuidV7(b, bytes)];
      expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(Number.parseInt(one.replaceAll('-', '').slice(0, 12), 16)).toBe(a);
      expect(Math.sign(one < other ? -1 : one > other ? 1 : 0)).toBe(Math.sign(a - b));
    }),
  );
  const ids = new Set(Array.from({ length: 8 }, (_, bit) => uuidV7(0, new Uint8Array(10).fill(1 << bit))));
  expect(ids.size).toBe(8);
});

test.each([-1, 0.5, 2 ** 48, Number.NaN])('a time of %s is refused', (time) => {
  expect(() => uuidV7(time, new Uint8Array(ID_RANDOM_BYTES))).toThrow(RangeError);
});

test('too little randomness is refused', () => {
  expect(() => uuidV7(0, new Uint8Array(ID_RANDOM_BYTES - 1))).toThrow(RangeError);
});
