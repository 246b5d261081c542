import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FIRST_SUBJECT, FIRST_VALUES, storeOfFirstVersion } from '../../tests/store/first-version.ts';
import { fact, gathered, handOf } from '../../tests/store/samples.ts';
import { newStoreFolder } from '../../tests/store/template-folder.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { DEFAULT_SCOPE, evidence, observations } from './index.ts';
import { openStore } from './store.ts';
import { DATABASE } from './transaction.ts';

/** Making a database takes long on a machine that is busy with something else. */
const LONG = { timeout: 120_000 };

let folder = '';

beforeEach(async () => {
  folder = await newStoreFolder();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('migrations are numbered without gaps, and run once', async () => {
  const names = Object.keys(MIGRATIONS);
  expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, at) => at + 1));
  const store = await openStore({ folder });
  const { rows } = await store.transaction((t) =>
    sql`select name from kysely_migration order by name`.execute(t[DATABASE]),
  );
  expect(rows).toEqual(names.map((name) => ({ name })));
  await store.close();
});

test('evidence of the first version is found under its kind, with its bytes, and goes on counting', LONG, async () => {
  const empty = mkdtempSync(join(tmpdir(), 'mimamori-store-'));
  await (await storeOfFirstVersion(empty)).close();
  const store = await openStore({ folder: empty });
  const hand = handOf(store, DEFAULT_SCOPE);
  const seen = FIRST_VALUES.map((value) => fact(value, { subject: FIRST_SUBJECT }));
  await hand.read((t) => evidence.add(t, seen, () => 1));
  for (const value of FIRST_VALUES) {
    const name = { attribute: 'dhcp.hostname', kind: 'name-seen', value };
    const found = await hand.read((t) => evidence.find(t, [FIRST_SUBJECT], name));
    expect(found).toMatchObject([{ count: 2, excerpts: [{ frame: 3 }] }]);
  }
  expect((await hand.read((t) => gathered(observations.all(t))))[0]?.facts).toHaveLength(FIRST_VALUES.length);
  await store.close();
  rmSync(empty, { recursive: true, force: true });
});

test('data of a newer program are left alone', async () => {
  const store = await openStore({ folder });
  await store.transaction((t) => sql`insert into kysely_migration values ('9999-later', 'x')`.execute(t[DATABASE]));
  await store.close();
  await expect(openStore({ folder })).rejects.toMatchObject({
    code: 'store-version',
    details: { found: 'migration 9999-later', where: folder },
  });
  // The lock is free again, so that the refusal is the same.
  await expect(openStore({ folder })).rejects.toMatchObject({ code: 'store-version' });
});

test('a folder of another PostgreSQL, and a damaged one, are refused and left as they are', async () => {
  writeFileSync(join(folder, 'database', 'PG_VERSION'), '17\n');
  await expect(openStore({ folder })).rejects.toMatchObject({ code: 'store-version' });
  writeFileSync(join(folder, 'database', 'PG_VERSION'), '18\n');
  rmSync(join(folder, 'database', 'global', 'pg_control'));
  await expect(openStore({ folder })).rejects.toMatchObject({ code: 'store-unavailable' });
});

test('a first start that was interrupted is begun anew', async () => {
  rmSync(join(folder, 'database'), { recursive: true });
  mkdirSync(join(folder, 'database.new'));
  writeFileSync(join(folder, 'database.new', 'PG_VERSION'), '18\n');
  const store = await openStore({ folder });
  expect(existsSync(join(folder, 'database.new'))).toBe(false);
  await store.close();
});
