// Reading and writing of the tab-separated tables under data/, shared by the refresh scripts.
import { readFileSync, writeFileSync } from 'node:fs';

/** Rows as objects by column name; `-` stays as written. */
export function readTsv(path) {
  const [head, ...lines] = readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'));
  const columns = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(columns.map((column, index) => [column, (cells[index] ?? '').trim()]));
  });
}

/** Writes the named columns, `-` where a cell is empty. */
export function writeTsv(url, columns, rows) {
  const lines = rows.map((row) => columns.map((column) => clean(row[column])).join('\t'));
  writeFileSync(url, `${columns.join('\t')}\n${lines.join('\n')}\n`);
  process.stdout.write(`${rows.length} rows\n`);
}

function clean(cell) {
  const text = String(cell ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return text === '' ? '-' : text;
}

/** The first command-line argument, or the end of the program with a usage line. */
export function argument(usage) {
  const value = process.argv[2];
  if (value === undefined) {
    process.stderr.write(`usage: ${usage}\n`);
    process.exit(2);
  }
  return value;
}
