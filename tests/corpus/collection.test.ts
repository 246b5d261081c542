import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readCollection } from './collection.ts';
import { parseOptions } from './options.ts';

const folder = mkdtempSync(join(tmpdir(), 'corpus-collection-'));
afterAll(() => rmSync(folder, { recursive: true }));

for (const path of ['it', 'tls', 'fingerprints', 'truth/it', 'truth/tls'])
  mkdirSync(join(folder, path), { recursive: true });
for (const path of ['it/a.pcap', 'it/lonely.pcap', 'tls/b.pcapng', 'fingerprints/p0f.fp', 'README.md']) {
  writeFileSync(join(folder, path), '');
}
for (const path of [
  'it/a.pcap.json',
  'it/_construction.json',
  'tls/b.pcapng.json',
  'tls/gone.pcap.json',
  'upstream.json',
]) {
  writeFileSync(join(folder, 'truth', path), '{}');
}

const read = (...args: readonly string[]) => readCollection(parseOptions(['--captures', folder, ...args], '/checkout'));

test('captures with truth are the samples, the rest are orphans', () => {
  const { samples, orphans } = read();
  expect(samples.map((sample) => sample.file)).toEqual(['it/a.pcap', 'tls/b.pcapng']);
  expect(orphans).toEqual(['it/lonely.pcap', 'tls/gone.pcap']);
});

test('a group or a file narrows the samples', () => {
  expect(read('--group', 'tls').samples.map((sample) => sample.file)).toEqual(['tls/b.pcapng']);
  expect(read('--file', 'it/a.pcap')).toMatchObject({ samples: [{ file: 'it/a.pcap' }], orphans: [] });
  expect(read('--file', 'it/none.pcap').samples).toEqual([]);
});

test('the committed score is about the whole default collection only', () => {
  expect(parseOptions([], '/checkout')).toMatchObject({
    captures: '/shared/captures',
    truth: '/shared/captures/truth',
    isWhole: true,
  });
  expect(parseOptions(['--update', '--misses'], '/checkout').isWhole).toBe(true);
  for (const args of [
    ['--captures', folder],
    ['--truth', folder],
    ['--group', 'it'],
    ['--family', 'dns'],
    ['--file', 'a/b'],
    ['--documents', folder],
  ]) {
    expect(parseOptions(args, '/checkout').isWhole).toBe(false);
  }
  expect(() => parseOptions(['--unknown'], '/checkout')).toThrow(TypeError);
});
