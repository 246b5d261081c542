import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bytesOf, pcap } from '../packets.ts';
import { type Yardsticks, judge } from './examine.ts';
import type { Family } from './family.ts';
import type { ProductFact } from './product.ts';
import { factOf, truthOf } from './sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'corpus-examine-'));
afterAll(() => rmSync(folder, { recursive: true }));
const capture = join(folder, 'a.pcap');
writeFileSync(capture, pcap([bytesOf('SSH-2.0-x SSH-2.0-y')]));

const family: Family = {
  id: 'ssh',
  truthKeys: ['ssh_banner'],
  attributes: ['ssh.banner'],
  note: '',
  expect: () => [],
  gap: (_, fact) => (fact.value === 'SSH-2.0-y' ? 'not kept' : undefined),
};
const yardsticks: Yardsticks = {
  families: [family],
  exclusions: {
    ofExpected: () => -1,
    ofPackets: (file) => (file === 'group/cut.pcap' ? 0 : -1),
    ofSaid: () => -1,
    reasons: [],
  },
  extras: { explains: (_, { value }) => value === 'looked at' },
  ja4: new Map(),
  flows: new Map(),
  meanings: new Map(),
  typeNames: new Map(),
  labelled: () => undefined,
  constructed: [],
};

function judged(facts: readonly ProductFact[], packets = 1, more = {}, file = 'group/file.pcap') {
  const document = { captures: [{ path: capture, packets }], facts, edges: [], devices: [], truncated: new Map() };
  return judge({ file, capture, truth: '' }, document, truthOf({}, more), yardsticks);
}

const banner = (value: string, offset = 0): ProductFact => ({
  ...factOf('ssh.banner', value),
  ranges: [{ frame: 1, offset, length: 9 }],
});

test('a value beyond the truth was looked at, is read twice, is explained, or is wrong', () => {
  const facts = [banner('looked at'), banner('SSH-2.0-x'), banner('SSH-2.0-y', 10), banner('SSH-2.0-z')];
  const result = judged(facts).families.get('ssh');
  expect(result).toMatchObject({ said: 4, extras: 1, explained: ['not kept'] });
  expect(result?.confirmed).toEqual([{ fact: facts[1], shown: 'the text stands there' }]);
  expect(result?.wrong).toEqual([facts[3]]);
});

test('a full list of the truth explains what a second reading finds', () => {
  const rows = Array.from({ length: 200 }, () => ({ banner: 'a' }));
  const result = judged([banner('SSH-2.0-x')], 1, { facts: { ssh_banner: rows } }).families.get('ssh');
  expect(result).toMatchObject({ confirmed: [], explained: ['the truth keeps 200 values of a list'] });
});

test('the packet count is one of the truth, unless the truth is known to be wrong about it', () => {
  expect(judged([], 1).packetDifference).toBeUndefined();
  expect(judged([], 2).packetDifference).toBe('group/file.pcap: 2, the truth has 1');
  expect(judged([], 2, {}, 'group/cut.pcap').packetDifference).toBeUndefined();
});
