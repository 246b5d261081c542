import { Fault } from '#kernel';
import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { MIGRATIONS } from './migrations/index.ts';
import type { Tables } from './tables.ts';

/** Kysely's own name for the table in which it remembers what has run. */
const HISTORY = 'kysely_migration';

/** Names of those that this program can run, in their order. */
export function knownMigrations(): readonly string[] {
  return Object.keys(MIGRATIONS);
}

/**
 * Brings the tables up to date, or as far as the migration `upTo`; does nothing when they are. Rejects with
 * `store-version` for data of a newer program.
 */
export async function migrate(database: Kysely<Tables>, where: string, upTo?: string): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    migrationTableName: HISTORY,
  });
  const known = knownMigrations();
  const unknown = (await executedMigrations(database)).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Fault('store-version', { where, found: `migration ${unknown.join(', ')}`, needed: `${known.at(-1)}` });
  }
  const { error } = upTo === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(upTo);
  if (error !== undefined) throw error;
}

/** The last migration that this database has seen; empty when there are no tables of ours. */
export async function lastMigration(database: Kysely<Tables>): Promise<string> {
  return (await executedMigrations(database)).sort().at(-1) ?? '';
}

/** Names of the migrations that this database has seen, also of those that only a newer program knows. */
export async function executedMigrations(database: Kysely<Tables>): Promise<string[]> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === HISTORY)) return [];
  const history = database.withTables<{ [HISTORY]: { name: string } }>();
  return (await history.selectFrom(HISTORY).select('name').execute()).map(({ name }) => name);
}
