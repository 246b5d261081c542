import { expect, test } from 'vitest';
import { NOW_US, crlObject } from '../../../tests/lint-objects.ts';
import { crlHasNextUpdate as lint } from './crl-has-next-update.ts';

test('later, not the same time, not absent', async () => {
  expect(lint.check(await crlObject())).toEqual([]);
  expect(lint.check(await crlObject({ nextUpdateUs: NOW_US }))).toHaveLength(1);
  const object = await crlObject();
  const { nextUpdateUs: _, ...crl } = object.crl;
  expect(lint.check({ ...object, crl })).toHaveLength(1);
});
