import { writeFileSync } from 'node:fs';
import type { FileResult } from './examine.ts';
import { formatTsv, readTsv } from './tsv.ts';

const COLUMNS = ['file', 'family', 'attribute', 'value', 'host', 'cause'] as const;
export type MissRow = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** What stands for a cause that nobody looked for yet. */
export const UNKNOWN_CAUSE = '?';
const ELSEWHERE_CAUSE = 'said about another host';

const CAUSE_COLUMNS = ['file', 'family', 'attribute', 'cause'] as const;
const ANY = '*';

/** Causes that hold for many misses of one file: the first row that fits. */
function readCauses(path: string): (row: MissRow) => string | undefined {
  const rows = readTsv(path, CAUSE_COLUMNS);
  const fits = (cell: string, value: string) => cell === ANY || cell === value;
  return (miss) =>
    rows.find((row) => row.file === miss.file && fits(row.family, miss.family) && fits(row.attribute, miss.attribute))
      ?.cause;
}

const keyOf = (row: MissRow) => [row.file, row.family, row.attribute, row.value, row.host].join('\0');

/** The misses of a run with their causes: from the table of causes, or as committed before. */
export function missRows(results: readonly FileResult[], path: string, causesPath: string): readonly MissRow[] {
  const committed = new Map(readTsv(path, COLUMNS).map((row) => [keyOf(row), row.cause]));
  const causeOf = readCauses(causesPath);
  return results.flatMap(({ file, families }) =>
    [...families].flatMap(([family, result]) =>
      result.misses.map((miss) => {
        const row = { file, family, attribute: miss.attribute, value: miss.value, host: miss.host, cause: '' };
        const unexplained = miss.isElsewhere ? ELSEWHERE_CAUSE : UNKNOWN_CAUSE;
        return { ...row, cause: causeOf(row) ?? committed.get(keyOf(row)) ?? unexplained };
      }),
    ),
  );
}

/** The rows that the committed list lacks, or has without a cause, one line each. */
export function unlisted(rows: readonly MissRow[], path: string): readonly string[] {
  const explained = readTsv(path, COLUMNS).filter((row) => row.cause !== UNKNOWN_CAUSE);
  const listed = new Set(explained.map(keyOf));
  return rows
    .filter((row) => !listed.has(keyOf(row)))
    .map((row) => `${row.file}: ${row.attribute} ${row.value} ${row.host}`);
}

export function writeMisses(rows: readonly MissRow[], path: string): void {
  writeFileSync(
    path,
    formatTsv(COLUMNS, rows, [
      'Values of the truth that the reader does not say. `npm run corpus -- --update` keeps the causes and adds the new rows.',
    ]),
  );
}
