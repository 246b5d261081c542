import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { secondsBare } from './ingest/bare.ts';
import { measureOurs, type Ours } from './ingest/ours.ts';
import { PAGES } from './ingest/visitor.ts';
import type { Size } from './ingest/workload.ts';
import { type Floor, judge } from './packets/floors.ts';
import { median } from './packets/measure.ts';
import { floorsText, table } from './packets/report.ts';

/** What ours reaches of the same upserts on bare PGlite, with the whole server around it and somebody at the web app. */
const FLOOR: Floor = {
  what: 'upserts of bare PGlite that the server reaches',
  floor: 0.3,
  aim: 0.5,
  sense: 'at-least',
  unit: '×',
};
const EXIT_BELOW_FLOOR = 1;
const EXIT_USAGE = 2;
const USAGE = `usage: npm run bench -- ingest [--batches N] [--facts N] [--edges N] [--rounds N] [--json]

  --batches  batches of one round (40)
  --facts    facts of a batch (5000)
  --edges    edges of a batch (2000)
  --rounds   both sides in turn, the median counts (3)
  --json     one document on standard output
`;

interface Round {
  readonly bareSeconds: number;
  readonly ours: Ours;
  readonly ratio: number;
}

/** Upserts a second: on bare PGlite, and through the server while somebody uses its web app. In turn, in one run. */
export async function run(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  if (options === undefined) {
    process.stderr.write(USAGE);
    return EXIT_USAGE;
  }
  const { size, rounds, json } = options;
  const say = (text: string): void => void (json || process.stdout.write(text));
  const machine = { node: process.version, processor: cpus()[0]?.model ?? 'unknown', processors: cpus().length };
  say(`${machine.processors} × ${machine.processor}, Node ${machine.node}\n`);
  say(`${size.batches} batches of ${size.facts} facts and ${size.edges} edges, ${rounds} rounds\n`);
  const measured: Round[] = [];
  for (let round = 1; round <= rounds; round++) {
    const bareSeconds = await inFolder((folder) => secondsBare(join(folder, 'bare'), size));
    const ours = await inFolder((folder) => measureOurs(join(folder, 'ours'), size));
    const each = { bareSeconds, ours, ratio: bareSeconds / ours.seconds };
    measured.push(each);
    say(`\nround ${round}: ${roundText(each, size)}`);
  }
  const judged = judge(FLOOR, median(measured.map(({ ratio }) => ratio)));
  say(floorsText([judged]));
  if (json) {
    const document = { schema: 'mimamori.bench.ingest/1', machine, size, rounds: measured, floors: [judged] };
    process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
  }
  return judged.verdict === 'FAILED' ? EXIT_BELOW_FLOOR : 0;
}

function roundText({ bareSeconds, ours, ratio }: Round, { batches, facts, edges }: Size): string {
  const rate = (seconds: number): string => `${((batches * (facts + edges)) / seconds / 1000).toFixed(1)} k rows/s`;
  const rows = PAGES.map((page) => {
    const waits = ours.waits[page];
    return [page, String(waits.length), quantile(waits, 0.5).toFixed(0), quantile(waits, 0.99).toFixed(0)];
  });
  return (
    `bare ${rate(bareSeconds)}, server ${rate(ours.seconds)}, ratio ${ratio.toFixed(2)}; ${ours.syncs} syncs; ` +
    `${ours.devices} devices, their rows ${ours.rowsSeconds.toFixed(1)} s later\n` +
    table([['  meanwhile, in the web app', 'answers', 'p50 ms', 'p99 ms'], ...rows.map(indented)])
  );
}

const indented = ([page = '', ...cells]: readonly string[]): readonly string[] => [`  ${page}`, ...cells];

function optionsOf(args: readonly string[]): { size: Size; rounds: number; json: boolean } | undefined {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  const options = { batches: text('40'), facts: text('5000'), edges: text('2000'), rounds: text('3') };
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...options, json: { type: 'boolean', default: false } },
    });
    const [batches, facts, edges, rounds] = [values.batches, values.facts, values.edges, values.rounds].map(Number);
    const isCount = (value: number | undefined): value is number => Number.isInteger(value) && Number(value) > 0;
    if (!isCount(batches) || !isCount(facts) || !isCount(edges) || !isCount(rounds)) return undefined;
    return { size: { batches, facts, edges }, rounds, json: values.json };
  } catch {
    return undefined;
  }
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'mimamori-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
