import { describe, expect, it } from 'vitest';
import { expectClean } from './expect-clean.ts';
import { checkPureRooms } from './pure-rooms.ts';
import { readTree, treeOf } from './tree.ts';

describe('pure rooms', () => {
  it('have no clock, no randomness and no platform', () => {
    expectClean(checkPureRooms(readTree()));
  });

  it.each([
    'const now = Date.now();',
    'const now = new Date();',
    'const then = new Date(0);',
    'const clock = Date;',
    'const die = Math.random();',
    'const bytes = Buffer.from(text);',
    'const home = process.env.HOME;',
    "console.log('x');",
    'const start = performance.now();',
    'const here = import.meta.dirname;',
    'setTimeout(act, 1);',
  ])('finds %s', (text) => {
    expect(checkPureRooms(treeOf({ 'src/wire/a.ts': text })).faults).toHaveLength(1);
  });

  it.each([
    'const dayMs = Date.UTC(2026, 0, 1);',
    "const text = 'new Date()'; // Date.now() would be impure",
    'const names = { process: 1, console: 2 };',
    'const { length } = sender.process;',
    'const updateDate = 1;',
  ])('allows %s', (text) => {
    expect(checkPureRooms(treeOf({ 'src/wire/a.ts': text })).faults).toEqual([]);
  });

  it('leaves adapters and tests alone', () => {
    const tree = treeOf({ 'src/store/a.ts': 'Date.now()', 'src/wire/a.test.ts': 'Date.now()' });
    expect(checkPureRooms(tree)).toEqual({ looked: 0, faults: [] });
  });

  it('looks at nothing in an empty tree', () => {
    expect(() => expectClean(checkPureRooms(treeOf({})))).toThrow(/looked at too little/);
  });
});
