import { expect, test } from 'vitest';
import { certificateObject, patched } from '../../../tests/lint-objects.ts';
import { timeFormFollowsYear as lint } from './time-form-follows-year.ts';

test('the last second of 2049 and the first of 2050', async () => {
  const last = await certificateObject({ notAfterUs: Date.UTC(2049, 11, 31, 23, 59, 59) * 1000 });
  const first = await certificateObject({ notAfterUs: Date.UTC(2050, 0, 1) * 1000 });
  expect([lint.check(last), lint.check(first)]).toEqual([[], []]);
  expect(lint.check(patched(first, '20500101000000Z', '20490101000000Z'))).toHaveLength(1);
});
