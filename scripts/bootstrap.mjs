/**
 * The first thing that runs in a checkout: installs the locked packages when they are missing or out of date, finds
 * Node 24 and hands over to it. Plain JavaScript without dependencies, because it runs on any Node from 18 on and
 * before anything is installed.
 *
 *   node scripts/bootstrap.mjs demo [options]      the demonstration, with the web app built when it is out of date
 *   node scripts/bootstrap.mjs test [options]      the tests; options go to vitest
 *   node scripts/bootstrap.mjs run FILE [options]  any program of ours, FILE from the root of the checkout
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, majorOf } from './bootstrap/install.mjs';
import { CACHE, ROOT } from './bootstrap/places.mjs';
import { handOver } from './bootstrap/programs.mjs';
import { Problem } from './bootstrap/report.mjs';
import { buildWebApp } from './bootstrap/web-app.mjs';

const BOOTSTRAP_MIN_MAJOR = 18;

/** Projects of vitest.config.ts that need nothing but this folder. */
const DEFAULT_PROJECTS = ['unit', 'house', 'web'];

function programFile(path) {
  const file = resolve(ROOT, path);
  if (existsSync(file)) return file;
  throw new Problem(
    ['there is no such program', file, 'name a file of this checkout, from its root'],
    ['そのプログラムはありません', file, 'このチェックアウトのファイルを、ルートからのパスで指定してください'],
  );
}

/** Vitest with its closing line printed here, so that nothing can come after it and it is there even after a crash. */
async function test(node, args) {
  const counts = join(CACHE, `test-counts-${process.pid}`);
  mkdirSync(CACHE, { recursive: true });
  const projects = args.some((each) => each.startsWith('--project'))
    ? []
    : DEFAULT_PROJECTS.map((name) => `--project=${name}`);
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const code = await handOver(node, [vitest, 'run', ...projects, ...args], {
    cwd: ROOT,
    env: { MIMAMORI_COUNTS: counts },
  });
  const line = existsSync(counts) ? readFileSync(counts, 'utf8') : '0 passed, 1 failed';
  rmSync(counts, { force: true });
  console.log(line);
  return code === 0 && !line.endsWith(' 0 failed') ? 1 : code;
}

async function main([command, ...args]) {
  if (majorOf(process.versions.node) < BOOTSTRAP_MIN_MAJOR) {
    throw new Problem(
      [`Node ${process.versions.node} is too old`, process.execPath, `start with Node ${BOOTSTRAP_MIN_MAJOR} or newer`],
      [
        `Node ${process.versions.node} は古すぎます`,
        process.execPath,
        `Node ${BOOTSTRAP_MIN_MAJOR} 以降で実行してください`,
      ],
    );
  }
  const known = ['demo', 'test', 'run'];
  if (!known.includes(command) || (command === 'run' && args.length === 0)) {
    throw new Problem(
      [
        `unknown command: ${[command, ...args].join(' ')}`,
        fileURLToPath(import.meta.url),
        'use: demo, test, or run FILE',
      ],
      [
        `不明なコマンドです: ${[command, ...args].join(' ')}`,
        fileURLToPath(import.meta.url),
        'demo、test、run FILE のいずれかを指定してください',
      ],
    );
  }
  const installed = await install();
  const node = installed === 'system' ? process.execPath : join(ROOT, installed);
  if (command === 'test') return await test(node, args);
  const file = programFile(command === 'demo' ? 'src/main/demo.ts' : args[0]);
  if (command === 'demo') await buildWebApp(node);
  return await handOver(node, [file, ...(command === 'demo' ? args : args.slice(1))]);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  process.stderr.write(error.text());
  process.exitCode = 1;
}
