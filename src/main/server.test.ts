import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { postgresBin } from '../../tests/available.ts';
import { captureOfPrograms } from '../../tests/captures-of-programs.ts';
import { runServer } from '../../tests/running-server.ts';
import { startServerProcess } from '../../tests/server-process.ts';
import { startPostgresql } from '../../tests/store/postgresql-server.ts';
import { newStoreFolder } from '../../tests/store/template-folder.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function newFolder(): Promise<string> {
  const folder = await newStoreFolder();
  folders.push(folder);
  return folder;
}

describe('mimamori serve', () => {
  test('prints the first password once, and ends in order when it is told to', async () => {
    const folder = await newFolder();
    const first = await startServerProcess(folder);
    const password = first.firstPassword ?? '';
    const client = await first.signIn('administrator', password);
    expect(await client.session.whoAmI()).toMatchObject({ account: { mustChangePassword: true } });
    expect(await first.end()).toBe(0);
    const second = await startServerProcess(folder);
    expect(second.firstPassword).toBeUndefined();
    await expect(second.signIn('administrator', password)).resolves.toBeTruthy();
    expect(await second.end()).toBe(0);
  });

  test('does not share its data with another one, and says who has them', async () => {
    const folder = await newFolder();
    const first = await startServerProcess(folder);
    await expect(startServerProcess(folder)).rejects.toThrow(
      new RegExp(`in use by process ${first.child.pid}.*プロセス${first.child.pid}が使用中`, 's'),
    );
    await first.end();
  });

  test('says in both languages why it does not start', async () => {
    const folder = await newFolder();
    await expect(startServerProcess(folder, { MIMAMORI_HOST: '0.0.0.0' })).rejects.toThrow(/in clear.*平文/s);
    await expect(startServerProcess(folder, { MIMAMORI_DATABASE: 'postgres://x@127.0.0.1:1/x' })).rejects.toThrow(
      /database does not answer.*データベースが応答しません/s,
    );
  });
});

describe('a restart', () => {
  test('removes what nobody will read any more from the spool', async () => {
    const running = await runServer();
    const left = join(running.folder, 'spool', 'left-by-a-crash');
    await running.upload(captureOfPrograms('modbus.pcap'));
    writeFileSync(left, 'PATIENT');
    await running.restart();
    expect(() => rmSync(left)).toThrow('ENOENT');
    await running.stop();
  });
});

describe.skipIf(postgresBin() === undefined)('on a PostgreSQL server', () => {
  test('captures are read, devices found and corrected, and a restart finds them again', async () => {
    const database = await startPostgresql(postgresBin() ?? '');
    folders.push(mkdtempSync(join(tmpdir(), 'mimamori-test-')));
    const running = await runServer({ place: { url: database.url } });
    await running.upload(captureOfPrograms('ward-mixed.pcap'));
    const { client } = running.administrator;
    const { devices } = await client.devices.list({ query: { text: 'CTROOM00' } });
    const params = { deviceId: devices[0]?.id ?? '', conclusion: 'place' } as const;
    await client.devices.correct({ params, body: { value: '3階 検査室' } });
    await running.restart();
    await running.server.site.settled();
    expect((await client.devices.list({ query: { place: ['3階 検査室'] } })).devices.map(({ id }) => id)).toEqual([
      params.deviceId,
    ]);
    expect(await client.audit.verify()).toMatchObject({ intact: true });
    await running.stop();
    await database.stop();
  });
});
