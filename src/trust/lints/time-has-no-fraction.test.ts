import { expect, test } from 'vitest';
import { certificateObject, patched } from '../../../tests/lint-objects.ts';
import { timeHasNoFraction as lint } from './time-has-no-fraction.ts';

test('whole seconds and no others', async () => {
  const object = await certificateObject({ notAfterUs: Date.UTC(2051, 0, 1) * 1000 });
  expect(lint.check(object)).toEqual([]);
  const bad = patched(object, '20510101000000Z', '205101010000.5Z');
  expect(lint.check(bad)).toMatchObject([{ at: object.read.ranges.validity.end - 17 }]);
});
