import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/**
 * Every table that a backup holds, those that others refer to first. Sessions are not in it: who holds a token of one
 * would be signed in wherever the backup is imported.
 */
export const BACKUP_TABLES = [
  'tenant',
  'site',
  'account',
  'audit_record',
  'audit_head',
  'approval',
  'sensor',
  'run',
  'capture',
  'evidence',
  'evidence_excerpt',
  'edge',
  'pairing',
  'traffic',
  'correction',
  'device',
  'setting',
] as const;
export type BackupTable = (typeof BACKUP_TABLES)[number];

/** Tables whose key the database counts up, with that column. */
export const COUNTED_KEYS: readonly (readonly [BackupTable, string])[] = [
  ['run', 'number'],
  ['capture', 'number'],
];

export interface Column {
  readonly name: string;
  /** As SQL writes it, such as `bigint` or `inet[]`. */
  readonly type: string;
}

/** The columns of a table in their order. */
export async function columnsOf(database: Kysely<Tables>, table: BackupTable): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum`.execute(database);
  return rows;
}
