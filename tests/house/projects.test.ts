import { describe, expect, it } from 'vitest';
import { expectClean } from './expect-clean.ts';
import { checkProjects } from './projects.ts';
import { ROOMS } from './rooms.ts';
import { readTree, treeOf } from './tree.ts';

function project(references: readonly string[], compilerOptions = {}): string {
  const paths = references.map((path) => ({ path }));
  return JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions, references: paths });
}

const imports = Object.fromEntries(
  Object.keys(ROOMS)
    .filter((room) => room !== 'main')
    .map((room) => [`#${room}`, `./src/${room}/index.ts`]),
);

const good: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ imports }),
  'tsconfig.json': project(['src/kernel', 'src/bytes', 'tsconfig.test.json']),
  'tsconfig.test.json': project(['src/kernel', 'src/bytes']),
  'src/kernel/index.ts': '',
  'src/kernel/platform.d.ts': '',
  'src/kernel/tsconfig.json': project([]),
  'src/bytes/index.ts': '',
  'src/bytes/tsconfig.json': project(['../kernel']),
  'src/store/tsconfig.json': project(['../kernel']),
};

describe('projects', () => {
  it('are the table of arrows', () => {
    expectClean(checkProjects(readTree()), 2);
  });

  it('are accepted when they are', () => {
    expect(checkProjects(treeOf(good))).toEqual({ looked: 2, faults: [] });
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['a room that no build checks', { 'tsconfig.json': project(['src/kernel', 'tsconfig.test.json']) }],
    ['a room that the tests do not see', { 'tsconfig.test.json': project(['src/kernel']) }],
    [
      'a listed room without source',
      { 'tsconfig.json': project(['src/kernel', 'src/bytes', 'src/store', 'tsconfig.test.json']) },
    ],
    ['tests that no build checks', { 'tsconfig.json': project(['src/kernel', 'src/bytes']) }],
    ['a reference against the arrows', { 'src/kernel/tsconfig.json': project(['../bytes']) }],
    ['a missing reference', { 'src/bytes/tsconfig.json': project([]) }],
    ['types of Node in a pure room', { 'src/bytes/tsconfig.json': project(['../kernel'], { types: ['node'] }) }],
    ['another base', { 'src/kernel/tsconfig.json': JSON.stringify({ extends: './own.json' }) }],
    [
      'a room without a project',
      {
        'src/sensor/index.ts': '',
        'tsconfig.json': project(['src/kernel', 'src/bytes', 'src/sensor', 'tsconfig.test.json']),
        'tsconfig.test.json': project(['src/kernel', 'src/bytes', 'src/sensor']),
      },
    ],
    ['a declaration that a compiler left', { 'src/bytes/index.d.ts': '' }],
    ['a deep name', { 'package.json': JSON.stringify({ imports: { ...imports, '#wire/*': './src/wire/*' } }) }],
  ])('finds %s', (_what, change) => {
    expect(checkProjects(treeOf({ ...good, ...change })).faults).toHaveLength(1);
  });

  it('looks at nothing in an empty tree', () => {
    expect(checkProjects(treeOf({})).looked).toBe(0);
  });
});
