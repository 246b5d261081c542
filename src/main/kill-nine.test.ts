import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { audit, captures, deviceList, devices, observations, openStore, runs } from '#store';
import { busyNetwork } from '../../tests/busy-network.ts';
import { FIRST_PASSWORD, runServer } from '../../tests/running-server.ts';
import { type ServerProcess, startServerProcess } from '../../tests/server-process.ts';
import { newStoreFolder } from '../../tests/store/template-folder.ts';

/** Ten and more are for the long run: MIMAMORI_KILLS=10. */
const KILLS = Number(process.env['MIMAMORI_KILLS'] ?? 2);
/** Twice as many batches as kills, so that each kill has something to interrupt. */
const PACKETS = Math.max(4, KILLS * 2) * 20_000;
const HOSTS = 150;
/** Names that each of them asks for. */
const NAMES = 23;
const NAME = 'busy.pcap';
/** A killed server has been reading for so long at the most since its last commit that we saw. */
const SPAN_MS = 150;
const PART = { offset: 0, limit: 500 };

let captureFolder = '';
beforeAll(() => {
  captureFolder = mkdtempSync(join(tmpdir(), 'mimamori-kill-'));
  writeFileSync(join(captureFolder, NAME), busyNetwork(PACKETS, HOSTS, NAMES));
});
afterAll(() => rmSync(captureFolder, { recursive: true }));

/** Everything that a store keeps of what was observed, in an order of its own. */
async function keptIn(folder: string) {
  const store = await openStore({ folder });
  try {
    return await store.transaction(async (transaction) => {
      const seen: string[] = [];
      for await (const part of observations.all(transaction)) {
        expect(part.run).toBeLessThanOrEqual(0);
        for (const list of [part.facts, part.edges, part.pairings, part.traffic]) {
          for (const each of list ?? []) seen.push(JSON.stringify(each));
        }
      }
      const order = { by: 'address', direction: 'ascending' } as const;
      const { total } = await deviceList.list(transaction, {}, order, PART);
      const listed = await deviceList.list(transaction, {}, order, PART);
      const documents = [];
      for (const { id } of listed.devices) documents.push(await devices.find(transaction, id));
      const { captures: all } = await captures.list(transaction, PART);
      return {
        seen: seen.toSorted(),
        total,
        documents,
        captures: all.map(({ name, state, packets, bytes, first, last, anomalies }) => ({
          name,
          state,
          packets,
          bytes,
          first,
          last,
          anomalies,
        })),
        coverage: await runs.coverage(transaction),
        inProgress: await runs.inProgress(transaction),
        audit: await audit.verify(transaction),
      };
    });
  } finally {
    await store.close();
  }
}

async function cleanRun() {
  const running = await runServer({ captureFolder });
  try {
    await running.administrator.client.captures.read({ body: { path: NAME } });
    await running.server.queue.idle();
    await running.server.close();
    return await keptIn(running.folder);
  } finally {
    rmSync(running.folder, { recursive: true });
  }
}

/** Waits until more was committed than when the server started, then a little longer. False when it had finished before. */
async function killWhileReading(server: ServerProcess, password: string): Promise<boolean> {
  const client = await server.signIn('administrator', password);
  const look = async () => (await client.captures.list()).captures[0];
  const before = (await look())?.packets ?? 0;
  for (let now = await look(); ; now = await look()) {
    if (now?.state === 'done') return false;
    if ((now?.packets ?? 0) > before) break;
  }
  await sleep(Math.random() * SPAN_MS);
  await server.kill();
  return true;
}

test(`killed ${KILLS} times while it ingests: nothing acknowledged is lost, nothing counts twice, no hand is needed`, {
  timeout: 120_000 + KILLS * 30_000,
}, async () => {
  const folder = await newStoreFolder();
  const environment = { MIMAMORI_CAPTURE_FOLDER: captureFolder };
  let server = await startServerProcess(folder, environment);
  let password = server.firstPassword ?? '';
  const first = await server.signIn('administrator', password);
  await first.session.changePassword({ body: { current: password, next: FIRST_PASSWORD } });
  password = FIRST_PASSWORD;
  await first.captures.read({ body: { path: NAME } });
  let { siteName: acknowledged } = await first.settings.get();
  let killed = 0;
  while (killed < KILLS && (await killWhileReading(server, password))) {
    killed++;
    server = await startServerProcess(folder, environment);
    // What was acknowledged before the kill is there, and somebody goes on working meanwhile.
    const client = await server.signIn('administrator', password);
    expect((await client.settings.get()).siteName).toBe(acknowledged);
    ({ siteName: acknowledged } = await client.settings.change({ body: { siteName: `病院 ${killed}` } }));
  }
  expect(killed).toBe(KILLS);
  const last = await server.signIn('administrator', password);
  while ((await last.captures.list()).captures[0]?.state !== 'done') await sleep(100);
  expect(await server.end()).toBe(0);

  const [found, wanted] = [await keptIn(folder), await cleanRun()];
  rmSync(folder, { recursive: true });
  expect(wanted.seen.length).toBeGreaterThan(HOSTS * NAMES);
  expect(found.captures).toEqual(wanted.captures);
  expect(found.seen).toEqual(wanted.seen);
  expect(found.documents).toEqual(wanted.documents);
  expect(found.total).toBe(wanted.total);
  expect(found.coverage).toEqual(wanted.coverage);
  expect(found.inProgress).toEqual([]);
  expect(found.audit.intact).toBe(true);
});
