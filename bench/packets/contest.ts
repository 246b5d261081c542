import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { type Cost, measure, median } from './measure.ts';
import { OURS, type Program } from './programs.ts';

export interface Result {
  readonly program: string;
  readonly does: string;
  readonly runs: readonly Cost[];
  /** Why it was taken out, when it failed. */
  readonly failed?: string;
  /** CPU time of this program to ours in the same round, one a round; empty for ours. */
  readonly ratios: readonly number[];
}

export interface Contest {
  readonly capture: string;
  readonly bytes: number;
  readonly results: readonly Result[];
}

/**
 * Runs all programs on one capture, round after round with a changing order, so that what else the machine does falls
 * on all of them. Ratios are taken within a round.
 */
export function compete(
  capture: { readonly name: string; readonly path: string },
  programs: readonly Program[],
  options: { readonly rounds: number; readonly folder: string; readonly say: (text: string) => void },
): Contest {
  warm(capture.path);
  const costs = new Map<Program, Cost[]>(programs.map((program) => [program, []]));
  const failures = new Map<Program, string>();
  for (let round = 0; round < options.rounds; round++) {
    for (let turn = 0; turn < programs.length; turn++) {
      const program = programs[(turn + round) % programs.length]!;
      if (failures.has(program)) continue;
      options.say(`${capture.name}: round ${round + 1} of ${options.rounds}, ${program.id}`);
      try {
        costs.get(program)!.push(measure(program.command(capture.path, options.folder), options.folder));
      } catch (error) {
        failures.set(program, error instanceof Error ? error.message : String(error));
      }
    }
  }
  const ours = costs.get(OURS) ?? [];
  const results = programs.map((program): Result => {
    const runs = costs.get(program)!;
    const failed = failures.get(program);
    const isOurs = program === OURS;
    const ratios = isOurs ? [] : runs.flatMap(({ cpuSeconds }, round) => ratio(cpuSeconds, ours[round]?.cpuSeconds));
    return { program: program.id, does: program.does, runs, ratios, ...(failed !== undefined && { failed }) };
  });
  return { capture: capture.name, bytes: statSync(capture.path).size, results };
}

const ratio = (theirs: number, ours: number | undefined): number[] =>
  ours === undefined || ours === 0 ? [] : [theirs / ours];

/** Reads the file once, so that the first program does not pay for the disk. */
function warm(path: string): void {
  const chunk = Buffer.alloc(WARM_BYTES);
  const descriptor = openSync(path, 'r');
  while (readSync(descriptor, chunk) > 0);
  closeSync(descriptor);
}
const WARM_BYTES = 1 << 22;

export function medianRatio(contest: Contest | undefined, program: string): number | undefined {
  const ratios = contest?.results.find((result) => result.program === program)?.ratios ?? [];
  return ratios.length === 0 ? undefined : median(ratios);
}
