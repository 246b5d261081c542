import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkArrows } from './arrows.ts';
import { checkPureRooms } from './pure-rooms.ts';
import { ROOT, treeOf } from './tree.ts';

/**
 * What the compiler refuses and what it lets through, asked of the compiler itself with the projects of this checkout.
 * The second list is why the checks beside this file exist; when a compiler learns one of them, this test says so.
 */
const REFUSED: Readonly<Record<string, readonly [error: RegExp, text: string]>> = {
  'src/kernel/against-the-arrow.ts': [/TS6307|TS6059/, "import { Cursor } from '#bytes';\nexport const a = Cursor;\n"],
  'src/bytes/against-the-arrow-by-type.ts': [/TS6307|TS6059/, "import type { W } from '#wire';\nexport type A = W;\n"],
  'src/knowledge/beside-the-arrows.ts': [
    /TS6307|TS6059/,
    "import { Cursor } from '#bytes';\nexport const a = Cursor;\n",
  ],
  'src/wire/deep-by-name.ts': [/TS2307/, "import { Cursor } from '#bytes/cursor.ts';\nexport const a = Cursor;\n"],
  'src/wire/node.ts': [/TS2591|TS2307/, "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n"],
  'src/wire/buffer.ts': [/TS2591|TS2304/, 'export const a = Buffer.from([1]);\n'],
  'src/wire/process.ts': [/TS2591|TS2304/, 'export const a = process.env;\n'],
  'src/wire/console.ts': [/TS2584|TS2304/, "console.log('a');\n"],
  'src/wire/performance.ts': [/TS2304/, 'export const a = performance.now();\n'],
  'src/wire/timer.ts': [/TS2304/, 'setTimeout(String, 1);\n'],
  'src/wire/enum.ts': [/TS1294/, 'export enum Side { Client }\n'],
};

const LET_THROUGH: Readonly<Record<string, string>> = {
  'src/skipping/index.ts': "import { Cursor } from '#bytes';\nexport const a = Cursor;\n",
  'src/wire/deep-by-relative-path.ts': "import { Cursor } from '../bytes/cursor.ts';\nexport const a = Cursor;\n",
  'src/inventory/certificates-from-bytes.ts': "import { readX509 } from '#bytes';\nexport const a = readX509;\n",
  'src/wire/clock.ts': 'export const a = Date.now();\nexport const b = new Date();\n',
  'src/wire/randomness.ts': 'export const a = Math.random();\n',
};

const ROOM_FILES: Readonly<Record<string, string>> = {
  'src/kernel/index.ts': 'export const a = 1;\n',
  'src/bytes/index.ts': "export { Cursor, readX509 } from './cursor.ts';\n",
  'src/bytes/cursor.ts': 'export class Cursor {}\nexport const readX509 = 1;\n',
  'src/wire/index.ts':
    "import { Cursor } from '#bytes';\nexport interface W { readonly cursor: Cursor }\nexport const text = new TextDecoder();\n",
  'src/knowledge/index.ts': "import { a } from '#kernel';\nexport const b = a;\n",
  'src/inventory/index.ts': "import type { W } from '#wire';\nexport type V = W;\n",
};

const ROOMS_TRIED = ['kernel', 'bytes', 'wire', 'knowledge', 'inventory'];

/** A room that reaches bytes only through the reference of its reference; no row of the table happens to be like that. */
const SKIPPING = JSON.stringify({
  extends: '../../tsconfig.base.json',
  compilerOptions: { rootDir: '.', outDir: '../../.cache/types/skipping' },
  references: [{ path: '../wire' }],
});

let folder = '';

function put(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function compile(): string {
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const rooms = [...ROOMS_TRIED, 'skipping'].map((room) => `src/${room}`);
  return spawnSync(process.execPath, [compiler, '-b', '--pretty', 'false', ...rooms], { cwd: folder, encoding: 'utf8' })
    .stdout;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mimamori-walls-'));
  for (const file of ['package.json', 'tsconfig.base.json', 'src/kernel/platform.d.ts']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, file), join(folder, file));
  }
  for (const room of ROOMS_TRIED) {
    mkdirSync(join(folder, 'src', room), { recursive: true });
    cpSync(join(ROOT, 'src', room, 'tsconfig.json'), join(folder, 'src', room, 'tsconfig.json'));
  }
  put({ ...ROOM_FILES, 'src/skipping/tsconfig.json': SKIPPING });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the walls', () => {
  it('let the arrows through, and what only the house catches', () => {
    put(LET_THROUGH);
    expect(compile()).toBe('');
    for (const path of Object.keys(LET_THROUGH)) {
      const tree = treeOf({ ...ROOM_FILES, [path]: LET_THROUGH[path] ?? '' });
      const caught = [...checkArrows(tree).faults, ...checkPureRooms(tree).faults];
      expect(
        caught.filter((fault) => fault.startsWith(path)),
        path,
      ).not.toEqual([]);
    }
  });

  it('stop everything else', () => {
    put(Object.fromEntries(Object.entries(REFUSED).map(([path, [, text]]) => [path, text])));
    const output = compile();
    const silent = Object.entries(REFUSED).filter(
      ([path, [error]]) => !output.split('\n').some((line) => line.startsWith(path) && error.test(line)),
    );
    expect(
      silent.map(([path]) => path),
      output,
    ).toEqual([]);
  });
});
