import { describe, expect, it } from 'vitest';
import { expectClean } from './expect-clean.ts';
import { checkFileSizes, FILE_MAX_LINES } from './file-sizes.ts';
import { readTree, treeOf } from './tree.ts';

const long = treeOf({ 'src/wire/a.ts': 'x;\n'.repeat(FILE_MAX_LINES + 1) });
const short = treeOf({ 'src/wire/a.ts': 'x;\n'.repeat(FILE_MAX_LINES) });

describe('file sizes', () => {
  it('stay within the limit or have a reason', () => {
    expectClean(checkFileSizes(readTree()));
  });

  it('accepts the longest file allowed', () => {
    expect(checkFileSizes(short, {})).toEqual({ looked: 1, faults: [] });
  });

  it('finds a file that is too long', () => {
    expect(checkFileSizes(long, {}).faults).toHaveLength(1);
  });

  it('accepts a reason and refuses an excuse', () => {
    expect(checkFileSizes(long, { 'src/wire/a.ts': 'one table of the standard, read as a whole' }).faults).toEqual([]);
    expect(checkFileSizes(long, { 'src/wire/a.ts': 'long' }).faults).toHaveLength(1);
  });

  it('finds an exception that nothing needs', () => {
    const exceptions = { 'src/wire/a.ts': 'one table of the standard, read as a whole' };
    expect(checkFileSizes(short, exceptions).faults).toHaveLength(1);
    expect(checkFileSizes(treeOf({}), exceptions).faults).toHaveLength(1);
  });

  it('looks at nothing in an empty tree', () => {
    expect(() => expectClean(checkFileSizes(treeOf({}), {}))).toThrow(/looked at too little/);
  });
});
