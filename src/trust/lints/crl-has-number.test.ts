import { expect, test } from 'vitest';
import { crlObject } from '../../../tests/lint-objects.ts';
import { crlHasNumber as lint } from './crl-has-number.ts';

test('with and without', async () => {
  const object = await crlObject();
  expect(lint.check(object)).toEqual([]);
  const { numberHex: _, ...crl } = object.crl;
  expect(lint.check({ ...object, crl })).toHaveLength(1);
});
