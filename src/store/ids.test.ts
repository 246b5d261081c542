import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idOf, newId } from './ids.ts';

test('an id follows from its parts, and other parts make another', () => {
  const parts = fc.array(fc.string(), { maxLength: 4 });
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      expect(idOf(...a)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(idOf(...a) === idOf(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
  expect(idOf('ab', 'c')).not.toBe(idOf('a', 'bc'));
});

test('ids made one after the other are different, and sort by their time', () => {
  const [first, again, later] = [newId(1_000_000), newId(1_000_000), newId(2_000_000)];
  expect(first).not.toBe(again);
  expect(first < later && again < later).toBe(true);
});
