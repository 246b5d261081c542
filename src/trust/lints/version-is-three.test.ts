import { expect, test } from 'vitest';
import { certificateObject } from '../../../tests/lint-objects.ts';
import { versionIsThree as lint } from './version-is-three.ts';

test('version 3 and no other', async () => {
  const object = await certificateObject();
  expect(lint.check(object)).toEqual([]);
  expect(lint.check({ ...object, read: { ...object.read, version: 1 } })).toMatchObject([{ detail: '1' }]);
});
