import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { gathered } from '../../tests/store/samples.ts';
import { newStoreFolder } from '../../tests/store/template-folder.ts';
import { audit, observations, openStore, runs } from './index.ts';

const WRITER = fileURLToPath(new URL('../../tests/store/kill-writer.ts', import.meta.url));

/** Ten and more are for the long run: MIMAMORI_KILLS=10. */
const KILLS = Number(process.env['MIMAMORI_KILLS'] ?? 3);
/** A writer is killed at some moment of this span after its first acknowledgement. */
const SPAN_MS = 400;

test(`killed ${KILLS} times while it writes: nothing acknowledged is lost, nothing counts twice`, {
  timeout: 30_000 + KILLS * 10_000,
}, async () => {
  const folder = await newStoreFolder();
  const acknowledged = { batch: 0, record: 0 };
  for (let kill = 0; kill < KILLS; kill++) {
    const before = acknowledged.batch;
    Object.assign(acknowledged, await killedWriter(folder));
    expect(acknowledged.batch).toBeGreaterThan(before);
  }
  const store = await openStore({ folder });
  try {
    const { run, kept, trail } = await store.transaction(async (t) => ({
      run: (await runs.inProgress(t))[0],
      kept: await gathered(observations.all(t)),
      trail: await audit.verify(t),
    }));
    const batches = run?.lastBatch ?? 0;
    // What was kept may be one ahead: its acknowledgement died with the process.
    expect(batches - acknowledged.batch).toBeOneOf([0, 1]);
    const facts = kept.flatMap((each) => each.facts ?? []);
    const shared = facts.filter(({ value }) => value.startsWith('shared '));
    expect(shared.filter(({ count }) => count !== batches)).toEqual([]);
    expect(shared).toHaveLength(400);
    const only = facts.filter(({ value }) => value.startsWith('only ')).map(({ value }) => Number(value.slice(5)));
    expect(only.sort((a, b) => a - b)).toEqual(Array.from({ length: batches }, (_, at) => at + 1));
    expect(kept.flatMap((each) => each.edges ?? [])).toMatchObject([{ packets: batches, bytes: batches * 100 }]);
    expect(trail).toMatchObject({ intact: true });
    expect(trail.records - acknowledged.record).toBeOneOf(acknowledged.record === 0 ? [1, 2] : [0, 1]);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Runs a writer, kills it in the middle, and answers the last numbers that it acknowledged. */
async function killedWriter(folder: string): Promise<Record<string, number>> {
  const writer = spawn(process.execPath, [WRITER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => writer.once('close', () => resolve()));
  const last: Record<string, number> = {};
  const lines = createInterface({ input: writer.stdout });
  const first = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      const [what = '', number] = line.split(' ');
      last[what] = Number(number);
      resolve();
    });
  });
  await Promise.race([first, ended]);
  await sleep(Math.random() * SPAN_MS);
  writer.kill('SIGKILL');
  await ended;
  return last;
}
