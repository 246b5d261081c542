import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readExclusions } from './exclusions.ts';
import { families } from './families/index.ts';
import { readTsv } from './tsv.ts';

const folder = mkdtempSync(join(tmpdir(), 'corpus-exclusions-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(...rows: readonly string[]) {
  const path = join(folder, 'exclusions.tsv');
  writeFileSync(path, ['file\tfamily\tattribute\tvalue\thost\tside\tframe\treason', ...rows].join('\n'));
  return readExclusions(path);
}

const wanted = (value: string, host = '10.0.0.1') => ({ attributes: ['dns.query'], value, hosts: [host] });

test('a file pattern, a value and a host narrow an exclusion', () => {
  const exclusions = read('hostile/fuzz*\tdns\tdns.query\ta.test\t10.0.0.1\tmiss\t3\twhy');
  expect(exclusions.ofExpected('hostile/fuzz-1.pcap', 'dns', wanted('a.test'))).toBe(0);
  expect(exclusions.ofExpected('it/fuzz-1.pcap', 'dns', wanted('a.test'))).toBe(-1);
  expect(exclusions.ofExpected('hostile/fuzz-1.pcap', 'mdns', wanted('a.test'))).toBe(-1);
  expect(exclusions.ofExpected('hostile/fuzz-1.pcap', 'dns', wanted('b.test'))).toBe(-1);
  expect(exclusions.ofExpected('hostile/fuzz-1.pcap', 'dns', wanted('a.test', '10.0.0.2'))).toBe(-1);
});

test('a value between slashes is a pattern', () => {
  const exclusions = read('*\t*\t*\t/^<[^<>]*>$/\t*\tboth\t-\twhy');
  expect(exclusions.ofExpected('a', 'dns', wanted('<Root>'))).toBe(0);
  expect(exclusions.ofSaid('a', 'nbns', 'nbns.name', 'HOST<20>')).toBe(-1);
});

test('a side has no effect on the other', () => {
  const exclusions = read('*\t*\t*\t*\t*\twrong\t-\twhy');
  expect(exclusions.ofExpected('a', 'dns', wanted('x'))).toBe(-1);
  expect(exclusions.ofSaid('a', 'dns', 'dns.query', 'x')).toBe(0);
});

test('the packet count is left out by name only', () => {
  const exclusions = read('a\t*\t*\t*\t*\tboth\t-\twhy', 'b\tpackets\t*\t*\t*\tmiss\t-\twhy');
  expect([exclusions.ofPackets('a'), exclusions.ofPackets('b')]).toEqual([-1, 1]);
});

test('an exclusion without a reason is refused', () => {
  expect(() => read('*\t*\t*\t*\t*\tboth\t-\t')).toThrow(/no reason/);
});

test('the committed table names families that exist, and a frame or the README', () => {
  const path = join(import.meta.dirname, 'exclusions.tsv');
  expect(readExclusions(path).reasons.length).toBeGreaterThan(0);
  const ids = new Set(['*', 'packets', 'labels', ...families.map((family) => family.id)]);
  for (const row of readTsv(path, ['family', 'frame', 'reason'])) {
    expect(ids).toContain(row.family);
    expect(/^\d+$/.test(row.frame) || /README|frame \d+|hostile\//.test(row.reason), row.reason).toBe(true);
  }
});
