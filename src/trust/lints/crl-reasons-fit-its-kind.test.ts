import { expect, test } from 'vitest';
import { NOW_US, crlObject } from '../../../tests/lint-objects.ts';
import { crlReasonsFitItsKind as lint } from './crl-reasons-fit-its-kind.ts';

test('taken back in a delta list only', async () => {
  const entry = { serial: Uint8Array.of(0x41), revokedAtUs: NOW_US, reason: 'removeFromCRL' } as const;
  expect(lint.check(await crlObject({ revocations: [entry], deltaTo: 3 }))).toEqual([]);
  expect(lint.check(await crlObject({ revocations: [entry] }))).toMatchObject([{ detail: '41 removeFromCRL' }]);
  const object = await crlObject();
  const entries = [{ serialHex: '41', revokedAtUs: NOW_US, reason: 'unspecified' } as const];
  expect(lint.check({ ...object, crl: { ...object.crl, entries } })).toHaveLength(1);
});
