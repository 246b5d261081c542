import { expect, test } from 'vitest';
import { MemoryRegistry } from '../../tests/memory-registry.ts';
import { registrySuite } from '../../tests/registry-suite.ts';
import { type RegistryRecord, standingOf } from './registry.ts';

registrySuite(async () => new MemoryRegistry());

test('only a record that is active and within its time is usable; no record is refused', () => {
  const record: RegistryRecord = {
    authorityId: '',
    serialHex: '41',
    keyPin: '',
    subject: '',
    profileId: '',
    profileVersion: 1,
    notBeforeUs: 10_000_000,
    notAfterUs: 20_000_000,
    recordedAtUs: 0,
    certificate: new Uint8Array(0),
    state: 'active',
    revision: 1,
  };
  expect(standingOf(undefined, 15_000_000)).toBe('not-known');
  expect(standingOf(record, 15_000_000)).toBe('usable');
  expect(standingOf(record, 9_999_999)).toBe('not-yet-valid');
  expect(standingOf(record, 20_999_999)).toBe('usable');
  expect(standingOf(record, 21_000_000)).toBe('expired');
  for (const state of ['inactive', 'held', 'revoked'] as const)
    expect(standingOf({ ...record, state }, 15_000_000)).toBe(state);
});
