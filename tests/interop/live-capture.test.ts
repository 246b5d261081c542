import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { liveCapture } from '../available.ts';
import { GENERATED } from '../captures-of-programs.ts';
import { runServer, type RunningServer } from '../running-server.ts';
import { framesIn, Wire } from './wire.ts';

/** How long the far end listens for a frame of ours; 60 is for the long run: MIMAMORI_SILENCE_SECONDS=60. */
const SILENCE_SECONDS = Number(process.env['MIMAMORI_SILENCE_SECONDS'] ?? 10);
const CAPTURE = join(GENERATED, 'ward-mixed.pcap');
const FRAMES = framesIn(readFileSync(CAPTURE));
const TIMES = 20;
/** Start, stop and restart of the processes of a live capture. */
const LIMIT_MS = 60_000;

describe.skipIf(liveCapture() === undefined)('live capture', { timeout: LIMIT_MS + SILENCE_SECONDS * 1000 }, () => {
  let folder = '';
  let wire: Wire;
  let running: RunningServer;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mimamori-live-'));
    wire = new Wire('mm');
    running = await runServer();
  });
  afterAll(async () => {
    await running.stop();
    wire.remove();
    rmSync(folder, { recursive: true });
  });
  const client = () => running.administrator.client;
  const start = () => client().sensors.start({ body: { interface: wire.near } });
  const sensor = async () => (await client().sensors.list()).sensors.find(({ name }) => name === wire.near);
  const newest = async () => (await client().captures.list({ query: { limit: 1 } })).captures[0];

  test('sees every frame and its devices, and never sends one', async () => {
    const silence = await wire.record(join(folder, 'far.pcap'));
    const began = performance.now();
    const { id, state } = await start();
    expect(state).toBe('live');
    await expect(start()).rejects.toMatchObject({ problem: { code: 'state-conflict' } });
    wire.replay(CAPTURE, TIMES);
    await expect.poll(async () => (await newest())?.packets, { timeout: LIMIT_MS }).toBe(FRAMES * TIMES);
    expect(await newest()).toMatchObject({ origin: 'live', state: 'reading', name: wire.near, droppedPackets: 0 });
    await sleep(Math.max(0, SILENCE_SECONDS * 1000 - (performance.now() - began)));
    const stopped = await client().sensors.stop({ params: { sensorId: id } });
    expect(stopped).toMatchObject({ state: 'idle', packets: FRAMES * TIMES, droppedPackets: 0, packetsPerSecond: 0 });
    expect(await newest()).toMatchObject({ state: 'done', packets: FRAMES * TIMES });
    await running.server.site.settled();
    expect((await client().devices.list({ query: { text: 'CTROOM00' } })).total).toBe(1);
    expect(await silence()).toBe(0);
    expect(wire.sent()).toBe(0);
    const { records } = await client().audit.list({ query: { text: wire.near } });
    expect(records.map(({ kind }) => kind)).toEqual(['capture.ended', 'sensor.stopped', 'sensor.started']);
  });

  test('ends at once on a quiet interface', async () => {
    const { id } = await start();
    expect(await client().sensors.stop({ params: { sensorId: id } })).toMatchObject({ state: 'idle' });
    expect(await newest()).toMatchObject({ state: 'done', packets: 0 });
  });

  test('goes on after a restart of the server, by itself', async () => {
    await start();
    wire.replay(CAPTURE, 1);
    await expect.poll(async () => (await newest())?.packets, { timeout: LIMIT_MS }).toBe(FRAMES);
    await running.restart();
    expect(await sensor()).toMatchObject({ state: 'live' });
    const before = (await sensor())?.packets ?? 0;
    wire.replay(CAPTURE, 1);
    await expect.poll(async () => (await sensor())?.packets, { timeout: LIMIT_MS }).toBe(before + FRAMES);
    expect((await client().captures.list({ query: { limit: 2 } })).captures).toMatchObject([
      { state: 'reading', packets: FRAMES },
      { state: 'done', packets: FRAMES },
    ]);
  });

  test('that loses its interface has failed, and says so', async () => {
    wire.remove();
    await expect.poll(async () => (await sensor())?.state, { timeout: LIMIT_MS }).toBe('failed');
    expect(await sensor()).toMatchObject({ error: 'live-capture-unavailable' });
  });
});
