import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { audit, settings } from '../index.ts';
import { DATABASE } from '../transaction.ts';
import { ENGINES, usePlace } from '../../../tests/store/place.ts';
import { handOf, type Hand, newAccount, NOON } from '../../../tests/store/samples.ts';

const PAGE = { offset: 0, limit: 50 };

describe.each(ENGINES)('audit, $name', ({ open }) => {
  const place = usePlace(open);
  const hand = async () => handOf(place().store, await place().newScope());
  const records = (on: Hand, filter: Parameters<typeof audit.list>[1] = {}) =>
    on.read(async (t) => (await audit.list(t, filter, PAGE)).records);
  const verify = (on: Hand) => on.read(audit.verify);

  test('every change leaves exactly one record, and a change that failed leaves nothing', async () => {
    const on = await hand();
    await on.change(
      async (change) => {
        await settings.change(change, { siteName: 'A' });
        change.tell({ subject: { kind: 'settings', id: 'site' }, details: { siteName: 'A' } });
        change.tell({ details: { more: [1, { b: null }] } });
      },
      { actor: { id: '01900000-0000-7000-8000-000000000000', name: '木村' }, details: { from: 'test' } },
    );
    await expect(
      on.change(async (change) => {
        await settings.change(change, { siteName: 'B' });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await on.read(settings.get)).toMatchObject({ siteName: 'A' });
    expect(await records(on)).toEqual([
      {
        number: 1,
        at: '2026-11-21T12:00:00.000000Z',
        kind: 'settings.changed',
        actor: { id: '01900000-0000-7000-8000-000000000000', name: '木村' },
        subject: { kind: 'settings', id: 'site' },
        details: { from: 'test', siteName: 'A', more: [1, { b: null }] },
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  test('a statement that failed cannot be swallowed: nothing of its transaction is kept', async () => {
    const on = await hand();
    const swallowing = on.change(async (change) => {
      await settings.change(change, { siteName: 'B' });
      await sql`select 1 / 0`.execute(change[DATABASE]).catch(() => undefined);
    });
    await expect(swallowing).rejects.toBeInstanceOf(Error);
    expect(await on.read(settings.get)).not.toMatchObject({ siteName: 'B' });
    expect(await records(on)).toEqual([]);
  });

  test('a transaction inside another is refused, where it would wait for itself for ever', async () => {
    const on = await hand();
    await expect(on.read(() => on.read(settings.get))).rejects.toThrow('inside another');
    await expect(on.change(() => on.read(settings.get))).rejects.toThrow('inside another');
    expect(await on.read(settings.get)).toBeDefined();
  });

  test('changes at the same moment form one chain', async () => {
    const on = await hand();
    await Promise.all(Array.from({ length: 12 }, (_, at) => newAccount(on, `account-${at}`)));
    const numbers = (await records(on)).map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, at) => 12 - at));
    const head = (await records(on))[0]?.hash;
    expect(await verify(on)).toEqual({ intact: true, records: 12, head });
  });

  test('an empty trail is intact', async () => {
    expect(await verify(await hand())).toEqual({ intact: true, records: 0 });
  });

  test('records can be narrowed down', async () => {
    const on = await hand();
    await on.change(async () => {}, { kind: 'session.signed-in', actor: { name: '木村 花子' }, atUs: NOON });
    await on.change(async (c) => c.tell({ subject: { kind: 'device', id: 'd1', name: 'CT_100%' } }), {
      atUs: NOON + 9,
    });
    expect(await records(on, { kind: 'session.signed-in' })).toHaveLength(1);
    expect(await records(on, { text: '花子' })).toHaveLength(1);
    expect(await records(on, { text: 'ct_1' })).toHaveLength(1);
    expect(await records(on, { text: '_' })).toHaveLength(1);
    expect(await records(on, { text: '%' })).toHaveLength(1);
    expect(await records(on, { sinceUs: NOON + 1 })).toHaveLength(1);
    expect(await records(on, { untilUs: NOON })).toHaveLength(1);
    const second = await on.read((t) => audit.list(t, {}, { offset: 1, limit: 1 }));
    expect([second.total, second.records.map(({ number }) => number)]).toEqual([2, [1]]);
  });

  test('the database itself refuses to change a record', async () => {
    const on = await hand();
    await newAccount(on, 'a');
    for (const statement of [
      'update audit_record set kind = kind',
      'delete from audit_record',
      'truncate audit_record',
    ]) {
      await expect(on.read((t) => sql.raw(statement).execute(t[DATABASE]))).rejects.toThrow('only ever added');
    }
  });

  test.each([
    ['a text altered', `update audit_record set content = replace(content, '"b"', '"x"') where number = 2`, 2],
    ['a column altered', `update audit_record set kind = 'server.started' where number = 2`, 2],
    ['an actor altered', `update audit_record set actor_name = 'x' where number = 2`, 2],
    ['a subject put in', `update audit_record set subject_name = 'x' where number = 2`, 2],
    ['a time altered', `update audit_record set at = at + 1 where number = 2`, 2],
    ['a record taken out', 'delete from audit_record where number = 2', 2],
    ['the newest cut off', 'delete from audit_record where number = 3', 3],
  ])('who gets round that is found out: %s', async (_, statement, brokenAt) => {
    const on = await hand();
    for (const login of ['a', 'b', 'c']) {
      await on.change(async (change) => change.tell({ details: { login } }));
    }
    const scope = await on.read(async (t) => t.scope);
    await place().store.transaction(async (transaction) => {
      const database = transaction[DATABASE];
      await sql`alter table audit_record disable trigger audit_record_is_final`.execute(database);
      await sql.raw(statement.replace(' where ', ` where tenant = ${scope.tenant} and `)).execute(database);
      await sql`alter table audit_record enable trigger audit_record_is_final`.execute(database);
    });
    expect(await verify(on)).toMatchObject({ intact: false, brokenAt });
  });

  test('any text can stand in a record', async () => {
    const on = await hand();
    const odd = 'zero \0, half \ud800, quote " and \\';
    await on.change(async (c) => c.tell({ subject: { kind: 'device', id: odd }, details: { [odd]: odd } }));
    expect(await verify(on)).toMatchObject({ intact: true, records: 1 });
    expect((await records(on))[0]).toMatchObject({ subject: { id: odd }, details: { [odd]: odd } });
  });
});
