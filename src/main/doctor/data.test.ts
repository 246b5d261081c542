import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Finding } from '#cli';
import { exportBackup, openStore } from '#store';
import { newStoreFolder } from '../../../tests/store/template-folder.ts';
import { examineData, freeFinding, stateFindings } from './data.ts';

const NOW_US = Date.UTC(2026, 10, 21) * 1000;
const DAY_US = 86_400_000_000;

let scratch = '';
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'mimamori-doctor-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const verdicts = (findings: readonly Finding[]) => Object.fromEntries(findings.map(({ id, verdict }) => [id, verdict]));
const examine = (folder: string, nowUs = NOW_US) => examineData({ dataFolder: folder, place: { folder } }, nowUs);

test('a folder that is not there yet is no problem, and is not made', async () => {
  const folder = join(scratch, 'a', 'b');
  expect(verdicts(await examine(folder))).toMatchObject({ 'data-folder': 'ok', lock: 'ok', database: 'ok' });
  expect(readdirSync(scratch)).toEqual([]);
});

test('a folder in use is not opened, and its process is named', async () => {
  const folder = await newStoreFolder();
  const store = await openStore({ folder });
  const findings = await examine(folder);
  expect(findings.find(({ id }) => id === 'lock')?.what.en).toContain(`process ${process.pid}`);
  expect(findings.find(({ id }) => id === 'database')?.what.en).toContain('not opened');
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a database is opened, and what is missing is a backup; one that was made is seen', async () => {
  const folder = await newStoreFolder();
  expect(verdicts(await examine(folder))).toMatchObject({ database: 'ok', 'audit-trail': 'ok', backup: 'warning' });
  const store = await openStore({ folder });
  await exportBackup(store, join(scratch, 'a.gz'), { version: '0', atUs: NOW_US, actor: { name: 'tester' } });
  await store.close();
  expect(verdicts(await examine(folder))).toMatchObject({ backup: 'ok' });
  expect(verdicts(await examine(folder, NOW_US + 31 * DAY_US))).toMatchObject({ backup: 'warning' });
  expect(verdicts(await examine(folder, NOW_US - DAY_US))).toMatchObject({ 'records-in-future': 'problem' });
  writeFileSync(join(folder, 'database', 'PG_VERSION'), '17\n');
  const broken = (await examine(folder)).find(({ id }) => id === 'database');
  expect(broken).toMatchObject({
    verdict: 'problem',
    what: { en: expect.stringMatching(/^store-version: .*PostgreSQL 17/) },
  });
  expect(broken?.todo?.ja).toMatch(/。$/);
  rmSync(folder, { recursive: true, force: true });
});

test('tables of another version', () => {
  const state = { pending: [], unknown: [] };
  expect(verdicts(stateFindings({ ...state, unknown: ['9999-later'] }, NOW_US))).toMatchObject({ database: 'problem' });
  expect(verdicts(stateFindings({ ...state, pending: ['0002-next'] }, NOW_US))).toEqual({ database: 'warning' });
  const trail = { intact: false, records: 7, brokenAt: 3 };
  const [, told] = stateFindings({ ...state, trail, lastBackupAtUs: NOW_US }, NOW_US);
  expect(told).toMatchObject({ id: 'audit-trail', verdict: 'problem', what: { en: 'broken at record 3' } });
});

test.each([
  [20, 'ok'],
  [5, 'warning'],
  [0.5, 'problem'],
])('a disk with %s GiB free: %s', (free, verdict) => {
  expect(freeFinding(free * 2 ** 30)).toMatchObject({ verdict });
});
