import { describe, expect, test } from 'vitest';
import type { NewRecord, Registry, StateChange } from '../src/trust/registry.ts';

const AT_US = 1_780_000_000_000_000;
const AUTHORITY = 'a1'.repeat(32);

/** A record whose authority, serial number and key no other test of the suite uses, unless it says so. */
let made = 0;
function record(changes: Partial<NewRecord> = {}): NewRecord {
  made++;
  return {
    authorityId: AUTHORITY,
    serialHex: `41${made.toString(16).toUpperCase().padStart(30, '0')}`,
    keyPin: made.toString(16).padStart(64, '0'),
    subject: `CN=pump-${made}`,
    deviceSerial: `SN-${made}`,
    profileId: 'device-auth',
    profileVersion: 1,
    notBeforeUs: AT_US,
    notAfterUs: AT_US + 1_000_000_000,
    recordedAtUs: AT_US,
    certificate: Uint8Array.of(0x30, 0x00),
    state: 'active',
    ...changes,
  };
}

/** What every registry does, in memory or on a disk. `open` gives one that the suite may write to. */
export function registrySuite(open: () => Promise<Registry>): void {
  describe('a registry', () => {
    keepsRecords(open);
    changesStates(open);
  });
}

function keepsRecords(open: () => Promise<Registry>): void {
  test('gives back what it was given, whole, and nothing it was not given', async () => {
    const registry = await open();
    const [known, without] = [record(), record({ state: 'inactive' })];
    const { deviceSerial: _, ...anonymous } = without;
    expect(await registry.add(known, 'refuse')).toEqual({ ok: true });
    expect(await registry.add(anonymous, 'refuse')).toEqual({ ok: true });
    expect(await registry.find(AUTHORITY, known.serialHex)).toEqual({ ...known, revision: 1 });
    expect(await registry.find(AUTHORITY, without.serialHex)).toEqual({ ...anonymous, revision: 1 });
    expect(await registry.find('b2'.repeat(32), known.serialHex)).toBeUndefined();
    expect(await registry.find(AUTHORITY, '41FF')).toBeUndefined();
    expect(await registry.findByKey(known.keyPin)).toEqual([{ ...known, revision: 1 }]);
    expect(await registry.findByKey('f'.repeat(64))).toEqual([]);
  });

  test('has one record for a serial number of an authority, and keeps the first', async () => {
    const registry = await open();
    const first = record();
    await registry.add(first, 'refuse');
    const second = record({ serialHex: first.serialHex });
    expect(await registry.add(second, 'refuse')).toEqual({ ok: false, reason: 'serial-taken' });
    expect(await registry.find(AUTHORITY, first.serialHex)).toMatchObject({ keyPin: first.keyPin });
    const elsewhere = record({ serialHex: first.serialHex, authorityId: 'c3'.repeat(32) });
    expect(await registry.add(elsewhere, 'refuse')).toEqual({ ok: true });
  });

  test('lets a key stand twice only as the policy says', async () => {
    const registry = await open();
    const first = record();
    const again = (changes: Partial<NewRecord> = {}) =>
      record({ keyPin: first.keyPin, subject: first.subject, ...changes });
    await registry.add(first, 'refuse');
    expect(await registry.add(again(), 'refuse')).toEqual({ ok: false, reason: 'key-taken' });
    expect(await registry.add(again({ subject: 'CN=other' }), 'same-subject')).toMatchObject({ reason: 'key-taken' });
    expect(await registry.add(again(), 'same-subject')).toEqual({ ok: true });
    expect(await registry.add(again({ authorityId: 'd4'.repeat(32) }), 'refuse')).toEqual({ ok: true });
    expect(await registry.findByKey(first.keyPin)).toHaveLength(3);
    const lost = { to: 'revoke', atUs: AT_US, reason: 'keyCompromise' } as const;
    expect(await registry.change(AUTHORITY, first.serialHex, 1, lost)).toMatchObject({ ok: true });
    expect(await registry.add(again(), 'same-subject')).toEqual({ ok: false, reason: 'key-taken' });
  });
}

function changesStates(open: () => Promise<Registry>): void {
  test('lets one of many calls at the same time win', async () => {
    const registry = await open();
    const twins = Array.from({ length: 8 }, () => record({ keyPin: 'e'.repeat(64) }));
    const added = await Promise.all(twins.map((twin) => registry.add(twin, 'refuse')));
    expect(added.filter(({ ok }) => ok)).toHaveLength(1);
    const winner = twins[added.findIndex(({ ok }) => ok)]!;
    const changes = await Promise.all(
      Array.from({ length: 8 }, () => registry.change(AUTHORITY, winner.serialHex, 1, { to: 'hold', atUs: AT_US })),
    );
    expect(changes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(changes.filter((each) => !each.ok && each.reason === 'changed-meanwhile')).toHaveLength(7);
  });

  test('moves through its states and never out of revoked', async () => {
    const registry = await open();
    const each = record({ state: 'inactive' });
    await registry.add(each, 'refuse');
    const change = (revision: number, what: StateChange) => registry.change(AUTHORITY, each.serialHex, revision, what);
    const held = { atUs: AT_US + 2, reason: 'certificateHold' };
    expect(await change(1, { to: 'hold', atUs: AT_US })).toEqual({ ok: false, reason: 'not-allowed' });
    expect(await change(1, { to: 'activate', atUs: AT_US })).toMatchObject({ ok: true, record: { revision: 2 } });
    expect(await change(2, { to: 'hold', atUs: AT_US + 2 })).toMatchObject({ record: { revocation: held } });
    expect(await change(3, { to: 'release', atUs: AT_US + 3 })).toMatchObject({ record: { state: 'active' } });
    expect((await registry.find(AUTHORITY, each.serialHex))?.revocation).toBeUndefined();
    const lost = { to: 'revoke', atUs: AT_US + 4, reason: 'keyCompromise', invalidSinceUs: AT_US + 1 } as const;
    expect(await change(4, lost)).toMatchObject({ ok: true, record: { state: 'revoked', revision: 5 } });
    const { to: _, ...revocation } = lost;
    expect(await registry.find(AUTHORITY, each.serialHex)).toMatchObject({ state: 'revoked', revocation });
    for (const to of ['activate', 'hold', 'release'] as const)
      expect(await change(5, { to, atUs: AT_US })).toEqual({ ok: false, reason: 'not-allowed' });
    expect(await change(5, { ...lost, reason: 'superseded' })).toEqual({ ok: false, reason: 'not-allowed' });
    expect(await change(4, lost)).toEqual({ ok: false, reason: 'changed-meanwhile' });
    expect(await registry.change(AUTHORITY, '41FE', 1, lost)).toEqual({ ok: false, reason: 'not-known' });
  });

  test('lists what is revoked or held of one authority and still within its time', async () => {
    const registry = await open();
    const authorityId = 'b5'.repeat(32);
    const [active, held, revoked, over] = [
      record({ authorityId }),
      record({ authorityId }),
      record({ authorityId }),
      record({ authorityId, notAfterUs: AT_US + 5 }),
    ];
    for (const each of [active, held, revoked, over]) await registry.add(each, 'refuse');
    const gone = { to: 'revoke', atUs: AT_US, reason: 'superseded' } as const;
    await registry.change(authorityId, held.serialHex, 1, { to: 'hold', atUs: AT_US });
    await registry.change(authorityId, revoked.serialHex, 1, gone);
    await registry.change(authorityId, over.serialHex, 1, gone);
    const serials = async (afterUs: number) =>
      (await registry.revocations(authorityId, afterUs)).map(({ serialHex }) => serialHex).sort();
    expect(await serials(AT_US + 6)).toEqual([held.serialHex, revoked.serialHex].sort());
    expect(await serials(AT_US + 5)).toContain(over.serialHex);
    expect(await registry.revocations('b6'.repeat(32), 0)).toEqual([]);
  });
}
