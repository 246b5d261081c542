import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Confirmed, FileResult } from './examine.ts';
import { extraRows, readExtras, unlistedExtras, writeExtras } from './extra.ts';
import { factOf } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'corpus-extra-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = 'it/a.pcap';
const host = factOf('http.host', 'pacs');
const sni = factOf('tls.sni', 'pacs');
const written = { file, attribute: 'http.host', value: 'PACS', frame: '3', reason: 'tshark reads it too' };

function result(...confirmed: readonly Confirmed[]): FileResult {
  const family = {
    expected: 0,
    found: 0,
    excluded: 0,
    misses: [],
    said: 0,
    unjudged: 0,
    unknown: [],
    extras: 0,
    confirmed,
    explained: [],
    wrong: [],
  };
  return {
    file,
    isFresh: true,
    crash: undefined,
    isHanging: false,
    packetDifference: undefined,
    families: new Map([['tls', family]]),
    ja4: undefined,
    labels: undefined,
    devices: undefined,
  };
}

const read = (path: string, rows: Parameters<typeof writeExtras>[0]) => {
  writeExtras(rows, path);
  return readExtras(path);
};

test('a row that somebody wrote explains, one of the second reading is only listed', () => {
  const path = join(folder, 'extra.tsv');
  const extras = read(path, [written]);
  expect(extras.explains(file, host)).toBe(true);
  expect(extras.explains('it/b.pcap', host)).toBe(false);

  const range = { frame: 7, offset: 0, length: 4 };
  const confirmed = { fact: { ...sni, ranges: [range] }, shown: 'the text stands there' };
  const rows = extraRows([result(confirmed)], path);
  expect(rows).toEqual([
    written,
    { file, attribute: 'tls.sni', value: 'pacs', frame: '7', reason: 'second reading: the text stands there' },
  ]);
  expect(unlistedExtras(rows, path)).toEqual(['it/a.pcap: tls.sni pacs, frame 7']);
  expect(read(path, rows).explains(file, sni)).toBe(false);
  expect(unlistedExtras(rows, path)).toEqual([]);
  expect(extraRows([result()], path)).toEqual([written]);
});

test('a row without frame or reason is refused', () => {
  const path = join(folder, 'bad.tsv');
  expect(() => read(path, [{ ...written, frame: '' }])).toThrow(/no frame/);
  expect(() => read(path, [{ ...written, reason: '' }])).toThrow(/reason/);
});
