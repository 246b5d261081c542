import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wirePorts } from '#connect';
import { Engine } from '#wire';
import { bytesOf, ethernet, ipv4, macOf, pcap, udp } from '../../tests/packets.ts';
import { readCapture } from './capture-source.ts';

const A = '10.0.0.1';
const B = '10.0.0.2';
const frame = (text: string): Uint8Array =>
  ethernet(macOf(A), macOf(B), 0x0800, ipv4({ from: A, to: B, protocol: 17 }, udp(40_000, 9, bytesOf(text))));
const capture = pcap(Array.from({ length: 500 }, (_, i) => frame(`payload number ${i}`)));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mimamori-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(bytes: Uint8Array, progress: () => boolean | Promise<boolean> = () => true) {
  const path = join(folder, 'capture');
  writeFileSync(path, bytes);
  const engine = new Engine({ ports: wirePorts(), seed: 1 });
  const summary = await readCapture(path, engine, progress);
  return { summary, edges: [...engine.edges()] };
}

const kinds = (summary: { anomalies: readonly { kind: string }[] }): string[] =>
  summary.anomalies.map(({ kind }) => kind);

test.each([
  ['plain', capture],
  ['gzip', gzipSync(capture)],
  ['zstd', zstdCompressSync(capture)],
])('%s', async (_name, bytes) => {
  const { summary, edges } = await read(bytes);
  expect(summary).toMatchObject({ readable: true, packets: 500, anomalies: [] });
  expect(edges).toMatchObject([{ packets: 500, flows: 1 }]);
});

test.each([
  ['gzip', gzipSync(capture)],
  ['zstd', zstdCompressSync(capture)],
])('%s that ends in the middle gives what could be unpacked, and says so', async (_name, bytes) => {
  const { summary } = await read(bytes.subarray(0, bytes.length - 9));
  expect(summary.packets).toBeLessThanOrEqual(500);
  expect(kinds(summary)).toContain('capture-compression');
});

test('a file that is no capture is not readable, and says why', async () => {
  const { summary } = await read(bytesOf('this is a text and no capture at all'));
  expect(summary).toMatchObject({ readable: false, packets: 0 });
  expect(kinds(summary)).toEqual(['capture-format']);
});

test('stops when it is told to, also by a promise', async () => {
  const { summary } = await read(gzipSync(capture), () => Promise.resolve(false));
  expect(summary.packets).toBeLessThanOrEqual(500);
  expect(kinds(summary)).not.toContain('capture-compression');
});

test('a file that is not there is an error of the caller', async () => {
  const engine = new Engine({ ports: wirePorts(), seed: 1 });
  await expect(readCapture(join(folder, 'absent'), engine, () => true)).rejects.toThrow(/ENOENT/);
});
