import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newStoreFolder } from '../../tests/store/template-folder.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { openStore } from './store.ts';
import { DATABASE } from './transaction.ts';

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
