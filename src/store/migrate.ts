import { Fault } from '#kernel';
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { MIGRATIONS } from './migrations/index.ts';
import type { Tables } from './tables.ts';

/** Kysely's own name for the table in which it remembers what has run. */
const HISTORY = 'kysely_migration';

/** Brings the tables up to date; does nothing when they are. Rejects with `store-version` for data of a newer program. */
export async function migrate(database: Kysely<Tables>, where: string): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    migrationTableName: HISTORY,
  });
  const known = Object.keys(MIGRATIONS);
  const unknown = (await executed(database)).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Fault('store-version', { where, found: `migration ${unknown.join(', ')}`, needed: `${known.at(-1)}` });
  }
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** Names of the migrations that this database has seen, also of those that only a newer program knows. */
async function executed(database: Kysely<Tables>): Promise<string[]> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === HISTORY)) return [];
  const history = database.withTables<{ [HISTORY]: { name: string } }>();
  return (await history.selectFrom(HISTORY).select('name').execute()).map(({ name }) => name);
}
