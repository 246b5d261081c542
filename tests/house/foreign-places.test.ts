import { describe, expect, it } from 'vitest';
import { expectClean } from './expect-clean.ts';
import { checkForeignPlaces } from './foreign-places.ts';
import { readTree, treeOf } from './tree.ts';

/** Put together here, so that this file itself stays clean. */
const at = (...parts: string[]): string => `/${parts.join('/')}`;
const host = (name: string): string => ['https:', '', `${name}.example.org`, 'zod'].join('/');

describe('foreign places', () => {
  it('are named nowhere', () => {
    expectClean(checkForeignPlaces(readTree()));
  });

  it.each([
    `see ${at('home', 'suzuki', 'notes.md')}`,
    `cd ${at('work', 'main')}`,
    `"${at('tmp', 'x')}"`,
    `"resolved": "${host('packages')}"`,
    `"resolved": "${host('npm-registry')}"`.replace('"resolved"', '"from"'),
    ['registry', host('packages')].join('='),
  ])('finds one in %s', (text) => {
    expect(checkForeignPlaces(treeOf({ 'docs/a.md': text })).faults).toHaveLength(1);
  });

  it.each(['"resolved": "web"', 'data/work/list.csv', './tmp/x', 'https://example.org/home/page', 'GET /api/root/x'])(
    'allows %s',
    (text) => {
      expect(checkForeignPlaces(treeOf({ 'docs/a.md': text })).faults).toEqual([]);
    },
  );

  it('look at nothing in an empty tree', () => {
    expect(() => expectClean(checkForeignPlaces(treeOf({ 'a.png': '' })))).toThrow(/looked at too little/);
  });
});
