import { describe, expect, it } from 'vitest';
import { expectClean } from './expect-clean.ts';
import { checkNames } from './names.ts';
import { readTree, treeOf } from './tree.ts';

describe('names', () => {
  it('say what is inside', () => {
    expectClean(checkNames(readTree()));
  });

  it.each([
    ['src/wire/utils.ts', ''],
    ['src/wire/common/a.ts', ''],
    ['src/wire/flow-manager.ts', ''],
    ['src/wire/FlowTable.ts', ''],
    ['src/wire/flow_table.ts', ''],
    ['src/wire/a.ts', 'export class FlowManager {}'],
    ['src/wire/a.ts', 'const helpers = {};'],
  ])('finds a fault in %s with "%s"', (path, text) => {
    expect(checkNames(treeOf({ [path]: text })).faults).toHaveLength(1);
  });

  it.each([
    ['src/wire/streams/flow-table.test.ts', 'const manage = 1; const implied = 2; // the FlowManager'],
    ['web/src/pages/DevicesPage.tsx', ''],
  ])('allows %s with "%s"', (path, text) => {
    expect(checkNames(treeOf({ [path]: text })).faults).toEqual([]);
  });

  it('looks at nothing in an empty tree', () => {
    expect(() => expectClean(checkNames(treeOf({})))).toThrow(/looked at too little/);
  });
});
