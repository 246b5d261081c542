import { describe, expect, test } from 'vitest';
import { accounts, approvals, sessions, settings } from '../index.ts';
import { ENGINES, usePlace } from '../../../tests/store/place.ts';
import { handOf, newAccount, NOON } from '../../../tests/store/samples.ts';

const HOUR_US = 3_600_000_000;
const IDLE_US = HOUR_US;

describe.each(ENGINES)('accounts, $name', ({ open }) => {
  const place = usePlace(open);
  const hand = async () => handOf(place().store, await place().newScope());

  test('an account is found by its login, with the password hash only where it is asked for', async () => {
    const on = await hand();
    const created = await newAccount(on, 'kimura', 'editor');
    expect(await on.read((t) => accounts.find(t, created.id))).toEqual(created);
    expect(created).toMatchObject({ login: 'kimura', role: 'editor', disabled: false, mustChangePassword: false });
    expect(JSON.stringify(created)).not.toContain('hash');
    const credentials = await on.read((t) => accounts.credentials(t, 'kimura'));
    expect(credentials).toEqual({ account: created, passwordHash: 'hash' });
    expect(await on.read((t) => accounts.credentials(t, 'nobody'))).toBeUndefined();
  });

  test('a login is given once in a tenant, and again in another', async () => {
    const [one, other] = [await hand(), await hand()];
    await newAccount(one, 'kimura');
    await expect(newAccount(one, 'kimura')).rejects.toMatchObject({ code: 'already-exists' });
    await newAccount(other, 'kimura');
    expect(await one.read(accounts.list)).toHaveLength(1);
    expect(await other.read(accounts.list)).toHaveLength(1);
  });

  test('the last administrator who can sign in keeps role and account', async () => {
    const on = await hand();
    const [first, second] = [await newAccount(on, 'a', 'administrator'), await newAccount(on, 'b', 'administrator')];
    await on.change((change) => accounts.setDisabled(change, second.id, true));
    await expect(on.change((c) => accounts.setRole(c, first.id, 'viewer'))).rejects.toMatchObject({
      code: 'last-administrator',
    });
    await expect(on.change((c) => accounts.setDisabled(c, first.id, true))).rejects.toMatchObject({
      code: 'last-administrator',
    });
    await on.change((change) => accounts.setDisabled(change, second.id, false));
    expect(await on.change((c) => accounts.setRole(c, first.id, 'viewer'))).toMatchObject({ role: 'viewer' });
  });

  test('what does not exist cannot be changed', async () => {
    const on = await hand();
    const id = '01900000-0000-7000-8000-000000000000';
    await expect(on.change((c) => accounts.setRole(c, id, 'viewer'))).rejects.toMatchObject({ code: 'not-found' });
    expect(await on.read((t) => accounts.find(t, id))).toBeUndefined();
  });

  test('a session lives until it expires, is idle, is ended or its account is disabled', async () => {
    const on = await hand();
    const { id } = await newAccount(on, 'kimura');
    await newAccount(on, 'other', 'administrator');
    const begin = (tokenHash: string) =>
      on.read((t) => sessions.create(t, { tokenHash, accountId: id, atUs: NOON, expiresAtUs: NOON + 3 * HOUR_US }));
    const lives = async (tokenHash: string, atUs: number) =>
      (await on.read((t) => sessions.find(t, tokenHash, atUs, IDLE_US))) !== undefined;
    await begin('one');
    await begin('two');
    await begin('three');
    expect(await lives('one', NOON + IDLE_US - 1)).toBe(true);
    expect(await lives('one', NOON + IDLE_US)).toBe(false);
    await on.read((t) => sessions.noteUse(t, 'one', NOON + 2.5 * HOUR_US));
    expect(await lives('one', NOON + 3 * HOUR_US - 1)).toBe(true);
    expect(await lives('one', NOON + 3 * HOUR_US)).toBe(false);
    expect(await lives('none', NOON)).toBe(false);
    await on.read((t) => sessions.end(t, 'two'));
    expect([await lives('two', NOON), await lives('three', NOON)]).toEqual([false, true]);
    await on.read((t) => sessions.endAllOf(t, id, 'one'));
    expect([await lives('three', NOON), await lives('one', NOON + 2 * HOUR_US)]).toEqual([false, true]);
    await on.change((change) => accounts.setDisabled(change, id, true));
    expect(await lives('one', NOON + 2 * HOUR_US)).toBe(false);
  });

  test('expired sessions are removed, others stay', async () => {
    const on = await hand();
    const { id } = await newAccount(on, 'kimura');
    for (const [tokenHash, expiresAtUs] of [
      ['short', NOON + 1],
      ['long', NOON + HOUR_US],
    ] as const) {
      await on.read((t) => sessions.create(t, { tokenHash, accountId: id, atUs: NOON, expiresAtUs }));
    }
    await on.read((t) => sessions.removeExpired(t, NOON + 1, IDLE_US));
    expect(await on.read((t) => sessions.find(t, 'long', NOON + 2, IDLE_US))).toMatchObject({
      account: { login: 'kimura' },
      expiresAtUs: NOON + HOUR_US,
    });
    expect(await on.read((t) => sessions.find(t, 'short', NOON, IDLE_US))).toBeUndefined();
  });

  test('settings have defaults, change one by one and stay in their tenant', async () => {
    const [one, other] = [await hand(), await hand()];
    const before = await one.read(settings.get);
    await one.change((change) => settings.change(change, { siteName: '中央病院', retentionDays: undefined }));
    await one.change((change) => settings.change(change, { retentionDays: 30 }));
    expect(await one.read(settings.get)).toEqual({ ...before, siteName: '中央病院', retentionDays: 30 });
    expect(await other.read(settings.get)).toEqual(before);
  });

  test('an approval takes two people, in time, and is used once', async () => {
    const on = await hand();
    const [asks, decides] = [await newAccount(on, 'asks', 'editor'), await newAccount(on, 'decides', 'editor')];
    const subject = { kind: 'capture', id: 'c1', name: 'a.pcap' };
    const given = { kind: 'capture.open', subject, reason: '調査', by: asks, expiresAtUs: NOON + HOUR_US };
    const { id } = await on.change((change) => approvals.request(change, given));
    const approve = { decision: 'approved', by: decides } as const;
    const use = (personId: string, atUs = NOON) =>
      on.change((change) => approvals.use(change, 'capture.open', subject, personId), { atUs });

    await expect(use(asks.id)).rejects.toMatchObject({ code: 'approval-required' });
    await expect(on.change((change) => approvals.decide(change, id, { ...approve, by: asks }))).rejects.toMatchObject({
      code: 'second-person-required',
    });
    await expect(
      on.change((change) => approvals.decide(change, id, approve), { atUs: NOON + HOUR_US }),
    ).rejects.toMatchObject({ code: 'state-conflict', details: { state: 'expired' } });
    expect(await on.change((change) => approvals.decide(change, id, approve))).toMatchObject({
      state: 'approved',
      decidedBy: { id: decides.id, name: 'decides' },
    });
    await expect(on.change((change) => approvals.decide(change, id, approve))).rejects.toMatchObject({
      code: 'state-conflict',
    });
    await expect(use(decides.id)).rejects.toMatchObject({ code: 'approval-required' });
    await expect(use(asks.id, NOON + HOUR_US)).rejects.toMatchObject({ code: 'approval-required' });
    await use(asks.id);
    await expect(use(asks.id)).rejects.toMatchObject({ code: 'approval-required' });
  });

  test('requests are listed by the state that they are in now; one may take back the own', async () => {
    const on = await hand();
    const asks = await newAccount(on, 'asks', 'editor');
    const given = { kind: 'capture.open', subject: { kind: 'capture', id: 'c' }, reason: 'r', by: asks };
    const { id } = await on.change((c) => approvals.request(c, { ...given, expiresAtUs: NOON + HOUR_US }));
    await on.change((c) => approvals.request(c, { ...given, expiresAtUs: NOON + 1 }), { atUs: NOON - 1 });
    const page = { offset: 0, limit: 10 };
    const states = async (state?: 'pending' | 'expired') =>
      (await on.read((t) => approvals.list(t, state, page, NOON + 1))).approvals.map((each) => each.state);
    expect(await states()).toEqual(['pending', 'expired']);
    expect(await states('pending')).toEqual(['pending']);
    expect(await states('expired')).toEqual(['expired']);
    const refused = await on.change((c) => approvals.decide(c, id, { decision: 'refused', by: asks, remark: '不要' }));
    expect(refused).toMatchObject({ state: 'refused', remark: '不要' });
  });
});
