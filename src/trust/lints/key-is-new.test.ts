import { expect, test } from 'vitest';
import { certificateObject } from '../../../tests/lint-objects.ts';
import { keyIsNew as lint } from './key-is-new.ts';

test('taken or not', async () => {
  const object = await certificateObject();
  expect(lint.check(object)).toEqual([]);
  expect(lint.check({ ...object, keyTakenBy: '41AB' })).toEqual([{ at: object.read.publicKey.start, detail: '41AB' }]);
});
