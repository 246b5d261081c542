import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FIRST_SUBJECT, FIRST_VALUES, storeOfFirstVersion } from '../../../tests/store/first-version.ts';
import { batchOf, beginReading, edge, fact, gathered, handOf, newAccount, NOON } from '../../../tests/store/samples.ts';
import { ENGINES, type TestPlace } from '../../../tests/store/place.ts';
import {
  accounts,
  audit,
  captures,
  DEFAULT_SCOPE,
  devices,
  evidence,
  exportBackup,
  importBackup,
  ingest,
  observations,
  openStore,
  runs,
  sessions,
  settings,
  type Store,
} from '../index.ts';
import { BACKUP_TABLES } from '../backup/tables.ts';
import { DATABASE } from '../transaction.ts';

const OPTIONS = { version: '0.1.0', atUs: NOON, actor: { name: 'root (command line)' } };
/** An import makes a database of its own, which takes long on a machine that is busy with something else. */
const LIMIT_MS = 120_000;
const ODD = 'zero \0, tab \t, quote " and \\, 木村, {NULL,"x"}';

async function fill(store: Store): Promise<void> {
  const hand = handOf(store, DEFAULT_SCOPE);
  const { id } = await newAccount(hand, 'kimura', 'administrator');
  await hand.change((change) => settings.change(change, { siteName: ODD }));
  const live = { tokenHash: 'th', accountId: id, atUs: NOON, expiresAtUs: NOON + 1e12 };
  await hand.read((t) => sessions.create(t, live));
  const reading = await beginReading(hand);
  const excerpts = [{ frame: 3, length: 60, sha256: 'ab', kept: [{ offset: 1, bytes: new Uint8Array([0, 255]) }] }];
  const facts = [fact(ODD, { excerpts }), ...Array.from({ length: 30 }, (_, at) => fact(`host ${at}`))];
  await hand.read((t) => ingest(t, batchOf(reading, 1, { facts, edges: [edge()] }), NOON));
  const document = deviceNamed(ODD);
  await hand.read((t) => devices.replace(t, [document]));
}

function deviceNamed(name: string) {
  const none = { software: [], missing: [], vlans: [3, 4], personalData: [], corrected: [], identity: [] };
  return {
    ...none,
    id: 'd1',
    macs: [],
    ips: ['10.0.0.1', 'fe80::1'],
    names: [name],
    conclusions: {},
    use: { activeHours: [] },
    firstSeen: '2026-11-21T12:00:00.000000Z',
    lastSeen: '2026-11-21T12:00:00.000001Z',
    corrections: [],
    evidence: [],
  };
}

/** Everything that can be told apart through the room's own functions. */
async function told(store: Store) {
  return await store.transaction(async (t) => ({
    accounts: await accounts.list(t),
    settings: await settings.get(t),
    observed: await gathered(observations.all(t)),
    bytes: await evidence.find(t, [{ ip: '10.0.0.1', mac: '02:00:00:00:00:01' }], {
      attribute: 'dhcp.hostname',
      kind: 'name-seen',
      value: ODD,
    }),
    captures: await captures.list(t, { offset: 0, limit: 10 }),
    runs: await runs.inProgress(t),
    device: await devices.find(t, 'd1'),
    records: (await audit.list(t, {}, { offset: 0, limit: 99 })).records.filter(
      (each) => each.kind !== 'backup.imported',
    ),
  }));
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mimamori-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each(ENGINES)('backup, $name', { timeout: LIMIT_MS }, ({ open }) => {
  let place: TestPlace;
  beforeAll(async () => {
    place = await open();
    await fill(place.store);
  });
  afterAll(async () => await place.close());

  test.each(['a.ndjson', 'a.ndjson.gz', 'a.ndjson.zst'])('comes back as it was: %s', async (name) => {
    const file = join(folder, name);
    const written = await exportBackup(place.store, file, OPTIONS);
    expect(statSync(file).mode & 0o077).toBe(0);
    const to = await place.newPlace();
    expect(await importBackup(to.place, file, OPTIONS)).toEqual(written);
    const store = await openStore(to.place);
    try {
      expect(await told(store)).toEqual(await told(place.store));
      const trail = await store.transaction((t) => audit.verify(t));
      expect(trail).toMatchObject({ intact: true, records: written.rows.audit_record! + 1 });
      const { rows } = await store.transaction((t) => sql`select 1 from session`.execute(t[DATABASE]));
      expect(rows).toEqual([]);
      // What is counted up goes on behind the last number.
      const [run] = await store.transaction(runs.inProgress);
      await store.transaction((t) => runs.end(t, run?.run ?? 0, NOON));
      expect((await beginReading(handOf(store, DEFAULT_SCOPE))).run).toBe((run?.run ?? 0) + 1);
    } finally {
      await store.close();
      await to.remove();
    }
  });

  test('no table is left out but sessions, and what the migrations remember', async () => {
    const { rows } = await place.store.transaction((t) =>
      sql<{ name: string }>`select tablename::text as name from pg_tables where schemaname = current_schema()
        and tablename not like 'kysely_%' and tablename <> 'session'`.execute(t[DATABASE]),
    );
    expect(rows.map(({ name }) => name).toSorted()).toEqual([...BACKUP_TABLES].toSorted());
  });

  test('a place with data is refused, and nothing is replaced', async () => {
    const file = join(folder, 'a.gz');
    await exportBackup(place.store, file, OPTIONS);
    const to = await place.newPlace();
    await importBackup(to.place, file, OPTIONS);
    await expect(importBackup(to.place, file, OPTIONS)).rejects.toMatchObject({ code: 'store-not-empty' });
    const before = readFileSync(file);
    await expect(exportBackup(place.store, file, OPTIONS)).rejects.toMatchObject({ code: 'file-unwritable' });
    expect(readFileSync(file).equals(before)).toBe(true);
    await expect(exportBackup(place.store, join(folder, 'no', 'a'), OPTIONS)).rejects.toMatchObject({
      code: 'file-unwritable',
    });
    expect(readdirSync(folder)).toEqual(['a.gz']);
    await to.remove();
  });

  test('a capture that is kept is not in it: where it is imported, nothing is kept', async () => {
    const hand = handOf(place.store, DEFAULT_SCOPE);
    const { sensorId } = await beginReading(hand, 'keeping');
    const given = { name: 'kept', origin: 'upload' as const, sensorId, addedBy: 'tester', keptUntil: NOON + 5 };
    const { id } = await hand.read((t) => captures.add(t, given, NOON));
    await hand.read((t) => captures.noteSealed(t, id, { keptLocation: 'kept.sealed', keptBytes: 9 }));
    const file = join(folder, 'a.gz');
    await exportBackup(place.store, file, OPTIONS);
    const to = await place.newPlace();
    await importBackup(to.place, file, OPTIONS);
    const store = await openStore(to.place);
    try {
      expect(await store.transaction(captures.kept)).toEqual([]);
      const found = await store.transaction((t) => captures.find(t, id));
      expect(found).toMatchObject({ name: 'kept' });
      expect(found).not.toHaveProperty('keptBytes');
    } finally {
      await store.close();
      await to.remove();
    }
    expect(await hand.read(captures.kept)).toHaveLength(1);
  });
});

describe('a damaged backup', { timeout: LIMIT_MS }, () => {
  let lines: string[];
  let place: TestPlace;
  beforeAll(async () => {
    place = await ENGINES[0]!.open();
    await fill(place.store);
    const file = join(mkdtempSync(join(tmpdir(), 'mimamori-backup-')), 'a.gz');
    await exportBackup(place.store, file, OPTIONS);
    lines = gunzipSync(readFileSync(file)).toString().split('\n').slice(0, -1);
    rmSync(join(file, '..'), { recursive: true });
  });
  afterAll(async () => await place.close());

  const whole = (given: readonly string[]): string => given.map((line) => `${line}\n`).join('');
  const sealed = (given: readonly string[], rows?: Record<string, number>): string => {
    const body = whole(given);
    const end = JSON.parse(lines.at(-1)!) as { end: { rows: Record<string, number> } };
    const sha256 = createHash('sha256').update(body).digest('hex');
    return body + whole([JSON.stringify({ end: { rows: rows ?? end.end.rows, sha256 } })]);
  };
  const body = (): string[] => lines.slice(0, -1);
  const at = (start: string): number => lines.findIndex((line) => line.startsWith(start));
  const changed = (index: number, line: string): string[] => body().with(index, line);
  const packed = (): Buffer => gzipSync(whole(lines));

  test.each([
    ['another file', 'a.gz', () => gzipSync('hello\n'), 'backup-format', {}],
    ['an empty file', 'a', () => '', 'backup-format', {}],
    [
      'a later schema',
      'a',
      () => whole(['{"schema":"mimamori.backup/2"}']),
      'backup-version',
      { found: 'mimamori.backup/2' },
    ],
    [
      'a later program',
      'a',
      () => whole([lines[0]!.replace(/"migration":"[^"]*"/, '"migration":"9999-later"')]),
      'backup-version',
      { found: '9999-later' },
    ],
    ['gzip cut short', 'a.gz', () => packed().subarray(0, packed().length - 100), 'backup-unpacking', {}],
    ['gzip altered', 'a.gz', () => packed().fill(7, 200, 260), 'backup-unpacking', {}],
    ['zstd cut short', 'a.zst', () => zstdCompressSync(whole(lines)).subarray(0, -20), 'backup-unpacking', {}],
    ['no end', 'a', () => whole(body()), 'backup-cut', {}],
    ['cut inside a line', 'a', () => whole(lines).slice(0, -30), 'backup-cut', {}],
    ['a line that is none', 'a', () => sealed(changed(4, '["account"')), 'backup-line', { line: 5 }],
    ['an unknown table', 'a', () => sealed(changed(4, '["secrets","x"]')), 'backup-line', { line: 5 }],
    ['a value too few', 'a', () => sealed(changed(3, '["account","1"]')), 'backup-line', { line: 4 }],
    ['something behind the end', 'a', () => whole([...lines, lines[2]!]), 'backup-line', {}],
    ['a value altered', 'a', () => whole(lines).replace('host 7', 'host 8'), 'backup-checksum', {}],
    [
      'a row missing',
      'a',
      () => sealed(body().toSpliced(at('["edge"'), 1)),
      'backup-counts',
      { table: 'edge', found: 0, stated: 1 },
    ],
    [
      'a row twice',
      'a',
      () => sealed([...body(), lines[at('["edge"')]!], { ...counts(), edge: 2 }),
      'backup-row',
      { table: 'edge' },
    ],
    [
      'an audit record altered',
      'a',
      () =>
        sealed(body().map((line) => (line.startsWith('["audit_record"') ? line.replace('tester', 'nobody') : line))),
      'backup-audit',
      { number: 1 },
    ],
  ])('%s is refused, says what is wrong, and leaves nothing', async (_what, name, content, code, details) => {
    const file = join(folder, name);
    writeFileSync(file, content());
    const data = join(folder, 'data');
    const told = await importBackup({ folder: data }, file, OPTIONS).catch((error: unknown) => error);
    expect(told).toMatchObject({ code, details: { file, ...details } });
    expect(existsSync(data) ? readdirSync(data) : []).toEqual([]);
  });

  test('a whole backup of an earlier version is brought up to date', async () => {
    const file = join(folder, 'a');
    const first = await storeOfFirstVersion(join(folder, 'first'));
    await exportBackup(first, file, OPTIONS);
    await first.close();
    const data = join(folder, 'data');
    await importBackup({ folder: data }, file, OPTIONS);
    const store = await openStore({ folder: data });
    for (const value of FIRST_VALUES) {
      const name = { attribute: 'dhcp.hostname', kind: 'name-seen', value };
      expect(await store.transaction((t) => evidence.find(t, [FIRST_SUBJECT], name))).toMatchObject([{ count: 1 }]);
    }
    await store.close();
  });

  const counts = (): Record<string, number> =>
    (JSON.parse(lines.at(-1)!) as { end: { rows: Record<string, number> } }).end.rows;

  test('a file that is not there', async () => {
    const missing = importBackup({ folder: join(folder, 'data') }, join(folder, 'none.gz'), OPTIONS);
    await expect(missing).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
