import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { secondsBare } from './ingest/bare.ts';
import { measureOurs } from './ingest/ours.ts';
import type { Size } from './ingest/workload.ts';

/** Ours must reach this share of what the same upserts reach on bare PGlite. */
const FLOOR = 0.3;
const EXIT_BELOW_FLOOR = 1;
const EXIT_USAGE = 2;
const USAGE = `usage: npm run bench -- ingest [--batches N] [--facts N] [--edges N] [--rounds N]

  --batches  batches of one round (40)
  --facts    facts of a batch (5000)
  --edges    edges of a batch (2000)
  --rounds   both sides in turn, the median counts (3)
`;

/** Upserts a second: on bare PGlite, and through the store with fsync and somebody reading. In turn, in one run. */
export async function run(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  if (options === undefined) {
    process.stderr.write(USAGE);
    return EXIT_USAGE;
  }
  const { size, rounds } = options;
  const rows = size.batches * (size.facts + size.edges);
  process.stdout.write(`${size.batches} batches of ${size.facts} facts and ${size.edges} edges, ${rounds} rounds\n\n`);
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const bare = await inFolder((folder) => secondsBare(join(folder, 'bare'), size));
    const ours = await inFolder((folder) => measureOurs(join(folder, 'ours'), size));
    const ratio = bare / ours.seconds;
    ratios.push(ratio);
    process.stdout.write(
      `round ${round}: bare ${rate(rows, bare)}, ours ${rate(rows, ours.seconds)}, ratio ${ratio.toFixed(2)}; ` +
        `${ours.syncs} syncs; ${ours.readsMs.length} lists of devices meanwhile, ` +
        `median ${quantile(ours.readsMs, 0.5).toFixed(0)} ms, 99 % within ${quantile(ours.readsMs, 0.99).toFixed(0)} ms\n`,
    );
  }
  const ratio = quantile(ratios, 0.5);
  const verdict = ratio >= FLOOR ? 'reached' : 'MISSED';
  process.stdout.write(`\nratio ${ratio.toFixed(2)}, floor ${FLOOR}: ${verdict}\n`);
  return ratio >= FLOOR ? 0 : EXIT_BELOW_FLOOR;
}

function optionsOf(args: readonly string[]): { size: Size; rounds: number } | undefined {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { batches: text('40'), facts: text('5000'), edges: text('2000'), rounds: text('3') },
    });
    const [batches, facts, edges, rounds] = [values.batches, values.facts, values.edges, values.rounds].map(Number);
    const isCount = (value: number | undefined): value is number => Number.isInteger(value) && Number(value) > 0;
    if (!isCount(batches) || !isCount(facts) || !isCount(edges) || !isCount(rounds)) return undefined;
    return { size: { batches, facts, edges }, rounds };
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

function rate(rows: number, seconds: number): string {
  return `${(rows / seconds / 1000).toFixed(1)} k rows/s`;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
