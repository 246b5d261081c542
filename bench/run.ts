import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run bench -- NAME [options]` runs `bench/NAME.ts`, which exports `run(args)` and answers the exit code: 0, or 1
 * when something is below its floor.
 */
interface Bench {
  readonly run: (args: readonly string[]) => Promise<number> | number;
}

const EXIT_USAGE = 2;
/** Files of this folder that are no benchmarks. */
const OTHERS = new Set(['run', 'make-captures']);

function names(): string[] {
  return readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .filter((name) => !OTHERS.has(name));
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  const file = join(import.meta.dirname, `${name}.ts`);
  if (name === undefined || !names().includes(name) || !existsSync(file)) {
    process.stderr.write(`usage: npm run bench -- NAME [options]\n\nNAME: ${names().join(', ')}\n`);
    return EXIT_USAGE;
  }
  const bench = (await import(file)) as Bench;
  return await bench.run(args);
}

process.exitCode = await main(process.argv.slice(2));
