import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { operations } from '#contract';

test('every operation of the contract is named by a test that asks the whole server', () => {
  const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'));
  const texts = names.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n');
  const titles = [...texts.matchAll(/\b(?:test|describe)(?:\.each\(.*?\))?\(\s*'([^']*)'/g)].map(
    ([, title = '']) => title,
  );
  const untold = operations().filter(({ id }) => !titles.some((title) => title.includes(id)));
  expect(untold.map(({ id }) => id)).toEqual([]);
});
