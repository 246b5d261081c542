import { expect, test } from 'vitest';
import { DAY_US, NOW_US, certificateObject } from '../../../tests/lint-objects.ts';
import { validityIsInOrder as lint } from './validity-is-in-order.ts';

test('forwards and not backwards', async () => {
  expect(lint.check(await certificateObject())).toEqual([]);
  expect(lint.check(await certificateObject({ notAfterUs: NOW_US - 2 * DAY_US }))).toHaveLength(1);
});
