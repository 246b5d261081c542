import { describe, expect, it } from 'vitest';
import { checkArrows } from './arrows.ts';
import { expectClean } from './expect-clean.ts';
import { readTree, treeOf } from './tree.ts';

const manifest = JSON.stringify({ dependencies: { zod: '1', fastify: '1' }, devDependencies: { vitest: '1' } });
const faces = { 'src/bytes/index.ts': '', 'src/bytes/cursor.ts': '', 'src/contract/index.ts': '' };

function faultsOf(path: string, text: string): readonly string[] {
  return checkArrows(treeOf({ ...faces, 'package.json': manifest, [path]: text })).faults;
}

describe('arrows', () => {
  it('every import follows the table', () => {
    expectClean(checkArrows(readTree()));
  });

  it.each([
    ['against the arrow', 'src/bytes/a.ts', "import type { Device } from '#inventory';"],
    ['between adapters', 'src/store/a.ts', "import { serve } from '#server';"],
    ['a level skipped through a transitive reference', 'src/knowledge/a.ts', "import { Cursor } from '#bytes';"],
    ['deep by name', 'src/wire/a.ts', "import { Cursor } from '#bytes/cursor.ts';"],
    ['deep by relative path', 'src/wire/a.ts', "import { Cursor } from '../bytes/cursor.ts';"],
    ['its own public face', 'src/bytes/a.ts', "import { Cursor } from '#bytes';"],
    ['certificates in inventory', 'src/inventory/a.ts', "import { readX509 } from '#bytes';"],
    ['loaded late', 'src/kernel/a.ts', "const bytes = await import('#bytes');"],
    ['Node in a pure room', 'src/wire/a.ts', "import { readFileSync } from 'node:fs';"],
    ['Node without its prefix', 'src/store/a.ts', "import { readFileSync } from 'fs';"],
    ['a package in a pure room', 'src/wire/a.ts', "import { z } from 'zod';"],
    ['an undeclared package', 'src/store/a.ts', "import left from 'left-pad';"],
    ['a tool in the product', 'src/store/a.ts', "import { it } from 'vitest';"],
    ['a test in the product', 'src/bytes/a.ts', "import './cursor.test.ts';"],
    ['no ending', 'src/bytes/a.ts', "import { Cursor } from './cursor';"],
    ['a room from the web app', 'web/src/a.tsx', "import { Cursor } from '../../src/bytes/index.ts';"],
  ])('finds an import %s', (_what, path, text) => {
    expect(faultsOf(path, text)).toHaveLength(1);
  });

  it.each([
    ['along the arrow', 'src/wire/a.ts', "import { Cursor } from '#bytes';"],
    ['inside the room', 'src/bytes/a.ts', "import { Cursor } from './cursor.ts';"],
    ['of Zod in the contract', 'src/contract/a.ts', "import { z } from 'zod';"],
    ['of anything in a test', 'src/bytes/a.test.ts', "import 'node:fs'; import 'vitest'; import '#contract';"],
    ['of the contract in the web app', 'web/src/a.ts', "import type { Device } from '../../src/contract/index.ts';"],
  ])('allows an import %s', (_what, path, text) => {
    expect(faultsOf(path, text)).toEqual([]);
  });

  it('looks at nothing in an empty tree', () => {
    expect(() => expectClean(checkArrows(treeOf({})))).toThrow(/looked at too little/);
  });
});
