/** A line of a table that could not be read. `line` counts from 1. */
export interface RowError {
  readonly line: number;
  readonly message: string;
}

export interface ParsedTable<Row> {
  readonly rows: readonly Row[];
  readonly errors: readonly RowError[];
}

/** One row as text, by column name. A cell of `-` reads as empty: the tables write it where nothing is known. */
export type Cells<Column extends string> = Readonly<Record<Column, string>>;

/** Longer lines are damage, not data: the longest line of any table is under 2,000 characters. */
const MAX_LINE_LENGTH = 16_384;
/** A file that is nothing but errors must not fill the memory with messages. */
const MAX_ERRORS = 1_000;

interface TableShape<Column extends string, Row> {
  readonly columns: readonly Column[];
  /** The row, or a message that says what is wrong with it. */
  readonly read: (cells: Cells<Column>, line: number) => Row | string;
  /** Rows with the same key are refused after the first. Leave it out where rows may repeat. */
  readonly key?: (row: Row) => string;
}

/**
 * Reads tab-separated text whose first line names the columns. Empty lines and lines that start with `#` are skipped,
 * further columns are allowed. Never throws: what cannot be read is in `errors`, all other rows are returned.
 */
export function parseTable<Column extends string, Row extends object>(
  text: string,
  shape: TableShape<Column, Row>,
): ParsedTable<Row> {
  const rows: Row[] = [];
  const errors: RowError[] = [];
  const seen = new Set<string>();
  let positions: readonly number[] | undefined;
  let line = 0;
  for (const raw of text.split('\n')) {
    line += 1;
    const content = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (content.trim() === '' || content.startsWith('#')) continue;
    if (errors.length >= MAX_ERRORS) break;
    if (content.length > MAX_LINE_LENGTH) {
      errors.push({ line, message: `line longer than ${MAX_LINE_LENGTH} characters` });
      continue;
    }
    const cells = content.split('\t');
    if (positions === undefined) {
      positions = shape.columns.map((column) => cells.indexOf(column));
      const missing = shape.columns.filter((_, index) => positions?.[index] === -1);
      if (missing.length > 0) return { rows, errors: [{ line, message: `no column ${missing.join(', ')}` }] };
      continue;
    }
    const row = shape.read(pick(shape.columns, positions, cells), line);
    if (typeof row === 'string') {
      errors.push({ line, message: row });
      continue;
    }
    const key = shape.key?.(row);
    if (key !== undefined && seen.has(key)) {
      errors.push({ line, message: `second row for ${key}` });
      continue;
    }
    if (key !== undefined) seen.add(key);
    rows.push(row);
  }
  return { rows, errors };
}

function pick<Column extends string>(
  columns: readonly Column[],
  positions: readonly number[],
  cells: readonly string[],
): Cells<Column> {
  const picked: Partial<Record<Column, string>> = {};
  columns.forEach((column, index) => {
    const cell = (cells[positions[index] ?? -1] ?? '').trim();
    picked[column] = cell === '-' ? '' : cell;
  });
  return picked as Cells<Column>;
}

/** `cell` when it is one of `allowed`. */
export function oneOf<const Value extends string>(cell: string, allowed: readonly Value[]): Value | undefined {
  return allowed.find((value) => value === cell);
}

/** A number from 0 to 1, as weights and confidences are written. */
export function fraction(cell: string): number | undefined {
  if (!/^(?:0(?:\.\d+)?|1(?:\.0+)?)$/.test(cell)) return undefined;
  return Number(cell);
}

/** The parts of a list cell, separated by semicolons. */
export function list(cell: string): readonly string[] {
  return cell
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
