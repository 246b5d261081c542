import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCapture } from '#sensor';
import { bytesOf, ethernet, fromHex, pcap } from '../../../tests/packets.ts';
import { worldFor } from '../../../tests/world.ts';
import { EXIT, type ExitCode } from '../command.ts';
import { inspect } from './inspect.ts';

const reply = ethernet(
  '00:09:fb:10:00:41',
  'ff:ff:ff:ff:ff:ff',
  0x0806,
  bytesOf(fromHex('0001080006040002'), [0, 9, 0xfb, 0x10, 0, 0x41], [10, 0, 0, 1], [0, 0, 0, 0, 0, 0], [10, 0, 0, 9]),
);

let folder = '';
let good = '';
let cut = '';
let text = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mimamori-test-'));
  [good, cut, text] = ['good.pcap', 'cut.pcap', 'text.txt'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const file = pcap([reply, reply]);
  writeFileSync(good, file);
  writeFileSync(cut, file.subarray(0, file.length - 5));
  writeFileSync(text, 'no capture at all, only a text');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: ExitCode; out: string; err: string }> {
  const { world, out, err } = worldFor({ readCapture });
  return { code: await inspect.run(args, world), out: out(), err: err() };
}

test('one document, version 1, in the shape that docs/reference/inspect.md describes', async () => {
  const { code, out } = await run('--json', '--facts', good);
  expect(code).toBe(EXIT.done);
  const document: unknown = JSON.parse(out);
  expect(document).toMatchObject({
    schema: 'mimamori.inspect/1',
    captures: [
      {
        path: good,
        packets: 2,
        bytes: 84,
        linkTypes: [{ number: 1, name: 'ethernet', packets: 2, read: true }],
        first: '2026-01-01T00:00:00.000000Z',
        last: '2026-01-01T00:00:00.001000Z',
        anomalies: {},
      },
    ],
    devices: [{ macs: ['00:09:fb:10:00:41'], ips: ['10.0.0.1'] }],
    edges: [],
    truncated: { facts: 0 },
  });
  expect(document).toHaveProperty('facts');
  expect(document).toHaveProperty('facts.0', {
    kind: 'address-bound',
    attribute: 'arp.binding',
    value: '10.0.0.1=00:09:fb:10:00:41',
    subject: { ip: '10.0.0.1', mac: '00:09:fb:10:00:41' },
    protocol: 'arp',
    count: 2,
    firstSeen: '2026-01-01T00:00:00.000000Z',
    lastSeen: '2026-01-01T00:00:00.001000Z',
    source: { capture: good, ranges: [{ frame: 1, offset: 22, length: 10 }], derived: 'computed' },
  });
});

test('facts only when they are asked for', async () => {
  expect(JSON.parse((await run('--json', good)).out)).not.toHaveProperty('facts');
});

test('an anomaly is no failure: what could be read is there, with the frame', async () => {
  const { code, out } = await run('--json', cut);
  expect(code).toBe(EXIT.done);
  expect(JSON.parse(out)).toMatchObject({
    captures: [{ packets: 1, anomalies: { 'capture-cut': 1 }, anomalyFrames: { 'capture-cut': [1] } }],
  });
});

test('nothing readable is exit code 3 and says which file and what to do, in both languages', async () => {
  const { code, err } = await run(text, join(folder, 'absent.pcap'));
  expect(code).toBe(EXIT.failed);
  expect(err).toMatch(/text\.txt: not a pcap or pcapng capture; check the file \/ .*ファイルを確認/);
  expect(err).toMatch(/absent\.pcap: cannot be read \(ENOENT/);
});

test('one readable file among others is enough', async () => {
  expect((await run('--json', text, good)).code).toBe(EXIT.done);
});

test.each([[[]], [['--no-such-flag', 'x']]])('usage: %j', async (args) => {
  const { code, err } = await run(...args);
  expect(code).toBe(EXIT.usage);
  expect(err).toContain('mimamori inspect FILE…');
});

test('the table for people names addresses and says unknown', async () => {
  const { out } = await run(good);
  expect(out).toMatch(/1 devices?/);
  expect(out).toMatch(/10\.0\.0\.1 +00:09:fb:10:00:41 .*unknown/);
});
