import { describe, expect, test } from 'vitest';
import { MemoryRegistry } from '../../../tests/memory-registry.ts';
import { NOW_US } from '../../../tests/trust-authorities.ts';
import type { Registry, RegistryRecord } from '../registry.ts';
import { activate, hold, release, revoke } from './change-state.ts';

const KEY = { authorityId: 'a1'.repeat(32), serialHex: '41AB' };

async function setUp(state: 'active' | 'inactive' = 'active') {
  const registry = new MemoryRegistry();
  const record = {
    ...KEY,
    keyPin: '00',
    subject: 'CN=pump-7',
    profileId: 'device-auth',
    profileVersion: 1,
    notBeforeUs: NOW_US,
    notAfterUs: NOW_US + 1_000_000,
    recordedAtUs: NOW_US,
    certificate: new Uint8Array(0),
    state,
  };
  await registry.add(record, 'refuse');
  const told: RegistryRecord[] = [];
  return {
    registry,
    told,
    ports: { registry, listeners: [{ stateChanged: (each: RegistryRecord) => told.push(each) }] },
  };
}

describe('a change of state', () => {
  test('is in the registry before anyone is told', async () => {
    const { registry, ports } = await setUp();
    let seen: unknown;
    const looking = { stateChanged: () => void (seen = registry.find(KEY.authorityId, KEY.serialHex)) };
    await revoke(KEY, { reason: 'keyCompromise' }, { ...ports, listeners: [looking] }, NOW_US);
    expect(await seen).toMatchObject({ state: 'revoked', revocation: { reason: 'keyCompromise', atUs: NOW_US } });
  });

  test('goes from state to state, and everyone is told each', async () => {
    const { told, ports } = await setUp('inactive');
    await activate(KEY, ports, NOW_US);
    await hold(KEY, ports, NOW_US);
    await release(KEY, ports, NOW_US);
    await revoke(KEY, { reason: 'superseded', invalidSinceUs: NOW_US - 5 }, ports, NOW_US);
    expect(told.map(({ state }) => state)).toEqual(['active', 'held', 'active', 'revoked']);
    expect(await release(KEY, ports, NOW_US)).toMatchObject({
      ok: false,
      rule: 'state-allows-change',
      detail: 'revoked',
    });
    expect(told).toHaveLength(4);
  });

  test('of an unknown certificate is refused', async () => {
    const { told, ports } = await setUp();
    const refused = await revoke({ ...KEY, serialHex: '42' }, { reason: 'unspecified' }, ports, NOW_US);
    expect(refused).toMatchObject({ ok: false, rule: 'certificate-known', clause: 'RFC 5280 5.3.1' });
    expect(told).toEqual([]);
  });

  test('stands although a listener fails, and the others are told', async () => {
    const { told, ports } = await setUp();
    const broken = {
      stateChanged: () => {
        throw new Error('gateway gone');
      },
    };
    const done = await hold(KEY, { ...ports, listeners: [broken, ...ports.listeners] }, NOW_US);
    expect(done).toMatchObject({ ok: true, failures: [{ message: 'gateway gone' }] });
    expect(told).toHaveLength(1);
  });

  test('is decided again when another was faster, and given up when there is no end to it', async () => {
    const { registry, ports } = await setUp();
    const [first, second] = await Promise.all([
      hold(KEY, ports, NOW_US),
      revoke(KEY, { reason: 'keyCompromise' }, ports, NOW_US),
    ]);
    expect([first.ok, second.ok]).toEqual([true, true]);
    expect(await registry.find(KEY.authorityId, KEY.serialHex)).toMatchObject({ state: 'revoked' });
    const restless: Registry = {
      add: async () => ({ ok: true }),
      findByKey: async () => [],
      revocations: async () => [],
      find: (...key) => registry.find(...key),
      change: async () => ({ ok: false, reason: 'changed-meanwhile' }),
    };
    expect(await hold(KEY, { ...ports, registry: restless }, NOW_US)).toMatchObject({ rule: 'registry-at-rest' });
  });
});
