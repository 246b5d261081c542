import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaptureOptions, optionsOf, parseFlags } from './flags.ts';
import { makeCapture } from './make.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mimamori-captures-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function made(options: Partial<CaptureOptions>): Buffer {
  const out = join(folder, 'made.pcap');
  makeCapture(optionsOf('sample', { ...options, out }));
  return readFileSync(out);
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('made captures', () => {
  it('are the same bytes for the same seed, on every machine and in every version', () => {
    // Measurements of different days are compared, so a change of these bytes is a change of the benchmark.
    expect(sha256(made({}))).toBe('bd960bc9f17b5e9e08b95ec335f8497bf6451750250e689bfba56d040587d142');
  });

  it('differ by seed', () => {
    expect(sha256(made({ seed: 2 }))).not.toBe(sha256(made({})));
  });

  it('hold what their truth says', () => {
    const truth = join(folder, 'truth.json');
    const bytes = made({ truth });
    const told = JSON.parse(readFileSync(truth, 'utf8')) as { packets: number; bytes: number; kinds: object };
    expect(told.bytes).toBe(bytes.length);
    let packets = 0;
    for (let at = 24; at < bytes.length; at += 16 + bytes.readUInt32LE(at + 8)) packets++;
    expect(told.packets).toBe(packets);
    expect(Object.keys(told.kinds)).toHaveLength(13);
  });
});

describe('flags', () => {
  it('override the preset', () => {
    expect(parseFlags(['mixed', '--flows', '5K', '--seed=9'])).toMatchObject({ flows: 5000, seed: 9, hosts: 10_000 });
  });

  it.each([
    [[]],
    [['mix']],
    [['mixed', '--flow', '1']],
    [['mixed', '--flows']],
    [['mixed', '--flows', 'many']],
    [['mixed', '5']],
  ])('refuse %j', (args) => {
    expect(() => parseFlags(args)).toThrow(RangeError);
  });
});
