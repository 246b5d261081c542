import type { ProductFact } from './product.ts';
import { spelling } from './normalise.ts';
import { readTsv } from './tsv.ts';

/** Values that are right although the truth lacks them, each with the frame where it stands and who else read it there. */
export interface Extras {
  explains(file: string, fact: ProductFact): boolean;
  readonly count: number;
}

/** @throws Error when a row lacks its frame or its reason. */
export function readExtras(path: string): Extras {
  const rows = readTsv(path, ['file', 'attribute', 'value', 'frame', 'reason']);
  const keys = new Set<string>();
  for (const row of rows) {
    if (!/^\d+$/.test(row.frame) || row.reason === '')
      throw new Error(`${path}: ${row.file} ${row.value}: no frame or reason`);
    keys.add(`${row.file}\0${row.attribute}\0${spelling(row.value)}`);
  }
  return {
    explains: (file, fact) => keys.has(`${file}\0${fact.attribute}\0${spelling(fact.value)}`),
    count: rows.length,
  };
}
