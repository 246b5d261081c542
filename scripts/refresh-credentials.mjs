// Writes data/credentials/credentials.tsv. The credentials themselves are not kept in the project: they are read from a
// table given on the command line, with the columns service, user, password, product, manufacturer, source. An empty
// cell is an empty value there, `*` as service means every service.
//
//   node scripts/refresh-credentials.mjs <credentials in clear, tab-separated>
//
// The salt of the present file is kept, so that unchanged rows keep their digests.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { argument } from './refresh-tsv.mjs';

const TARGET = new URL('../data/credentials/credentials.tsv', import.meta.url);
const present = existsSync(TARGET) ? readFileSync(TARGET, 'utf8') : '';
const salt = /^# salt ([0-9a-f]+)$/m.exec(present)?.[1] ?? randomBytes(16).toString('hex');

const [head, ...lines] = readFileSync(argument('node scripts/refresh-credentials.mjs <credentials.tsv>'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('# '));
const columns = head.split('\t');
const rows = new Set();
for (const line of lines) {
  const cells = line.split('\t');
  const cell = (name) => cells[columns.indexOf(name)] ?? '';
  const text = salt + [cell('service'), cell('user'), cell('password')].join('\0');
  const digest = createHash('sha256').update(text, 'utf8').digest('hex');
  rows.add([digest, cell('product'), cell('manufacturer') || '-', cell('source')].join('\t'));
}
// Sorted by digest, so that the order of the rows says nothing about the credentials.
const sorted = [...rows].sort((a, b) => (a < b ? -1 : 1));
writeFileSync(TARGET, `# salt ${salt}\ndigest\tproduct\tmanufacturer\tsource\n${sorted.join('\n')}\n`);
process.stdout.write(`${sorted.length} rows\n`);
