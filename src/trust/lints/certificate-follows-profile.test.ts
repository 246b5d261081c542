import { expect, test } from 'vitest';
import { certificateObject, plan } from '../../../tests/lint-objects.ts';
import * as ext from '../x509/extensions.ts';
import { certificateFollowsProfile as lint } from './certificate-follows-profile.ts';

test('the same, and each difference by its name', async () => {
  const found = async (extensions?: Uint8Array[], changes: Parameters<typeof plan>[0] = {}) =>
    lint
      .check({ ...(await certificateObject(extensions ? { extensions } : {})), plan: plan(changes) })
      .map(({ detail }) => detail);
  expect(await found()).toEqual([]);
  expect(await found(undefined, { keyUsage: ['keyAgreement'] })).toEqual(['keyUsage']);
  expect(await found(undefined, { purposes: ['serverAuth'] })).toEqual(['purposes']);
  expect(await found(undefined, { keys: ['ed25519'] })).toEqual(['keys']);
  expect(await found(undefined, { validityDays: 100 })).toEqual(['validityDays']);
  expect(await found(undefined, { policies: ['1.2.3'] })).toEqual(['policies']);
  expect(await found(undefined, { crlUrls: ['http://a.example.test/'] })).toEqual(['crlUrls']);
  expect(await found(undefined, { subject: [{ type: 'CN', text: 'other' }] })).toEqual(['subject']);
  expect(await found([ext.basicConstraints({ ca: true })])).toEqual(
    expect.arrayContaining(['basicConstraints', 'keyUsage', 'purposes', 'policies', 'names']),
  );
});
