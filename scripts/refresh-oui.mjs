// Writes data/oui/assignments.tsv from the IEEE registries as CSV (oui.csv, mam.csv, oui36.csv, iab.csv), for example
// those of the Debian package ieee-data.
//
//   node scripts/refresh-oui.mjs [folder, default /usr/share/ieee-data]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const REGISTRIES = ['oui.csv', 'mam.csv', 'oui36.csv', 'iab.csv'];
const TARGET = new URL('../data/oui/assignments.tsv', import.meta.url);
// The registry's own placeholder: such a 24-bit block is split into smaller ones, and "Private" names nobody.
const NAMES_NOBODY = new Set(['IEEE Registration Authority', 'Private']);

/** Records of RFC 4180 text. */
function* csvRecords(text) {
  let record = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char === '"' && text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"') quoted = true;
    else if (char === ',') {
      record.push(cell);
      cell = '';
    } else if (char === '\n') {
      record.push(cell.replace(/\r$/, ''));
      yield record;
      record = [];
      cell = '';
    } else cell += char;
  }
}

const folder = process.argv[2] ?? '/usr/share/ieee-data';
const lines = new Map();
for (const registry of REGISTRIES) {
  for (const [kind, assignment, name] of csvRecords(readFileSync(join(folder, registry), 'utf8'))) {
    if (kind === 'Registry' || assignment === undefined) continue;
    const organisation = name.replace(/\s+/g, ' ').trim();
    // Two prefixes (080030, 0001C8) are listed more than once; the last line is kept.
    if (!NAMES_NOBODY.has(organisation) && organisation !== '') lines.set(assignment.toUpperCase(), organisation);
  }
}
// Sorted by character code, prefix first: the look-up searches the text itself.
const sorted = [...lines]
  .map(([prefix, organisation]) => `${prefix}\t${organisation}`)
  .sort((a, b) => (a < b ? -1 : 1));
writeFileSync(TARGET, `${sorted.join('\n')}\n`);
process.stdout.write(`${sorted.length} assignments of ${new Set(lines.values()).size} organisations\n`);
