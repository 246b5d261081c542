import { existsSync, readFileSync } from 'node:fs';

/**
 * Reads a tab-separated table with a header line. Empty lines and lines that begin with `#` are left out; a missing file
 * is an empty table.
 *
 * @throws Error when a line has another number of cells than the header, or the header lacks a wanted column.
 */
export function readTsv<Column extends string>(
  path: string,
  columns: readonly Column[],
): readonly Readonly<Record<Column, string>>[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  const rows: Record<Column, string>[] = [];
  let header: readonly string[] | undefined;
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const cells = line.split('\t');
    if (header === undefined) {
      header = cells;
      for (const column of columns) if (!header.includes(column)) throw new Error(`${path}: no column ${column}`);
      continue;
    }
    if (cells.length !== header.length) throw new Error(`${path}:${index + 1}: ${cells.length} cells`);
    const entries = columns.map((column) => [column, unescapeCell(cells[header?.indexOf(column) ?? -1] ?? '')]);
    rows.push(Object.fromEntries(entries) as Record<Column, string>);
  }
  return rows;
}

/** Values come from the wire and may hold anything; a table cell is one line without tabs. */
export function escapeCell(value: string): string {
  return value.replace(/[\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (char) => {
    if (char === '\\') return '\\\\';
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

export function unescapeCell(cell: string): string {
  return cell.replace(/\\(\\|u[0-9a-f]{4})/g, (_, code: string) =>
    code === '\\' ? '\\' : String.fromCharCode(Number.parseInt(code.slice(1), 16)),
  );
}

/** One line a row, header first, ending in a line break. `comment` stands above the header. */
export function formatTsv<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string>>[],
  comment: readonly string[] = [],
): string {
  const lines = comment.map((line) => `# ${line}`);
  lines.push(columns.join('\t'));
  for (const row of rows) lines.push(columns.map((column) => escapeCell(row[column])).join('\t'));
  return `${lines.join('\n')}\n`;
}
