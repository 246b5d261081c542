import { afterAll, beforeAll, expect, test } from 'vitest';
import { captureOfPrograms } from '../../../tests/captures-of-programs.ts';
import { runServer, type RunningServer } from '../../../tests/running-server.ts';
import { AssignedUplink } from './assigned-uplink.ts';
import type { Batch } from '#sensor';

let running: RunningServer;
/** The batches of a capture, as they came from the parser. */
const batches: Batch[] = [];
beforeAll(async () => {
  running = await runServer();
  const { ingest } = running.server;
  const send = ingest.send.bind(ingest);
  ingest.send = (batch) => {
    batches.push(batch);
    return send(batch);
  };
  await running.upload(captureOfPrograms('dhcp.pcap'));
});
afterAll(() => running.stop());

const client = () => running.administrator.client;

test('a batch that comes again is acknowledged, and changes and records nothing', async () => {
  const [batch] = batches;
  if (batch === undefined) throw new Error('no batch came');
  const before = [await client().devices.list(), await client().overview.coverage(), await client().sensors.list()];
  const { total } = await client().audit.list();
  expect(await running.server.ingest.send(batch)).toEqual({ ack: 1 });
  await running.server.site.settled();
  expect([await client().devices.list(), await client().overview.coverage(), await client().sensors.list()]).toEqual(
    before,
  );
  expect((await client().audit.list()).total).toBe(total);
});

test('a batch after a missing one, or after the end, is refused', async () => {
  const [batch] = batches;
  if (batch === undefined) throw new Error('no batch came');
  await expect(running.server.ingest.send({ ...batch, number: 2 })).rejects.toMatchObject({ code: 'state-conflict' });
  await expect(running.server.ingest.send({ ...batch, run: 99 })).rejects.toMatchObject({ code: 'not-found' });
});

test('a parser speaks for its own run and capture only', async () => {
  const [batch] = batches;
  if (batch === undefined) throw new Error('no batch came');
  const captureId = batch.captures[0]?.id ?? '';
  const assignment = { sensorId: batch.sensorId, run: batch.run, captureId, committed: 0 };
  for (const other of [
    { run: batch.run + 1 },
    { sensorId: 'another' },
    { captures: [{ ...batch.captures[0]!, id: 'another' }] },
  ]) {
    const uplink = new AssignedUplink(running.server.ingest, assignment);
    await expect(uplink.send({ ...batch, ...other })).rejects.toMatchObject({ code: 'not-found' });
    expect(uplink.failure).toMatchObject({ code: 'not-found' });
  }
});
