import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Server, startServer } from '../../src/main/server.ts';
import { captures, type Change, runs, sensors } from '../../src/store/index.ts';
import type { Waits } from './visitor.ts';
import { batchOf, type Size } from './workload.ts';

const VISITOR = join(import.meta.dirname, 'visitor.ts');
const NOON = 1_795_262_400_000_000;
const LOGIN = 'administrator';
const PASSWORD = 'correct horse battery';
const UPLOAD_MOST_BYTES = 1;

export interface Ours {
  /** From the first batch to the acknowledgement of the last. */
  readonly seconds: number;
  /** From then until the rows of all devices say what was observed. */
  readonly rowsSeconds: number;
  readonly devices: number;
  /** How long the web app's answers took while batches were written. */
  readonly waits: Waits;
  readonly syncs: number;
}

async function begin(change: Change) {
  const sensor = await sensors.ensure(change, { name: 'bench' }, NOON);
  const given = { name: 'bench', origin: 'live' as const, sensorId: sensor.id, addedBy: 'bench' };
  const { id } = await captures.add(change, given, NOON);
  const run = await runs.begin(change, sensor.id, NOON);
  await captures.begin(change, id, run);
  return { sensorId: sensor.id, captureId: id, run };
}

/** The whole server: fsync at every commit, batch numbers, inventory, rows of devices, and somebody at the web app. */
export async function measureOurs(folder: string, size: Size): Promise<Ours> {
  mkdirSync(folder);
  const place = { dataFolder: folder, place: { folder }, host: '127.0.0.1', port: 0 };
  const server = await startServer(
    { ...place, uploadMostBytes: UPLOAD_MOST_BYTES, logLevel: 'error' },
    { logStream: process.stderr, onFirstPassword: () => {}, firstPassword: PASSWORD },
  );
  try {
    return await measureServer(server, size);
  } finally {
    await server.close();
  }
}

async function measureServer({ address, store, ingest, site }: Server, size: Size): Promise<Ours> {
  const news = { kind: 'sensor.started', actor: { name: 'bench' }, atUs: NOON } as const;
  const reading = await store.change(news, begin);
  // The first batch brings devices for the visitor to look at, and is not measured.
  await ingest.send(batchOf(reading, 1, size));
  await site.settled();
  const visitor = fork(VISITOR, [address, LOGIN, PASSWORD], { serialization: 'advanced' });
  await heard(visitor);
  const before = (await store.countSyncs()) ?? 0;
  const began = performance.now();
  for (let number = 2; number <= size.batches + 1; number++) await ingest.send(batchOf(reading, number, size));
  const acknowledged = performance.now();
  visitor.send('over');
  const waits = (await heard(visitor)) as Waits;
  await site.settled();
  return {
    seconds: (acknowledged - began) / 1000,
    rowsSeconds: (performance.now() - acknowledged) / 1000,
    devices: site.shownDevices().size,
    waits,
    syncs: ((await store.countSyncs()) ?? 0) - before,
  };
}

async function heard(visitor: ChildProcess): Promise<unknown> {
  const failed = once(visitor, 'exit').then(([code]) => {
    throw new Error(`the visitor ended with ${String(code)}`);
  });
  const [message] = (await Promise.race([once(visitor, 'message'), failed])) as [unknown];
  return message;
}
