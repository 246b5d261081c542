import { expect, test } from 'vitest';
import { certificateObject } from '../../../tests/lint-objects.ts';
import { issuerNameMatches as lint } from './issuer-name-matches.ts';

test('octet for octet', async () => {
  const object = await certificateObject();
  expect(lint.check(object)).toEqual([]);
  expect(lint.check({ ...object, issuer: object })).toMatchObject([{ at: object.read.ranges.issuer.start }]);
});
