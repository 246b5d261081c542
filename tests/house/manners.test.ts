import { describe, expect, it } from 'vitest';
import { expectClean } from './expect-clean.ts';
import { checkManners } from './manners.ts';
import { readTree, treeOf } from './tree.ts';

const unfinished = ['TO', 'DO'].join('');

describe('manners', () => {
  it('are kept', () => {
    expectClean(checkManners(readTree()));
  });

  it.each([
    ['src/wire/a.ts', 'const a: any = 1;'],
    ['src/wire/a.ts', 'const a = b as unknown as Flow;'],
    ['src/wire/a.ts', '// @ts-ignore\nconst a = 1;'],
    ['src/wire/a.ts', '// oxlint-disable-next-line no-bitwise\nconst a = 1;'],
    ['src/wire/a.ts', `// ${unfinished}: later`],
    ['docs/guide.md', `${unfinished}: write`],
    ['src/wire/a.test.ts', "it.only('a', () => {});"],
    ['src/wire/a.test.ts', "describe.skip('a', () => {});"],
    ['src/wire/a.test.ts', "it.todo('a');"],
    ['src/wire/a.test.ts', "xit('a', () => {});"],
    ['src/wire/a.test.ts', "describe.skipIf(tired)('a', () => {});"],
  ])('finds a fault in %s: %s', (path, text) => {
    expect(checkManners(treeOf({ [path]: text })).faults).toHaveLength(1);
  });

  it.each([
    ['src/wire/a.ts', "const first = Promise.any(all); // any of them\nconst text = 'as any'; this.#any({ any: 1 });"],
    ['src/wire/a.ts', '// oxlint-disable-next-line no-control-regex -- RFC 5424 names this byte\nconst a = 1;'],
    [
      'src/wire/a.test.ts',
      "import { chromiumPath } from '../../tests/available.ts';\ndescribe.skipIf(chromiumPath() === undefined)('a', f);",
    ],
    ['data/makers/words.csv', unfinished],
  ])('allows in %s: %s', (path, text) => {
    expect(checkManners(treeOf({ [path]: text })).faults).toEqual([]);
  });

  it('look at nothing in an empty tree', () => {
    expect(() => expectClean(checkManners(treeOf({})))).toThrow(/looked at too little/);
  });
});
