import * as z from 'zod';
import { BACKUP_TABLES, type BackupTable } from './tables.ts';

/** The lines of a backup; docs/reference/backup.md describes them. */
export const SCHEMA = 'mimamori.backup/1';

/** The first line. Columns stand here once, and the values of each row in the same order. */
export const Header = z.object({
  schema: z.literal(SCHEMA),
  version: z.string(),
  at: z.string(),
  /** The last migration that had run. */
  migration: z.string(),
  columns: z.partialRecord(z.enum(BACKUP_TABLES), z.array(z.string())),
});
export type Header = z.infer<typeof Header>;

/** A row: the table, then each value as PostgreSQL writes it, so that none is rounded or rewritten on the way. */
export type RowLine = readonly [BackupTable, ...(string | null)[]];

/** The last line. The hash is of all bytes before it. */
export const Trailer = z.object({
  end: z.object({ rows: z.partialRecord(z.enum(BACKUP_TABLES), z.int()), sha256: z.string() }),
});
export type Trailer = z.infer<typeof Trailer>;

const TABLE_NAMES: ReadonlySet<unknown> = new Set(BACKUP_TABLES);

/** Undefined for what is no row. */
export function rowOf(line: unknown): RowLine | undefined {
  if (!Array.isArray(line) || !TABLE_NAMES.has(line[0])) return undefined;
  const isValue = (value: unknown): boolean => value === null || typeof value === 'string';
  return line.every(isValue) ? (line as unknown[] as [BackupTable, ...(string | null)[]]) : undefined;
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
