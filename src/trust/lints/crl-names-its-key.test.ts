import { expect, test } from 'vitest';
import { crlObject } from '../../../tests/lint-objects.ts';
import { crlNamesItsKey as lint } from './crl-names-its-key.ts';

test('with and without', async () => {
  const object = await crlObject();
  expect(lint.check(object)).toEqual([]);
  const { authorityKeyId: _, ...crl } = object.crl;
  expect(lint.check({ ...object, crl })).toHaveLength(1);
});
