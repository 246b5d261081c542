// Converts the recog fingerprint files (XML, Ruby regular expressions) into data/fingerprints/recog (JSON Lines, JavaScript
// regular expressions) and their worked examples into data/fingerprints/recog-examples.
//
//   node scripts/refresh-recog.mjs <folder with recog *.xml>
//
// It prints what could not be converted and the counts for data/fingerprints/SOURCE.md; the unit test of the matcher
// measures how many examples agree.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleText, readFingerprintFile, rubyToJavaScript } from './refresh-recog-parts.mjs';

// Two files name no field of their own.
const FIELD_OF_FILE = { hp_pjl_id: 'pjl.id', telnet_banners: 'telnet.banner' };
// Patterns whose backtracking was measured above 15 ms on hostile text of 1,024 characters (see SOURCE.md); their rows
// are not tried on text longer than this. Found by their beginning, since positions move between editions.
const MAX_LENGTH = 256;
const COSTLY = ['^Aruba\\s+', '^BBC \\d+', '^(?:Cisco|TANDBERG) Codec SoftW:'];
const TARGET = new URL('../data/fingerprints/recog/', import.meta.url);
const EXAMPLES = new URL('../data/fingerprints/recog-examples/', import.meta.url);

function convertFile(path, fileName) {
  const { attributes, fingerprints } = readFingerprintFile(readFileSync(path, 'utf8'));
  const field = attributes.matches ?? FIELD_OF_FILE[fileName] ?? fileName;
  const rows = [];
  const examples = [];
  const failures = [];
  fingerprints.forEach((fingerprint, index) => {
    const { pattern, flags, problem } = rubyToJavaScript(fingerprint.pattern, fingerprint.flags ?? '');
    if (problem !== undefined) {
      failures.push({ field, pattern: fingerprint.pattern, problem });
      return;
    }
    const row = { id: `${field}#${index + 1}`, pattern, description: fingerprint.description };
    if (flags !== '') row.flags = flags;
    if (COSTLY.some((start) => fingerprint.pattern.startsWith(start))) row.maxLength = MAX_LENGTH;
    row.params = fingerprint.params.map((param) =>
      param.pos === '0' ? [0, param.name, param.value ?? ''] : [Number(param.pos), param.name],
    );
    rows.push(row);
    for (const example of fingerprint.examples) {
      const text = exampleText(example);
      if (text === undefined) continue;
      examples.push({ id: row.id, text, params: example.expected });
    }
  });
  return { field, attributes, rows, examples, failures };
}

/** JSON Lines: what holds for the whole field first, then one row a line, so that a refresh shows as a readable diff. */
function writeLines(url, head, rows) {
  writeFileSync(url, `${[head, ...rows].map((row) => JSON.stringify(row)).join('\n')}\n`);
}

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('usage: node scripts/refresh-recog.mjs <folder with recog *.xml>\n');
  process.exit(2);
}
for (const url of [TARGET, EXAMPLES]) {
  mkdirSync(url, { recursive: true });
  for (const name of readdirSync(url)) if (name.endsWith('.jsonl')) rmSync(new URL(name, url));
}
let fingerprintCount = 0;
let exampleCount = 0;
for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith('.xml')) continue;
  const { field, attributes, rows, examples, failures } = convertFile(join(folder, name), name.slice(0, -4));
  const head = { field, protocol: attributes.protocol ?? '' };
  if (attributes.preference !== undefined) head.preference = Number(attributes.preference);
  writeLines(new URL(`${field}.jsonl`, TARGET), head, rows);
  writeLines(new URL(`${field}.jsonl`, EXAMPLES), { field }, examples);
  fingerprintCount += rows.length;
  exampleCount += examples.length;
  for (const failure of failures) process.stdout.write(`not converted: ${JSON.stringify(failure)}\n`);
}
process.stdout.write(`${fingerprintCount} fingerprints, ${exampleCount} examples\n`);
