import { writeSync } from 'node:fs';
import { audit, captures, type Change, ingest, openStore, runs, sensors, type Store } from '../../src/store/index.ts';
import { batchOf, edge, fact, NOON } from './samples.ts';

/**
 * A process to be killed: goes on where the last one ended and writes a batch after another. What it prints was
 * acknowledged. What is in batch `n` follows from `n` alone, so that whoever looks afterwards knows what to expect.
 */

const FACTS_OF_A_BATCH = 400;

async function resume(store: Store) {
  return await store.transaction(async (transaction) => {
    const [run] = await runs.inProgress(transaction);
    const [capture] = await captures.open(transaction);
    if (run === undefined || capture === undefined) return undefined;
    return { sensorId: run.sensorId, run: run.run, captureId: capture.id, lastBatch: run.lastBatch };
  });
}

async function begin(change: Change) {
  const sensor = await sensors.ensure(change, { name: 'killed' }, NOON);
  const given = { name: 'endless', origin: 'live' as const, sensorId: sensor.id, addedBy: 'tester' };
  const capture = await captures.add(change, given, NOON);
  const run = await runs.begin(change, sensor.id, NOON);
  await captures.begin(change, capture.id, run);
  return { sensorId: sensor.id, run, captureId: capture.id, lastBatch: 0 };
}

const [folder = ''] = process.argv.slice(2);
const store = await openStore({ folder });
const news = { kind: 'sensor.started', actor: { name: 'writer' }, atUs: NOON } as const;
const reading = (await resume(store)) ?? (await store.change(news, begin));

for (let number = reading.lastBatch + 1; ; number++) {
  const facts = Array.from({ length: FACTS_OF_A_BATCH }, (_, at) => fact(`shared ${at}`));
  const edges = [edge({ packets: number, bytes: number * 100 })];
  const batch = batchOf(reading, number, { facts: [...facts, fact(`only ${number}`)], edges });
  const { ack } = await store.transaction((transaction) => ingest(transaction, batch, NOON));
  writeSync(1, `batch ${ack}\n`);
  // A person changes something now and then; the chain of records must hold as well.
  if (number % 7 === 0) {
    const before = await store.change({ ...news, kind: 'settings.changed' }, audit.verify);
    writeSync(1, `record ${before.records + 1}\n`);
  }
}
