import { expect, test } from 'vitest';
import { DAY_US, NOW_US, certificateObject } from '../../../tests/lint-objects.ts';
import { validityIsInsideIssuer as lint } from './validity-is-inside-issuer.ts';

test('not earlier and not longer than the issuer', async () => {
  expect(lint.check(await certificateObject())).toEqual([]);
  expect(lint.check(await certificateObject({ notAfterUs: NOW_US + 366 * DAY_US }))).toHaveLength(1);
  expect(lint.check(await certificateObject({ notBeforeUs: NOW_US - 2 * DAY_US }))).toHaveLength(1);
  const { issuer: _, ...alone } = await certificateObject({ notBeforeUs: NOW_US - 2 * DAY_US });
  expect(lint.check(alone)).toEqual([]);
});
