import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../bench/captures/random.ts';
import { readCases, writeCase } from './cases.ts';
import { type Corpus, readCorpus } from './corpus.ts';
import type { Finding } from './examine.ts';
import { Examiner } from './examiner.ts';
import { type FuzzInput, sizeOf } from './input.ts';
import { minimise } from './minimise.ts';
import { mutated } from './mutate.ts';

const USAGE = `npm run fuzz -- [--seconds N] [--seed N] [--captures DIR] [--no-cases]

Changes captures at random and lets the packet engine read them. Nothing may throw, hang, or hold more than it may.

  --seconds N     how long (60)
  --seed N        another run; printed, so that a run can be repeated (from the clock)
  --captures DIR  what to change (../shared/captures, or tests/captures when that is not there)
  --no-cases      do not write findings to tests/fuzz/cases
`;
const EXIT_FINDINGS = 1;
const EXIT_USAGE = 2;
const BATCH = 32;
const PROGRESS_MS = 10_000;
const ROOT = join(import.meta.dirname, '..', '..');

interface Options {
  readonly seconds: number;
  readonly seed: number;
  readonly captures: string;
  readonly writes: boolean;
}

/** @throws TypeError or RangeError when an option is wrong. */
function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      captures: { type: 'string' },
      'no-cases': { type: 'boolean', default: false },
    },
  });
  const seconds = Number(values.seconds);
  const seed = Number(values.seed);
  if (!(seconds > 0)) throw new RangeError(`--seconds wants a number above 0, not ${values.seconds}`);
  if (!Number.isInteger(seed)) throw new RangeError(`--seed wants a whole number, not ${values.seed}`);
  const shared = join(ROOT, '..', 'shared', 'captures');
  const captures = values.captures ?? (existsSync(shared) ? shared : join(ROOT, 'tests', 'captures'));
  return { seconds, seed, captures, writes: !values['no-cases'] };
}

interface Tally {
  inputs: number;
  bytes: number;
  /** First finding of each signature, and how often it was seen. */
  readonly found: Map<string, { readonly finding: Finding; readonly path: string; times: number }>;
}

/** Makes a finding small, keeps it as a case, and says so. */
async function keep(
  input: FuzzInput,
  finding: Finding,
  examiner: Examiner,
  options: Options,
  tally: Tally,
): Promise<void> {
  const known = tally.found.get(finding.signature);
  if (known !== undefined) {
    known.times++;
    return;
  }
  const shows = async (candidate: FuzzInput): Promise<boolean> =>
    (await examiner.examine([candidate], 10_000))?.finding.signature === finding.signature;
  const small = (await shows(input)) ? await minimise(input, shows) : input;
  const path = options.writes ? writeCase(small, finding) : '';
  tally.found.set(finding.signature, { finding, path, times: 1 });
  process.stdout.write(`${finding.kind}: ${finding.signature}\n${finding.detail}\n${path}\n\n`);
}

async function fuzz(corpus: Corpus, options: Options): Promise<Tally> {
  const random = new Random(options.seed);
  const examiner = new Examiner();
  const tally: Tally = { inputs: 0, bytes: 0, found: new Map() };
  const endMs = performance.now() + options.seconds * 1000;
  let nextMs = performance.now() + PROGRESS_MS;
  while (performance.now() < endMs) {
    let batch = Array.from({ length: BATCH }, () => mutated(random, corpus));
    tally.inputs += batch.length;
    tally.bytes += batch.reduce((sum, input) => sum + sizeOf(input), 0);
    while (batch.length > 0) {
      const verdict = await examiner.examine(batch);
      if (verdict === undefined) break;
      await keep(batch[verdict.index]!, verdict.finding, examiner, options, tally);
      batch = batch.slice(verdict.index + 1);
    }
    if (performance.now() < nextMs) continue;
    nextMs += PROGRESS_MS;
    if (process.stderr.isTTY) process.stderr.write(`\r${tally.inputs} inputs, ${tally.found.size} findings`);
  }
  await examiner.end();
  return tally;
}

async function main(args: readonly string[]): Promise<number> {
  let options: Options;
  let corpus: Corpus;
  try {
    options = parseOptions(args);
    corpus = readCorpus(options.captures);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return EXIT_USAGE;
  }
  const beganMs = performance.now();
  const { inputs, bytes, found } = await fuzz(corpus, options);
  const seconds = (performance.now() - beganMs) / 1000;
  process.stdout.write(
    `${inputs} inputs (${Math.round(bytes / 1e6)} MB) from ${corpus.captures.length} captures in ${seconds.toFixed(0)} s, ` +
      `seed ${options.seed}, ${readCases().length} permanent cases: ${found.size} findings\n`,
  );
  for (const { finding, path, times } of found.values()) {
    process.stdout.write(`  ${times}× ${finding.kind}: ${finding.signature}${path === '' ? '' : ` (${path})`}\n`);
  }
  return found.size > 0 ? EXIT_FINDINGS : 0;
}

process.exitCode = await main(process.argv.slice(2));
