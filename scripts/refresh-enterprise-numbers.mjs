// Updates the registrants in data/enterprise-numbers/enterprise-numbers.tsv from the text of the IANA registry (a line
// with the number, then lines indented by two, four and six spaces: organisation, contact, mail). The choice of numbers
// and the makers are kept by hand; contacts and mail addresses are not read.
//
//   node scripts/refresh-enterprise-numbers.mjs <enterprise-numbers text>
import { readFileSync } from 'node:fs';
import { argument, readTsv, writeTsv } from './refresh-tsv.mjs';

const TABLE = new URL('../data/enterprise-numbers/enterprise-numbers.tsv', import.meta.url);
const COLUMNS = ['number', 'organisation', 'manufacturer', 'source'];

const text = readFileSync(argument('node scripts/refresh-enterprise-numbers.mjs <enterprise-numbers text>'), 'utf8');
const organisations = new Map();
for (const [, number, organisation] of text.matchAll(/^(\d+)\r?\n {2}(\S.*)$/gm)) {
  organisations.set(number, organisation.trim());
}
const rows = readTsv(TABLE).map((row) => {
  const organisation = organisations.get(row.number);
  if (organisation === undefined) process.stdout.write(`${row.number} ${row.organisation}: not in the registry\n`);
  else if (organisation !== row.organisation)
    process.stdout.write(`${row.number} ${row.organisation}: now ${organisation}\n`);
  return { ...row, organisation: organisation ?? row.organisation };
});
writeTsv(TABLE, COLUMNS, rows);
