import { expect, test } from 'vitest';
import { type Unlisted, checksOf } from './checks.ts';
import type { FileResult } from './examine.ts';
import { family } from './sample-score.ts';
import { type Score, scoreOf } from './score.ts';

const LISTED: Unlisted = { misses: [], extras: [] };

const clean: FileResult = {
  file: 'it/a.pcap',
  isFresh: true,
  crash: undefined,
  isHanging: false,
  packetDifference: undefined,
  families: new Map(),
  ja4: undefined,
  labels: undefined,
  devices: undefined,
};

function failing(
  results: readonly FileResult[],
  families: Score['families'] = {},
  committed?: Score,
): readonly string[] {
  const score = { ...scoreOf(results, [], []), families };
  const standard = { committed, isWhole: committed !== undefined };
  return checksOf(results, score, standard, [], [], LISTED)
    .filter((check) => !check.passed)
    .map((check) => check.name);
}

test('a clean run fails nothing', () => expect(failing([clean])).toEqual([]));

test('a crash, a hang and another packet count each fail their rule', () => {
  expect(failing([{ ...clean, crash: 'exit 1: Error' }])).toEqual(['no crash']);
  expect(failing([{ ...clean, crash: 'no end', isHanging: true }])).toEqual(['no hang']);
  expect(failing([{ ...clean, packetDifference: 'it/a.pcap: 1, the truth has 2' }])).toEqual([
    'packet counts are equal',
  ]);
});

test('other captures are held to the targets', () => {
  expect(failing([clean], { dns: family({ expected: 100, found: 98, said: 100 }) })).toEqual([]);
  expect(failing([clean], { dns: family({ expected: 100, found: 97, said: 100 }) })).toEqual(['family dns']);
  expect(failing([clean], { dns: family({ expected: 0, said: 50, wrong: 1 }) })).toEqual(['family dns']);
});

test('the whole collection is held to the committed score', () => {
  const before = { ...scoreOf([clean], [], []), families: { dns: family({ expected: 100, found: 50, said: 50 }) } };
  const rules = ['ja4 equals the list of its project', 'protocols agree with nDPI', 'devices'];
  expect(failing([clean], { dns: family({ expected: 100, found: 50, said: 50 }) }, before)).toEqual(rules);
  expect(failing([clean], { dns: family({ expected: 100, found: 49, said: 50 }) }, before)).toEqual([
    'family dns',
    ...rules,
  ]);
});

test('a family without a committed score is held to the target', () => {
  const before = scoreOf([clean], [], []);
  expect(failing([clean], { dns: family({ expected: 100, found: 0 }) }, before)).toContain('family dns');
});

test('a family that neither side knows in these files is no check', () => {
  const score = { ...scoreOf([clean], [], []), families: { dns: family({}) } };
  const checks = checksOf([clean], score, { committed: undefined, isWhole: false }, [], [], LISTED);
  expect(checks.map((check) => check.name)).not.toContain('family dns');
});

test('a capture without truth fails', () => {
  const checks = checksOf(
    [clean],
    scoreOf([clean], [], []),
    { committed: undefined, isWhole: false },
    [],
    ['it/b.pcap'],
    LISTED,
  );
  expect(checks.find((check) => check.name === 'every capture has its truth')?.passed).toBe(false);
});

test('stored documents say nothing about crashes and hangs', () => {
  const stored = [{ ...clean, isFresh: false }];
  const names = checksOf(stored, scoreOf(stored, [], []), { committed: undefined, isWhole: false }, [], [], LISTED).map(
    (check) => check.name,
  );
  expect(names).not.toContain('no crash');
  expect(names).not.toContain('no hang');
});

test('the whole collection needs a row for each miss and each value beyond the truth', () => {
  const of = (unlisted: Unlisted, isWhole: boolean) =>
    checksOf([clean], scoreOf([clean], [], []), { committed: undefined, isWhole }, [], [], unlisted)
      .filter((check) => check.name.startsWith('every') && !check.passed)
      .map((check) => check.name);
  expect(of({ misses: ['a'], extras: [] }, true)).toEqual(['every miss is listed with its cause']);
  expect(of({ misses: [], extras: ['b'] }, true)).toEqual(['every value beyond the truth is listed or explained']);
  expect(of({ misses: ['a'], extras: ['b'] }, false)).toEqual([]);
});
