import { defineConfig } from 'vitest/config';
import ClosingLine, { collectNotRun } from './scripts/closing-line.ts';

/**
 * `npm test` runs the first three projects: they need nothing but this folder. The others need what `.ci/run` installs
 * and are named on the command line, for example `npm test -- --project journeys`.
 */
const project = (name: string, include: string[]) => ({ extends: true as const, test: { name, include } });

export default defineConfig({
  test: {
    projects: [
      project('unit', [
        'src/**/*.test.ts',
        'examples/**/*.test.ts',
        'scripts/**/*.test.ts',
        'bench/**/*.test.ts',
        'tests/fuzz/**/*.test.ts',
      ]),
      project('house', ['tests/house/**/*.test.ts']),
      project('web', ['web/src/**/*.test.{ts,tsx}']),
      project('journeys', ['tests/journeys/**/*.test.ts']),
      project('corpus', ['tests/corpus/**/*.test.ts']),
      project('interop', ['tests/interop/**/*.test.ts']),
    ],
    // A machine that is busy with something else must not fail a test that starts a process.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    allowOnly: false,
    reporters: ['default', new ClosingLine()],
    onConsoleLog: collectNotRun,
  },
});
