import { mkdtempSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { busyNetwork } from '../../../tests/busy-network.ts';
import { captureOfPrograms } from '../../../tests/captures-of-programs.ts';
import { multipart, runServer, type RunningServer } from '../../../tests/running-server.ts';

let captureFolder = '';
let running: RunningServer;
beforeAll(async () => {
  captureFolder = mkdtempSync(join(tmpdir(), 'mimamori-captures-'));
  mkdirSync(join(captureFolder, 'ward'));
  writeFileSync(join(captureFolder, 'ward', 'dhcp.pcap.gz'), gzipSync(captureOfPrograms('dhcp.pcap').bytes));
  writeFileSync(join(captureFolder, 'notes.txt'), 'no capture');
  symlinkSync('/etc/hostname', join(captureFolder, 'outside.pcap'));
  running = await runServer({ captureFolder });
});
afterAll(async () => {
  await running.stop();
  rmSync(captureFolder, { recursive: true });
});

const api = () => running.administrator.client.captures;
const spooled = (): string[] => readdirSync(join(running.folder, 'spool'));
const kindsOf = async (): Promise<string[]> =>
  (await running.administrator.client.audit.list({ query: { limit: 2 } })).records.map(({ kind }) => kind);

describe('captures.upload', () => {
  test('reads a file and removes it; captures.get and captures.list tell what was in it', async () => {
    const id = await running.upload(captureOfPrograms('smb.pcap'));
    const capture = await api().get({ params: { captureId: id } });
    expect(capture).toMatchObject({
      name: 'smb.pcap',
      origin: 'upload',
      state: 'done',
      sizeBytes: captureOfPrograms('smb.pcap').bytes.length,
      readBytes: captureOfPrograms('smb.pcap').bytes.length,
      addedBy: 'administrator',
      linkTypes: [{ number: 1, name: 'ethernet', read: true }],
    });
    expect(capture.packets).toBeGreaterThan(50);
    expect((await api().list()).captures.find((each) => each.id === id)).toMatchObject({ packets: capture.packets });
    expect(spooled()).toEqual([]);
    expect(await kindsOf()).toEqual(['capture.ended', 'capture.uploaded']);
  });

  test('keeps what is damaged apart: anomalies by kind with frames, and what could be read', async () => {
    const { bytes } = captureOfPrograms('smb.pcap');
    const id = await running.upload({ name: 'cut.pcap', bytes: bytes.subarray(0, bytes.length - 7) });
    const capture = await api().get({ params: { captureId: id } });
    expect(capture.state).toBe('done');
    expect(capture.anomalies).toBeGreaterThan(0);
    const kinds = capture.anomalyKinds.map(({ kind }) => kind);
    const { anomalies } = await running.administrator.client.overview.get();
    for (const kind of kinds) expect(anomalies.map((each) => each.kind)).toContain(kind);
  });

  test('of something else fails and says so', async () => {
    const id = await running.upload({ name: 'letter.pcap', bytes: Buffer.from('Dear Mrs Yamada, this is no capture') });
    expect(await api().get({ params: { captureId: id } })).toMatchObject({
      state: 'failed',
      error: 'capture-unreadable',
    });
    expect(spooled()).toEqual([]);
    expect(running.log()).not.toContain('Yamada');
  });

  test('takes the name without the folders that come with it', async () => {
    const { bytes } = captureOfPrograms('modbus.pcap');
    const id = await running.upload({ name: String.raw`C:\Users\tanaka\..\evil` + '\u0007.pcap', bytes });
    expect(await api().get({ params: { captureId: id } })).toMatchObject({ name: 'evil.pcap' });
  });

  test('is refused when it is too large or no file, and leaves nothing behind', async () => {
    const path = '/api/captures';
    const large = multipart({ name: 'large.pcap', bytes: Buffer.alloc(5_000_001) });
    const answers = [
      await running.administrator.request({ method: 'POST', path, ...large }),
      await running.administrator.request({ method: 'POST', path, body: '{}' }),
      await running.administrator.request({
        method: 'POST',
        path,
        ...multipart({ name: 'x', bytes: Buffer.from('x') }, 'other'),
      }),
      await running.administrator.request({ method: 'POST', path }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([413, 400, 400, 400]);
    expect(JSON.parse(answers[0]?.text ?? '')).toMatchObject({
      code: 'upload-too-large',
      details: { limitBytes: 5_000_000 },
    });
    expect(spooled()).toEqual([]);
  });
});

describe('captures.folder and captures.read', () => {
  test('list captures below the folder and read one, also compressed, without removing it', async () => {
    const { files } = await api().folder();
    expect(files.map(({ path }) => path)).toEqual(['ward/dhcp.pcap.gz']);
    const { id } = await api().read({ body: { path: 'ward/dhcp.pcap.gz' } });
    await running.server.queue.idle();
    const capture = await api().get({ params: { captureId: id } });
    expect(capture).toMatchObject({ state: 'done', origin: 'folder', name: 'ward/dhcp.pcap.gz' });
    expect(capture.readBytes).toBe(capture.sizeBytes);
    expect((await api().folder()).files).toHaveLength(1);
    expect(await kindsOf()).toEqual(['capture.ended', 'capture.read-requested']);
  });

  test.each(['../../../etc/passwd', '/etc/passwd', 'outside.pcap', 'notes.txt', 'ward', 'missing.pcap', '.'])(
    '%s is not among them',
    async (path) => {
      await expect(api().read({ body: { path } })).rejects.toMatchObject({ problem: { code: 'not-found' } });
    },
  );
});

describe('captures.cancel', () => {
  test('ends what waits, and what is over cannot be cancelled', async () => {
    const { bytes } = captureOfPrograms('ward-mixed.pcap');
    const [, waiting] = await Promise.all([
      api().upload({ file: { name: 'first.pcap', bytes } }),
      api().upload({ file: { name: 'second.pcap', bytes } }),
    ]);
    const params = { captureId: waiting.id };
    const cancelled = await api().cancel({ params });
    expect(['cancelled', 'done']).toContain(cancelled.state);
    await running.server.queue.idle();
    await expect(api().cancel({ params })).rejects.toMatchObject({ problem: { code: 'state-conflict' } });
    expect(spooled()).toEqual([]);
  });

  test('stops what is being read; what was read until then stays', async () => {
    const packets = 400_000;
    writeFileSync(join(captureFolder, 'busy.pcap'), busyNetwork(packets, 50, 10));
    const { id } = await api().read({ body: { path: 'busy.pcap' } });
    const params = { captureId: id };
    await expect.poll(async () => (await api().get({ params })).packets, { timeout: 20_000 }).toBeGreaterThan(0);
    const cancelled = await api().cancel({ params });
    expect(cancelled).toMatchObject({ state: 'cancelled' });
    expect(cancelled.packets).toBeGreaterThan(0);
    expect(cancelled.packets).toBeLessThan(packets);
    await running.server.site.settled();
    expect((await running.administrator.client.devices.list({ query: { text: '10.7.0.1' } })).total).toBeGreaterThan(0);
    expect(await kindsOf()).toEqual(['capture.ended', 'capture.cancelled']);
  });

  test('finds nothing under another id', async () => {
    const params = { captureId: '01900000-0000-7000-8000-000000000000' };
    await expect(api().cancel({ params })).rejects.toMatchObject({ problem: { code: 'not-found' } });
    await expect(api().get({ params })).rejects.toMatchObject({ problem: { code: 'not-found' } });
  });
});
