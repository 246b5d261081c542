import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

const NOT_RUN = 'not run: ';

/** Each line once, however many test files ask for the same missing program. */
const notRun = new Set<string>();

/** Takes the lines of `tests/available.ts` out of the output; they stand together at its end instead. */
export function collectNotRun(log: string): false | undefined {
  const lines = log.split('\n').filter((line) => line !== '');
  if (lines.length === 0 || !lines.every((line) => line.startsWith(NOT_RUN))) return undefined;
  for (const line of lines) notRun.add(line);
  return false;
}

/**
 * Ends the run with `N passed, N failed`. Something that went wrong outside a test (a file that does not load, an error
 * nobody caught, no test at all) counts as one failure, so that the line never says less than the exit code.
 *
 * With the environment variable MIMAMORI_COUNTS the line goes into that file, for a caller that must print it last.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      const failedBefore = failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        if (state === 'failed') failed++;
      }
      if (module.state() === 'failed' && failed === failedBefore) failed++;
    }
    if (passed + failed === 0) failed = 1;
    const line = `${passed} passed, ${failed} failed`;
    const file = process.env['MIMAMORI_COUNTS'];
    for (const each of [...notRun].sort()) console.log(each);
    if (file === undefined) console.log(line);
    else writeFileSync(file, line);
  }
}
