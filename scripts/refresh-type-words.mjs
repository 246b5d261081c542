// Sorts data/type-words/type-words.tsv by id and says which words stand in it twice. The table is kept by hand: add a
// row with the next free id, then run this.
//
//   node scripts/refresh-type-words.mjs
import { readTsv, writeTsv } from './refresh-tsv.mjs';

const TABLE = new URL('../data/type-words/type-words.tsv', import.meta.url);
const COLUMNS = ['id', 'kind', 'text', 'lang', 'type_id', 'manufacturer', 'weight', 'source'];

const rows = readTsv(TABLE).sort((a, b) => (a.id < b.id ? -1 : 1));
const seen = new Map();
for (const row of rows) {
  const word = row.text.toLowerCase();
  if (seen.has(word)) process.stdout.write(`${row.id} repeats ${seen.get(word)}: ${row.text}\n`);
  seen.set(word, row.id);
}
writeTsv(TABLE, COLUMNS, rows);
