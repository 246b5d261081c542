import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { Fault } from '#kernel';
import { verify } from '../audit.ts';
import { appendAuditRecord } from '../audit-chain.ts';
import { databaseOn } from '../dialect.ts';
import { DATABASE_FOLDER, EmbeddedEngine } from '../embedded/embedded-engine.ts';
import { knownMigrations, lastMigration, migrate } from '../migrate.ts';
import { PostgresqlEngine, serverOf } from '../postgresql/postgresql-engine.ts';
import type { StorePlace } from '../store.ts';
import type { Tables } from '../tables.ts';
import { type Actor, DATABASE } from '../transaction.ts';
import type { BackupContent } from './export.ts';
import { type Line, readLines } from './file.ts';
import { Header, parsed, type RowLine, rowOf, Trailer } from './lines.ts';
import { RowWriter } from './row-writer.ts';
import { BACKUP_TABLES, type BackupTable } from './tables.ts';

export interface ImportOptions {
  readonly atUs: number;
  readonly actor: Actor;
}

/**
 * Reads a backup into an empty place: all of it or nothing. Rejects with `store-not-empty`, with `file-unreadable`, with a
 * code that begins with `backup-` for each kind of damage, and with what opening a store rejects with.
 */
export async function importBackup(place: StorePlace, path: string, options: ImportOptions): Promise<BackupContent> {
  if ('url' in place) {
    await check(path);
    const database = databaseOn(await PostgresqlEngine.open(place.url));
    try {
      return await load(database, serverOf(place.url), path, options);
    } finally {
      await database.destroy();
    }
  }
  const { folder } = place;
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Fault('store-not-empty', { where: folder });
  await check(path);
  let isWhole = false;
  const database = databaseOn(await EmbeddedEngine.open(folder));
  try {
    const content = await load(database, folder, path, options);
    isWhole = true;
    return content;
  } finally {
    await database.destroy();
    if (!isWhole) rmSync(join(folder, DATABASE_FOLDER), { recursive: true, force: true });
  }
}

/** Where rows go. */
interface RowSink {
  add(row: RowLine, line: number): Promise<void> | void;
  end(): Promise<void> | void;
}

/** Reads all of it and keeps nothing, so that most damage is found before anything is made. */
async function check(file: string): Promise<void> {
  const lines = readLines(file);
  const { header, hash } = await headerOf(file, lines);
  const add = ([table, ...values]: RowLine, line: number): void => {
    if (values.length !== header.columns[table]?.length) throw new Fault('backup-line', { file, line });
  };
  await readRows({ add, end: () => {} }, file, hash, lines);
}

async function headerOf(file: string, lines: AsyncGenerator<Line>): Promise<{ header: Header; hash: Hash }> {
  const first = await lines.next();
  const hash = createHash('sha256');
  if (first.done === true) throw new Fault('backup-format', { file });
  const { bytes } = first.value;
  const said = parsed(bytes.toString());
  const schema = (said as { schema?: unknown } | undefined)?.schema;
  const another = typeof schema === 'string' ? /^mimamori\.backup\/(\d+)$/.exec(schema)?.[1] : undefined;
  const { data: header } = Header.safeParse(said);
  if (header === undefined && another !== undefined && another !== '1') {
    throw new Fault('backup-version', { file, found: String(schema), needed: 'mimamori.backup/1' });
  }
  if (header === undefined) throw new Fault('backup-format', { file });
  const known = knownMigrations();
  if (!known.includes(header.migration)) {
    throw new Fault('backup-version', { file, found: header.migration, needed: known.at(-1) ?? '' });
  }
  hash.update(bytes).update('\n');
  return { header, hash };
}

async function load(
  database: Kysely<Tables>,
  where: string,
  file: string,
  { actor, atUs }: ImportOptions,
): Promise<BackupContent> {
  const lines = readLines(file);
  const { header, hash } = await headerOf(file, lines);
  const isNewer = (await lastMigration(database)) > header.migration;
  if (isNewer || (await hasRows(database))) throw new Fault('store-not-empty', { where });
  await migrate(database, where, header.migration);
  const content = await database.transaction().execute(async (transaction) => {
    await sql`delete from site`.execute(transaction);
    await sql`delete from tenant`.execute(transaction);
    const found = await readRows(new RowWriter(transaction, file, header), file, hash, lines);
    await checkTrails(transaction, file);
    return found;
  });
  await migrate(database, where);
  await database.transaction().execute(async (transaction) => {
    // A backup holds rows and no files: nothing is kept where it is imported.
    const nothing = { kept_until: null, kept_bytes: null, kept_location: null };
    await transaction.updateTable('capture').set(nothing).where('kept_until', 'is not', null).execute();
    const scope = { tenant: 1, site: 1 };
    const details = { sha256: content.sha256, madeAt: header.at };
    await appendAuditRecord({ scope, [DATABASE]: transaction }, { kind: 'backup.imported', actor, atUs, details });
  });
  return content;
}

async function hasRows(database: Kysely<Tables>): Promise<boolean> {
  if ((await lastMigration(database)) === '') return false;
  for (const table of BACKUP_TABLES.filter((name) => name !== 'tenant' && name !== 'site')) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(database);
    if (rows.length > 0) return true;
  }
  return false;
}

async function readRows(sink: RowSink, file: string, hash: Hash, lines: AsyncGenerator<Line>): Promise<BackupContent> {
  const rows: Partial<Record<BackupTable, number>> = {};
  let content: BackupContent | undefined;
  let last = 1;
  for await (const { number: line, bytes, isWhole } of lines) {
    if (!isWhole) throw new Fault('backup-cut', { file, line });
    if (content !== undefined) throw new Fault('backup-line', { file, line });
    last = line;
    const said = parsed(bytes.toString());
    const row = rowOf(said);
    if (row !== undefined) {
      hash.update(bytes).update('\n');
      rows[row[0]] = (rows[row[0]] ?? 0) + 1;
      await sink.add(row, line);
      continue;
    }
    const { data: trailer } = Trailer.safeParse(said);
    if (trailer === undefined) throw new Fault('backup-line', { file, line });
    const sha256 = hash.digest('hex');
    checkCounts(file, line, rows, trailer.end.rows);
    const stated = trailer.end.sha256;
    if (stated !== sha256) throw new Fault('backup-checksum', { file, line, found: sha256, stated });
    content = { ...trailer.end, sha256 };
  }
  if (content === undefined) throw new Fault('backup-cut', { file, line: last });
  await sink.end();
  return content;
}

type Counts = Readonly<Partial<Record<BackupTable, number>>>;

function checkCounts(file: string, line: number, rows: Counts, statedRows: Counts): void {
  for (const table of BACKUP_TABLES) {
    const [found, stated] = [rows[table] ?? 0, statedRows[table] ?? 0];
    if (found !== stated) throw new Fault('backup-counts', { file, line, table, found, stated });
  }
}

async function checkTrails(database: Kysely<Tables>, file: string): Promise<void> {
  const tenants = await database.selectFrom('audit_head').select(['tenant', 'site']).execute();
  const writers = await database.selectFrom('audit_record').select(['tenant', 'site']).distinct().execute();
  for (const { tenant, site } of [...tenants, ...writers]) {
    const { intact, brokenAt = 1 } = await verify({ scope: { tenant, site }, [DATABASE]: database });
    if (!intact) throw new Fault('backup-audit', { file, number: brokenAt });
  }
}
