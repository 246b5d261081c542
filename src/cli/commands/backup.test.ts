import { expect, test } from 'vitest';
import { worldFor } from '../../../tests/world.ts';
import { EXIT } from '../command.ts';
import { backup } from './backup.ts';

const CONTENT = { rows: { tenant: 1, evidence: 20, edge: 0 }, sha256: 'ab'.repeat(32) };

function recording() {
  const calls: unknown[] = [];
  const given = worldFor({
    backup: (...args) => {
      calls.push(args);
      return Promise.resolve(CONTENT);
    },
  });
  return { ...given, calls };
}

test('hands on what is wanted, and tells how many rows that was', async () => {
  const { world, out, calls } = recording();
  expect(await backup.run(['export', 'a.zst', '--data', 'here'], world)).toBe(EXIT.done);
  expect(await backup.run(['import', 'a.zst', '--database', 'postgres://x/y'], world)).toBe(EXIT.done);
  expect(calls).toEqual([
    ['export', 'a.zst', { data: 'here' }],
    ['import', 'a.zst', { database: 'postgres://x/y' }],
  ]);
  expect(out()).toMatch(/a\.zst: written \/ .*\n {2}tenant {4}1\n {2}evidence {2}20\n {2}SHA-256 abab/);
  expect(out()).toMatch(/取り込みました/);
  expect(out()).not.toContain('edge');
});

test('one document when it is asked for', async () => {
  const { world, out } = recording();
  expect(await backup.run(['import', 'a', '--json'], world)).toBe(EXIT.done);
  expect(JSON.parse(out())).toEqual({ schema: 'mimamori.backup.result/1', act: 'import', file: 'a', ...CONTENT });
});

test.each([[[]], [['export']], [['restore', 'a']], [['export', 'a', 'b']], [['export', 'a', '--what']]])(
  'usage: %j',
  async (args) => {
    const { world, err } = worldFor({});
    expect(await backup.run(args, world)).toBe(EXIT.usage);
    expect(err()).toContain('mimamori backup export FILE');
  },
);
