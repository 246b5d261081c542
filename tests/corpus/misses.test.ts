import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Miss } from './compare.ts';
import type { FamilyResult, FileResult } from './examine.ts';
import { missRows, unlisted, writeMisses } from './misses.ts';

const folder = mkdtempSync(join(tmpdir(), 'corpus-misses-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'misses.tsv');
const causes = join(folder, 'causes.tsv');
writeFileSync(causes, 'file\tfamily\tattribute\tcause\nl2/gtp.pcap\t*\t*\tinside GTP\n');

function result(file: string, ...misses: readonly Miss[]): FileResult {
  const family: FamilyResult = {
    expected: misses.length,
    found: 0,
    excluded: 0,
    misses,
    said: 0,
    unjudged: 0,
    unknown: [],
    extras: 0,
    confirmed: [],
    explained: [],
    wrong: [],
  };
  return {
    file,
    isFresh: true,
    crash: undefined,
    isHanging: false,
    packetDifference: undefined,
    families: new Map([['dns', family]]),
    ja4: undefined,
    labels: undefined,
    devices: undefined,
  };
}

const miss = (value: string, isElsewhere = false): Miss => ({
  attribute: 'dns.query',
  value,
  host: '10.0.0.1',
  isElsewhere,
});

test('a cause comes from the table of causes, else from what is seen, else it is not known', () => {
  const rows = missRows(
    [result('l2/gtp.pcap', miss('a')), result('it/b.pcap', miss('b', true), miss('c'))],
    path,
    causes,
  );
  expect(rows.map((row) => row.cause)).toEqual(['inside GTP', 'said about another host', '?']);
});

test('what was written is listed and keeps its causes', () => {
  const results = [result('it/b.pcap', miss('with\ttab'))];
  expect(unlisted(missRows(results, path, causes), path)).toHaveLength(1);
  writeMisses(
    missRows(results, path, causes).map((row) => ({ ...row, cause: 'looked at' })),
    path,
  );
  const again = missRows(results, path, causes);
  expect(unlisted(again, path)).toEqual([]);
  expect(again[0]?.cause).toBe('looked at');
});
