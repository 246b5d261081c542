import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { toIso } from '#kernel';
import { lastMigration } from '../migrate.ts';
import type { Store } from '../store.ts';
import type { Tables } from '../tables.ts';
import { type Actor, DATABASE } from '../transaction.ts';
import { writeFile } from './file.ts';
import { type Header, SCHEMA, type Trailer } from './lines.ts';
import { BACKUP_TABLES, type BackupTable, columnsOf } from './tables.ts';

/** Rows fetched at once. */
const PART = 1000;

export interface ExportOptions {
  readonly version: string;
  readonly atUs: number;
  readonly actor: Actor;
}

/** What a backup holds. */
export interface BackupContent {
  readonly rows: Readonly<Partial<Record<BackupTable, number>>>;
  readonly sha256: string;
}

/**
 * Writes everything that is kept into one file, as it was at one moment, and leaves an audit record, which is part of it.
 * Rejects with `file-unwritable`, and with what a store rejects with.
 */
export async function exportBackup(store: Store, path: string, options: ExportOptions): Promise<BackupContent> {
  const { actor, atUs } = options;
  await store.change({ kind: 'backup.exported', actor, atUs }, () => Promise.resolve());
  return await store.transaction(async (transaction) => {
    const database = transaction[DATABASE];
    // On a server others go on writing.
    await sql`set transaction isolation level repeatable read`.execute(database);
    const content: { value?: BackupContent } = {};
    await writeFile(path, textsOf(database, options, content));
    return content.value ?? { rows: {}, sha256: '' };
  });
}

async function* textsOf(
  database: Kysely<Tables>,
  { version, atUs }: ExportOptions,
  content: { value?: BackupContent },
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const hashed = (text: string): string => {
    hash.update(text);
    return text;
  };
  const columns: Partial<Record<BackupTable, string[]>> = {};
  for (const table of BACKUP_TABLES) columns[table] = (await columnsOf(database, table)).map(({ name }) => name);
  const migration = await lastMigration(database);
  const header: Header = { schema: SCHEMA, version, at: toIso(atUs), migration, columns };
  yield hashed(`${JSON.stringify(header)}\n`);
  const rows: Partial<Record<BackupTable, number>> = {};
  for (const table of BACKUP_TABLES) {
    let count = 0;
    for await (const part of partsOf(database, table, columns[table] ?? [])) {
      count += part.length;
      yield hashed(part.map((values) => `${JSON.stringify([table, ...values])}\n`).join(''));
    }
    rows[table] = count;
  }
  content.value = { rows, sha256: hash.digest('hex') };
  const trailer: Trailer = { end: content.value };
  yield `${JSON.stringify(trailer)}\n`;
}

/** Values as text, which is the same on both engines. */
async function* partsOf(
  database: Kysely<Tables>,
  table: BackupTable,
  columns: readonly string[],
): AsyncGenerator<(string | null)[][]> {
  const texts = sql.join(columns.map((name) => sql`${sql.ref(name)}::text`));
  await sql`declare backup_rows no scroll cursor for select array[${texts}] as texts from ${sql.table(table)}`.execute(
    database,
  );
  for (;;) {
    const { rows } = await sql<{ texts: (string | null)[] }>`fetch ${sql.raw(String(PART))} from backup_rows`.execute(
      database,
    );
    if (rows.length === 0) break;
    yield rows.map(({ texts }) => texts);
  }
  await sql`close backup_rows`.execute(database);
}
