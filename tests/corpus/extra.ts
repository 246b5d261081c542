import { writeFileSync } from 'node:fs';
import type { FileResult } from './examine.ts';
import { spelling } from './normalise.ts';
import type { ProductFact } from './product.ts';
import { formatTsv, readTsv } from './tsv.ts';

const COLUMNS = ['file', 'attribute', 'value', 'frame', 'reason'] as const;
type ExtraRow = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** Begins the reason of rows that `--update` wrote: the second reading of each run must find such a value again. */
const SECOND_READING = 'second reading: ';

/** Values that are right although the truth lacks them, each with the frame where it stands and who else read it there. */
export interface Extras {
  /** Somebody looked at the frame, and the row is the proof. */
  explains(file: string, fact: ProductFact): boolean;
}

const keyOf = (file: string, attribute: string, value: string) => `${file}\0${attribute}\0${spelling(value)}`;

/** @throws Error when a row lacks its frame or its reason. */
export function readExtras(path: string): Extras {
  const proven = new Set<string>();
  for (const row of readTsv(path, COLUMNS)) {
    if (!/^\d+$/.test(row.frame) || row.reason === '')
      throw new Error(`${path}: ${row.file} ${row.value}: no frame or reason`);
    if (!row.reason.startsWith(SECOND_READING)) proven.add(keyOf(row.file, row.attribute, row.value));
  }
  return { explains: (file, fact) => proven.has(keyOf(file, fact.attribute, fact.value)) };
}

/** The rows that somebody wrote, and one for each value of the run that only the second reading confirms. */
export function extraRows(results: readonly FileResult[], path: string): readonly ExtraRow[] {
  const written = readTsv(path, COLUMNS).filter((row) => !row.reason.startsWith(SECOND_READING));
  const confirmed = results.flatMap(({ file, families }) =>
    [...families.values()].flatMap((family) =>
      family.confirmed.map(({ fact, shown }) => ({
        file,
        attribute: fact.attribute,
        value: fact.value,
        frame: String(fact.ranges.at(-1)?.frame ?? ''),
        reason: SECOND_READING + shown,
      })),
    ),
  );
  return [...written, ...confirmed];
}

/** Values of the run that only the second reading confirms and that have no row, one line each. */
export function unlistedExtras(rows: readonly ExtraRow[], path: string): readonly string[] {
  const listed = new Set(readTsv(path, COLUMNS).map((row) => keyOf(row.file, row.attribute, row.value)));
  return rows
    .filter((row) => !listed.has(keyOf(row.file, row.attribute, row.value)))
    .map((row) => `${row.file}: ${row.attribute} ${row.value}, frame ${row.frame}`);
}

export function writeExtras(rows: readonly ExtraRow[], path: string): void {
  writeFileSync(
    path,
    formatTsv(COLUMNS, rows, [
      'Values that are right although the truth lacks them: the frame where each stands, and the second reading that confirms',
      `it. \`npm run corpus -- --update\` writes the rows that begin with "${SECOND_READING.trim()}" anew; see README.md.`,
    ]),
  );
}
