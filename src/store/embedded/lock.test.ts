import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { explain } from '#kernel';
import { FolderLock, holderOf } from './lock.ts';

const HOLDER = fileURLToPath(new URL('../../../tests/store/folder-holder.ts', import.meta.url));

let folder = '';
const holders: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mimamori-lock-'));
});

afterEach(async () => {
  for (const holder of holders.splice(0)) await killed(holder);
  rmSync(folder, { recursive: true, force: true });
});

async function otherProcess(): Promise<ChildProcess> {
  const holder = spawn(process.execPath, [HOLDER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  holders.push(holder);
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  return holder;
}

async function killed(holder: ChildProcess): Promise<void> {
  if (holder.exitCode !== null || holder.signalCode !== null) return;
  const ended = new Promise((resolve) => holder.once('exit', resolve));
  holder.kill('SIGKILL');
  await ended;
}

test('a second process is told which process has the folder', async () => {
  const holder = await otherProcess();
  const refused = await FolderLock.take(folder).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(refused).toMatchObject({ code: 'store-locked', details: { folder, pid: String(holder.pid) } });
  expect(explain('store-locked', 'ja', { folder, pid: '7' }).what).toContain('プロセス7');
});

test('who holds a folder can be asked without taking it', async () => {
  expect(await holderOf(folder)).toBeUndefined();
  const holder = await otherProcess();
  expect(await holderOf(folder)).toBe(String(holder.pid));
  await killed(holder);
  expect(await holderOf(folder)).toBeUndefined();
});

test('a process that was killed leaves its socket and no lock', async () => {
  await killed(await otherProcess());
  expect(readdirSync(folder)).toEqual(['lock.sock']);
  const lock = await FolderLock.take(folder);
  await lock.free();
});

test('a stopped process still holds the folder', async () => {
  const holder = await otherProcess();
  holder.kill('SIGSTOP');
  await expect(FolderLock.take(folder)).rejects.toMatchObject({ code: 'store-locked', details: { pid: '?' } });
});

test('the same process cannot take it twice, and can when it has freed it', async () => {
  const lock = await FolderLock.take(folder);
  await expect(FolderLock.take(folder)).rejects.toMatchObject({ details: { pid: String(process.pid) } });
  await lock.free();
  await (await FolderLock.take(folder)).free();
});

test('a path longer than a socket allows is no hindrance', async () => {
  const deep = join(folder, ...Array.from({ length: 5 }, () => 'd'.repeat(60)));
  mkdirSync(deep, { recursive: true });
  const lock = await FolderLock.take(deep);
  await expect(FolderLock.take(deep)).rejects.toMatchObject({ code: 'store-locked' });
  await lock.free();
});
