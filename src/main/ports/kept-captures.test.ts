import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { captures } from '#store';
import { captureOfPrograms } from '../../../tests/captures-of-programs.ts';
import { FIRST_PASSWORD, multipart, runServer, type RunningServer } from '../../../tests/running-server.ts';

const FILE = captureOfPrograms('smb.pcap');
const REASON = '検査結果が届かない原因の調査';
const body = { reason: REASON };

let running: RunningServer;
beforeAll(async () => {
  running = await runServer();
});
afterEach(async () => {
  for (const { id, keptUntil } of (await api().list()).captures) {
    if (keptUntil !== undefined) await api().forget({ params: { captureId: id } });
  }
  expectNoFiles();
});
afterAll(() => running.stop());

const api = () => running.administrator.client.captures;
const filesIn = (name: string): string[] => {
  const folder = join(running.folder, name);
  return existsSync(folder) ? readdirSync(folder) : [];
};
function expectNoFiles(): void {
  expect([filesIn('spool'), filesIn('kept')]).toEqual([[], []]);
}

const keyFile = () => join(running.folder, 'kept-captures.key');
const records = async (kind: string, id: string) =>
  (await running.administrator.client.audit.list({ query: { limit: 500 } })).records.filter(
    (each) => each.kind === kind && each.subject?.id === id,
  );

async function keep(file = FILE, keepDays = 7): Promise<{ captureId: string }> {
  const { id } = await api().upload({ file, query: { keepDays } });
  await running.server.queue.idle();
  return { captureId: id };
}

const refused = (code: string) => ({ problem: { code } });

describe('captures.upload with keepDays', () => {
  test('without it nothing is kept and no key is made, in the first place', async () => {
    await running.upload(FILE);
    expect([filesIn('kept'), existsSync(keyFile())]).toEqual([[], false]);
  });

  test('keeps the file encrypted once it has been read, and the upload is gone', async () => {
    const params = await keep();
    const capture = await api().get({ params });
    expect(capture).toMatchObject({ state: 'done', sizeBytes: FILE.bytes.length });
    expect(Date.parse(capture.keptUntil ?? '') - Date.parse(capture.addedAt)).toBe(7 * 86_400_000);
    expect(filesIn('spool')).toEqual([]);
    expect(filesIn('kept')).toEqual([`${params.captureId}.sealed`]);
    const path = join(running.folder, 'kept', `${params.captureId}.sealed`);
    expect(statSync(path).size).toBe(capture.keptBytes);
    expect([path, keyFile()].map((each) => statSync(each).mode & 0o777)).toEqual([0o600, 0o600]);
    expect(statSync(join(running.folder, 'kept')).mode & 0o777).toBe(0o700);
    expect(readFileSync(path).includes(Buffer.from(FILE.bytes.subarray(100, 140)))).toBe(false);
    expect(await records('capture.uploaded', params.captureId)).toMatchObject([
      { details: { keptUntil: capture.keptUntil } },
    ]);
  });

  test('is refused to whoever may only add, before the file is looked at, and to whoever asks for too long', async () => {
    const editor = await running.person('editor');
    const { client } = editor;
    await expect(client.captures.upload({ file: FILE, query: { keepDays: 7 } })).rejects.toMatchObject(
      refused('permission-denied'),
    );
    expect((await editor.request({ method: 'POST', path: '/api/captures?keepDays=7' })).status).toBe(403);
    await expect(client.captures.upload({ file: FILE })).resolves.toMatchObject({ state: 'queued' });
    await running.server.queue.idle();
    for (const keepDays of ['0', '91', '1.5', 'x', '']) {
      const path = `/api/captures?keepDays=${keepDays}`;
      const answer = await running.administrator.request({ method: 'POST', path, ...multipart(FILE) });
      expect(answer.status, keepDays).toBe(400);
    }
    expectNoFiles();
  });

  test('keeps what was cancelled while it waited, and not what could not be read', async () => {
    const [, { id }] = await Promise.all([
      api().upload({ file: captureOfPrograms('ward-mixed.pcap') }),
      api().upload({ file: FILE, query: { keepDays: 1 } }),
    ]);
    await api().cancel({ params: { captureId: id } });
    const letter = { name: 'letter.pcap', bytes: Buffer.from('Dear Mrs Yamada, this is no capture') };
    const params = await keep(letter);
    expect(await api().get({ params })).toMatchObject({ state: 'failed' });
    expect(await api().get({ params })).not.toHaveProperty('keptUntil');
    expect(filesIn('kept')).toEqual([`${id}.sealed`]);
    expect(filesIn('spool')).toEqual([]);
    const opened = await api().openKept({ params: { captureId: id }, body });
    expect(Buffer.from(FILE.bytes).equals(opened as Buffer)).toBe(true);
  });

  test('says on record when a capture could not be kept; the upload is gone all the same', async () => {
    await keep();
    rmSync(join(running.folder, 'kept'), { recursive: true });
    writeFileSync(join(running.folder, 'kept'), 'where the folder should be');
    const params = await keep();
    expect(await api().get({ params })).toMatchObject({ state: 'done' });
    expect(await api().get({ params })).not.toHaveProperty('keptUntil');
    expect(await records('capture.not-kept', params.captureId)).toMatchObject([
      { actor: { name: 'Mimamori' }, subject: { name: FILE.name } },
    ]);
    expect(filesIn('spool')).toEqual([]);
    rmSync(join(running.folder, 'kept'));
  });

  test('goes on after a restart with what waits to be read and with what waits to be sealed; halves count for nothing', async () => {
    const { captureId } = await keep();
    const { store, clock } = running.server;
    const { sensors } = await running.administrator.client.sensors.list();
    // As a process that was killed leaves them: nobody is told of these.
    const leave = async (name: string) => {
      const location = join(running.folder, 'spool', name);
      writeFileSync(location, FILE.bytes);
      const given = { name, origin: 'upload', sensorId: sensors[0]?.id ?? '', addedBy: 'x', location } as const;
      const nowUs = clock.nowUs();
      const added = await store.transaction((t) => captures.add(t, { ...given, keptUntil: nowUs + 1e12 }, nowUs));
      return added.id;
    };
    const [queued, ended] = [await leave('queued'), await leave('ended')];
    await store.transaction((t) => captures.end(t, ended, { state: 'cancelled' }, clock.nowUs()));
    writeFileSync(join(running.folder, 'kept', `${ended}.sealed.part`), 'half of it');
    writeFileSync(join(running.folder, 'kept', `${queued}.sealed`), 'without its row');
    writeFileSync(join(running.folder, 'spool', 'nobody-knows-it'), 'left behind');
    await running.restart();
    await running.server.queue.idle();
    expect(filesIn('spool')).toEqual([]);
    expect(filesIn('kept').toSorted()).toEqual([captureId, queued, ended].map((id) => `${id}.sealed`).toSorted());
    for (const id of [captureId, queued, ended]) {
      const opened = await api().openKept({ params: { captureId: id }, body });
      expect(Buffer.from(FILE.bytes).equals(opened as Buffer)).toBe(true);
    }
  });
});

describe('captures.open-kept', () => {
  test('hands out the file that was given, and leaves on record who, what and why', async () => {
    const named = { name: 'CT室 "2".pcap', bytes: FILE.bytes };
    const { body: sent, headers } = multipart({ ...named, name: 'CT室 %222%22.pcap' });
    const path = '/api/captures?keepDays=1';
    const { text } = await running.administrator.request({ method: 'POST', path, body: sent, headers });
    const { id } = JSON.parse(text) as { id: string };
    await running.server.queue.idle();
    const answer = await running.administrator.request({
      method: 'POST',
      path: `/api/captures/${id}/kept/open`,
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
    expect(answer.bytes.equals(Buffer.from(FILE.bytes))).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(FILE.bytes.length),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="[\w. -]+"; filename\*=UTF-8''CT%E5%AE%A4/,
    );
    expect(await records('capture.opened', id)).toMatchObject([
      { actor: { name: 'administrator' }, subject: { kind: 'capture', id }, details: { reason: REASON } },
    ]);
    expect(running.log()).not.toContain(REASON);
  });

  test('is for administrators and needs a reason', async () => {
    const params = await keep();
    const { client } = await running.person('editor');
    await expect(client.captures.openKept({ params, body })).rejects.toMatchObject(refused('permission-denied'));
    for (const reason of ['', '   ', 'x'.repeat(501)]) {
      await expect(api().openKept({ params, body: { reason } })).rejects.toMatchObject(refused('input-invalid'));
    }
    expect(await records('capture.opened', params.captureId)).toEqual([]);
  });

  test('finds nothing that is not kept, and waits for what is being read', async () => {
    const captureId = await running.upload(FILE);
    await expect(api().openKept({ params: { captureId }, body })).rejects.toMatchObject(refused('not-found'));
    const nowhere = { captureId: '01900000-0000-7000-8000-000000000000' };
    await expect(api().openKept({ params: nowhere, body })).rejects.toMatchObject(refused('not-found'));
    const { id } = await api().upload({ file: FILE, query: { keepDays: 1 } });
    await expect(api().openKept({ params: { captureId: id }, body })).rejects.toMatchObject(refused('state-conflict'));
    await running.server.queue.idle();
  });

  test('refuses a file that was altered, cut or taken away, before any of it leaves, and leaves no record', async () => {
    const params = await keep();
    const path = join(running.folder, 'kept', `${params.captureId}.sealed`);
    const whole = readFileSync(path);
    const altered = Buffer.from(whole);
    altered[whole.length - 20] = (altered[whole.length - 20] ?? 0) ^ 1;
    for (const bytes of [altered, whole.subarray(0, whole.length - 1), whole.subarray(0, 57), Buffer.alloc(0)]) {
      writeFileSync(path, bytes);
      await expect(api().openKept({ params, body })).rejects.toMatchObject(refused('kept-capture-damaged'));
    }
    rmSync(path);
    await expect(api().openKept({ params, body })).rejects.toMatchObject(refused('kept-capture-missing'));
    expect(await records('capture.opened', params.captureId)).toEqual([]);
    writeFileSync(path, whole);
    await expect(api().openKept({ params, body })).resolves.toBeTruthy();
  });
});

describe('the key of kept captures', () => {
  test('that is away is asked for, not made again; reading goes on', async () => {
    const params = await keep();
    const away = join(running.folder, 'away');
    renameSync(keyFile(), away);
    await expect(api().openKept({ params, body })).rejects.toMatchObject(refused('kept-captures-key-missing'));
    await expect(api().upload({ file: FILE, query: { keepDays: 1 } })).rejects.toMatchObject(
      refused('kept-captures-key-missing'),
    );
    expect([filesIn('spool'), existsSync(keyFile())]).toEqual([[], false]);
    expect(await api().get({ params: { captureId: await running.upload(FILE) } })).toMatchObject({ state: 'done' });
    writeFileSync(keyFile(), Buffer.alloc(32, 7));
    await expect(api().openKept({ params, body })).rejects.toMatchObject(refused('kept-captures-key-wrong'));
    writeFileSync(keyFile(), 'too short');
    await expect(api().openKept({ params, body })).rejects.toMatchObject(refused('kept-captures-key-wrong'));
    renameSync(away, keyFile());
    await expect(api().openKept({ params, body })).resolves.toBeTruthy();
  });

  test('may lie elsewhere, and is never made there', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'mimamori-key-'));
    const keptCapturesKeyFile = join(elsewhere, 'key');
    const other = await runServer({ keptCapturesKeyFile });
    const api = other.administrator.client.captures;
    const upload = () => api.upload({ file: FILE, query: { keepDays: 1 } });
    await expect(upload()).rejects.toMatchObject(refused('kept-captures-key-missing'));
    expect(readdirSync(elsewhere)).toEqual([]);
    writeFileSync(keptCapturesKeyFile, Buffer.alloc(32, 9));
    const { id } = await upload();
    await other.server.queue.idle();
    await expect(api.openKept({ params: { captureId: id }, body })).resolves.toBeTruthy();
    expect(existsSync(join(other.folder, 'kept-captures.key'))).toBe(false);
    await other.stop();
    rmSync(elsewhere, { recursive: true });
  });
});

describe('captures.forget', () => {
  test('removes the file before its time and leaves a record; what was read stays', async () => {
    const params = await keep();
    const { client } = await running.person('editor');
    await expect(client.captures.forget({ params })).rejects.toMatchObject(refused('permission-denied'));
    const { packets } = await api().get({ params });
    const forgotten = await api().forget({ params });
    expect(forgotten).toMatchObject({ id: params.captureId, packets });
    expect(forgotten).not.toHaveProperty('keptUntil');
    expect(filesIn('kept')).toEqual([]);
    await expect(api().forget({ params })).rejects.toMatchObject(refused('not-found'));
    await expect(api().openKept({ params, body })).rejects.toMatchObject(refused('not-found'));
    expect(await records('capture.forgotten', params.captureId)).toMatchObject([{ subject: { id: params.captureId } }]);
  });

  test('of what is still to be read keeps nothing of it, and it is read', async () => {
    const { id } = await api().upload({ file: FILE, query: { keepDays: 1 } });
    const params = { captureId: id };
    await api().forget({ params });
    await running.server.queue.idle();
    expect(await api().get({ params })).toMatchObject({ state: 'done' });
    expectNoFiles();
  });
});

describe('what was kept for its time', () => {
  test('is not opened any more, then removed with a record, also after a crash in between, and while the server was off', async () => {
    const other = await runServer();
    const upload = async (keepDays: number) =>
      (await other.administrator.client.captures.upload({ file: FILE, query: { keepDays } })).id;
    const [short, middle, long] = [await upload(1), await upload(3), await upload(90)];
    await other.server.queue.idle();
    const sealed = () => readdirSync(join(other.folder, 'kept')).toSorted();
    const named = (...ids: string[]) => ids.map((id) => `${id}.sealed`).toSorted();
    await other.server.retention.look();
    expect(sealed()).toEqual(named(short, middle, long));

    other.moveClock(1);
    const { client } = await other.signIn('administrator', FIRST_PASSWORD);
    const params = { captureId: short };
    await expect(client.captures.openKept({ params, body })).rejects.toMatchObject(refused('not-found'));
    // As if the server had died between the file and its record.
    rmSync(join(other.folder, 'kept', `${short}.sealed`));
    await other.server.retention.look();
    await other.server.retention.look();
    expect(sealed()).toEqual(named(middle, long));
    const { records } = await client.audit.list({ query: { kind: 'capture.kept-expired' } });
    expect(records).toMatchObject([{ actor: { name: 'Mimamori' }, subject: { id: short } }]);
    expect(await client.captures.get({ params })).not.toHaveProperty('keptUntil');

    writeFileSync(join(other.folder, 'kept', 'of-another-database.sealed'), 'x');
    other.moveClock(50);
    await other.restart();
    expect(sealed()).toEqual([...named(long), 'of-another-database.sealed']);
    other.moveClock(41);
    await other.restart();
    expect(sealed()).toEqual([]);
    await other.stop();
  });
});
