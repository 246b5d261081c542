// Sorts data/services/services.tsv by port and compares its registered rows with the IANA registry (CSV with the columns
// Service Name, Port Number, Transport Protocol). The table is kept by hand.
//
//   node scripts/refresh-services.mjs [service-names-port-numbers.csv]
import { readFileSync } from 'node:fs';
import { readTsv, writeTsv } from './refresh-tsv.mjs';

const TABLE = new URL('../data/services/services.tsv', import.meta.url);
const COLUMNS = ['transport', 'port', 'id', 'name_en', 'name_ja', 'category', 'encryption', 'status', 'source'];

const rows = readTsv(TABLE).sort((a, b) => a.port - b.port || (a.transport < b.transport ? -1 : 1));
const csv = process.argv[2];
if (csv !== undefined) {
  const registered = new Map();
  for (const line of readFileSync(csv, 'utf8').split('\n')) {
    // The first three columns never hold a comma.
    const [name, port, transport] = line.split(',');
    const key = `${transport}/${port}`;
    registered.set(key, [...(registered.get(key) ?? []), name.toLowerCase()]);
  }
  for (const row of rows.filter((each) => each.status === 'registered')) {
    const name = /^IANA ([^ ;]+)/.exec(row.source)?.[1]?.toLowerCase();
    const names = registered.get(`${row.transport}/${row.port}`) ?? [];
    if (!names.includes(name)) process.stdout.write(`${row.transport}/${row.port} ${name}: ${names.join(', ')}\n`);
  }
}
writeTsv(TABLE, COLUMNS, rows);
