import { type Kysely, sql } from 'kysely';
import { Fault } from '#kernel';
import { nullableTextArray } from '../arrays.ts';
import { DatabaseError } from '../failure.ts';
import type { Tables } from '../tables.ts';
import type { Header, RowLine } from './lines.ts';
import { type BackupTable, type Column, columnsOf, COUNTED_KEYS } from './tables.ts';

/** Rows, and characters, of one statement. */
const ROWS = 1000;
const CHARACTERS = 16 * 1024 * 1024;

/** Puts the rows of a backup into their tables, many in a statement. */
export class RowWriter {
  private readonly database: Kysely<Tables>;
  private readonly file: string;
  private readonly header: Header;
  private readonly columns = new Map<BackupTable, readonly Column[]>();
  private table: BackupTable | undefined = undefined;
  private rows: (readonly (string | null)[])[] = [];
  private characters = 0;
  private line = 0;

  constructor(database: Kysely<Tables>, file: string, header: Header) {
    this.database = database;
    this.file = file;
    this.header = header;
  }

  /** Rejects with `backup-line` for a row that does not have the columns of its table, and with `backup-row`. */
  async add([table, ...values]: RowLine, line: number): Promise<void> {
    if (table !== this.table || this.rows.length >= ROWS || this.characters >= CHARACTERS) await this.flush();
    this.table = table;
    this.line = line;
    if (values.length !== (await this.columnsIn(table)).length)
      throw new Fault('backup-line', { file: this.file, line });
    this.rows.push(values);
    for (const value of values) this.characters += value?.length ?? 0;
  }

  /** After the last row. */
  async end(): Promise<void> {
    await this.flush();
    for (const [table, key] of COUNTED_KEYS) {
      await sql`select setval(pg_get_serial_sequence(${table}, ${key}), max(${sql.ref(key)})) from ${sql.table(table)}
        having count(*) > 0`.execute(this.database);
    }
  }

  /** The columns of the backup, with the types that they have here. */
  private async columnsIn(table: BackupTable): Promise<readonly Column[]> {
    const known = this.columns.get(table);
    if (known !== undefined) return known;
    const here = await columnsOf(this.database, table);
    const columns = (this.header.columns[table] ?? []).map((name) => here.find((column) => column.name === name));
    if (columns.includes(undefined)) throw new Fault('backup-line', { file: this.file, line: 1 });
    const found = columns.filter((column) => column !== undefined);
    this.columns.set(table, found);
    return found;
  }

  private async flush(): Promise<void> {
    const { table, rows, database, file, line } = this;
    if (table === undefined || rows.length === 0) return;
    const columns = await this.columnsIn(table);
    const names = sql.join(columns.map(({ name }) => sql.ref(name)));
    const cast = sql.join(columns.map(({ name, type }) => sql`${sql.ref(`given.${name}`)}::${sql.raw(type)}`));
    const arrays = sql.join(
      columns.map((_, at) => sql`${nullableTextArray(rows.map((values) => values[at] ?? null))}::text[]`),
    );
    try {
      await sql`insert into ${sql.table(table)} (${names}) overriding system value
        select ${cast} from unnest(${arrays}) as given (${names})`.execute(database);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      throw new Fault('backup-row', { file, line, table, reason: error.message }, error);
    }
    this.rows = [];
    this.characters = 0;
  }
}
