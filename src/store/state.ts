import { sql } from 'kysely';
import type { Micros } from '#kernel';
import { type Verification, verify } from './audit.ts';
import { databaseOn } from './dialect.ts';
import { EmbeddedEngine } from './embedded/embedded-engine.ts';
import { executedMigrations, knownMigrations } from './migrate.ts';
import { PostgresqlEngine } from './postgresql/postgresql-engine.ts';
import { DEFAULT_SCOPE } from './scope.ts';
import type { StorePlace } from './store.ts';
import { DATABASE } from './transaction.ts';

/** What can be said of a store without changing anything in it. */
export interface StoreState {
  /** Migrations of this program that have not run yet. */
  readonly pending: readonly string[];
  /** Migrations that only a newer program knows. */
  readonly unknown: readonly string[];
  readonly lastBackupAtUs?: Micros;
  readonly newestRecordAtUs?: Micros;
  /** Absent while migrations are pending. */
  readonly trail?: Verification;
}

/**
 * Opens a store that is there, looks at it in a transaction that cannot write, and closes it again. Rejects with
 * `store-locked`, `store-version` or `store-unavailable`.
 */
export async function stateOf(place: StorePlace): Promise<StoreState> {
  const engine = 'folder' in place ? await EmbeddedEngine.open(place.folder) : await PostgresqlEngine.open(place.url);
  const database = databaseOn(engine);
  try {
    return await database.transaction().execute(async (transaction) => {
      await sql`set transaction read only`.execute(transaction);
      const executed = await executedMigrations(transaction);
      const known = knownMigrations();
      const pending = known.filter((name) => !executed.includes(name));
      const unknown = executed.filter((name) => !known.includes(name));
      if (pending.length > 0) return { pending, unknown };
      const { rows } = await sql<{ newest: number | null; backup: number | null }>`
        select max(at) as newest, max(at) filter (where kind = 'backup.exported') as backup from audit_record
      `.execute(transaction);
      const { newest, backup } = rows[0] ?? { newest: null, backup: null };
      const trail = await verify({ scope: DEFAULT_SCOPE, [DATABASE]: transaction });
      return {
        pending,
        unknown,
        trail,
        ...(newest !== null && { newestRecordAtUs: newest }),
        ...(backup !== null && { lastBackupAtUs: backup }),
      };
    });
  } finally {
    await database.destroy();
  }
}
