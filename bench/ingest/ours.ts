import { setTimeout as sleep } from 'node:timers/promises';
import type { Device } from '../../src/contract/index.ts';
import { toIso } from '../../src/kernel/index.ts';
import { captures, type Change, deviceList, devices, ingest, openStore, runs, sensors } from '../../src/store/index.ts';
import { batchOf, type Size } from './workload.ts';

const DEVICES = 400;
/** Pause between two questions of the web app. */
const READ_PAUSE_MS = 20;
const NOON = 1_795_262_400_000_000;

export interface Ours {
  readonly seconds: number;
  /** How long the list of devices took to come while batches were written, each time that it was asked for. */
  readonly readsMs: readonly number[];
  readonly syncs: number;
}

async function begin(change: Change) {
  const sensor = await sensors.ensure(change, { name: 'bench' }, NOON);
  const given = { name: 'bench', origin: 'live' as const, sensorId: sensor.id, addedBy: 'bench' };
  const { id } = await captures.add(change, given, NOON);
  const run = await runs.begin(change, sensor.id, NOON);
  await captures.begin(change, id, run);
  await devices.replace(
    change,
    Array.from({ length: DEVICES }, (_, at) => deviceOf(at)),
  );
  return { sensorId: sensor.id, captureId: id, run };
}

function deviceOf(at: number): Device {
  const conclusion = { value: `T${at % 25}`, confidence: 0.9, because: [], against: [] };
  return {
    id: `device-${at}`,
    macs: [],
    ips: [`10.0.${at >> 8}.${at & 0xff}`],
    names: [`host-${at}`],
    conclusions: { type: conclusion },
    software: [],
    missing: [],
    use: { activeHours: [] },
    vlans: [at % 8],
    personalData: [],
    corrected: [],
    firstSeen: toIso(NOON),
    lastSeen: toIso(NOON + at),
    identity: [],
    corrections: [],
    evidence: [],
  };
}

/** Ingest as the product does it: worker thread, fsync at every commit, batch numbers, while somebody reads. */
export async function measureOurs(folder: string, size: Size): Promise<Ours> {
  const store = await openStore({ folder });
  const news = { kind: 'sensor.started', actor: { name: 'bench' }, atUs: NOON } as const;
  const reading = await store.change(news, begin);
  const readsMs: number[] = [];
  const end = new AbortController();
  const reader = (async () => {
    while (!end.signal.aborted) {
      const asked = performance.now();
      await store.transaction((t) =>
        deviceList.list(t, { text: 'host' }, { by: 'name', direction: 'ascending' }, { offset: 0, limit: 50 }),
      );
      readsMs.push(performance.now() - asked);
      await sleep(READ_PAUSE_MS);
    }
  })();
  let seconds = 0;
  const before = (await store.countSyncs()) ?? 0;
  for (let number = 1; number <= size.batches; number++) {
    const batch = batchOf(reading, number, size);
    const begin = performance.now();
    await store.transaction((transaction) => ingest(transaction, batch, NOON));
    seconds += (performance.now() - begin) / 1000;
  }
  end.abort();
  await reader;
  const syncs = ((await store.countSyncs()) ?? 0) - before;
  await store.close();
  return { seconds, readsMs, syncs };
}
