import { expect, test } from 'vitest';
import { crlObject } from '../../../tests/lint-objects.ts';
import { baseCrlLeadsToDeltas as lint } from './base-crl-leads-to-deltas.ts';

test('trap 5: where there are deltas, and only there', async () => {
  const plain = await crlObject();
  expect(lint.check(plain)).toEqual([]);
  expect(lint.check({ ...plain, hasDeltas: true })).toHaveLength(1);
  const leading = await crlObject({ freshestUrls: ['http://a.example.test/delta.crl'] });
  expect(lint.check({ ...leading, hasDeltas: true })).toEqual([]);
});
