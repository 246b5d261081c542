import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyedRecords } from './keyed-records.ts';

const key = fc.tuple(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: 0, max: 3 }),
  fc.nat(2),
  fc.integer({ min: 1, max: 2 }),
);
const operation = fc.oneof({ arbitrary: fc.constantFrom('add', 'remove'), weight: 40 }, fc.constant('clear'));
const step = fc.tuple(operation, key);

test('behaves as a map under any order of additions and removals, one by one and all at once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), fc.integer(), (steps, seed) => {
      const records = new KeyedRecords(6, seed, 1000);
      const model = new Map<string, number>();
      for (const [what, [a, b, c, d]] of steps) {
        const name = [a, b, c, d].join();
        const id = records.find(a, b, c, d);
        expect(id >= 0).toBe(model.has(name));
        if (what === 'add' && id < 0) {
          const added = records.add(a, b, c, d);
          records.intsOf(added)[records.base(added) + 4] = model.size + 1;
          model.set(name, model.size + 1);
        } else if (what === 'remove' && id >= 0) {
          records.remove(id);
          model.delete(name);
        } else if (what === 'clear') {
          records.clear();
          model.clear();
        }
      }
      expect(records.size).toBe(model.size);
      for (const [name, value] of model) {
        const [a, b, c, d] = name.split(',').map(Number) as [number, number, number, number];
        const id = records.find(a, b, c, d);
        expect(records.intsOf(id)[records.base(id) + 4]).toBe(value);
      }
    }),
  );
});

test('grows past many segments and finds everything again', () => {
  const records = new KeyedRecords(6, 99, 100_000);
  for (let i = 0; i < 50_000; i++) records.add(i, i * 7, i >> 3, 1);
  for (let i = 0; i < 50_000; i++) {
    const id = records.find(i, i * 7, i >> 3, 1);
    expect(records.intsOf(id)[records.base(id)]).toBe(i);
  }
});

test('answers -1 at its limit and takes more after a removal', () => {
  const records = new KeyedRecords(4, 1, 2);
  const first = records.add(1, 0, 0, 1);
  expect(records.add(2, 0, 0, 1)).toBeGreaterThanOrEqual(0);
  expect(records.add(3, 0, 0, 1)).toBe(-1);
  records.remove(first);
  expect(records.add(3, 0, 0, 1)).toBe(first);
  expect(records.find(1, 0, 0, 1)).toBe(-1);
});
