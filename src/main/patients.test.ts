import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capturesOfPrograms } from '../../tests/captures-of-programs.ts';
import { FHIR_PATIENT, fhirWithPatient } from '../../tests/fhir-with-patient.ts';
import { encodingsOf } from '../../tests/japanese-encodings.ts';
import { runServer, type RunningServer, type SentFile } from '../../tests/running-server.ts';
import { DATABASE } from '../store/transaction.ts';

/**
 * Invariant 2, held against the whole server: captures with patients in DICOM, HL7, FHIR and ASTM go in, and none of
 * the patients comes out, wherever one looks.
 */
const GENERATOR = join(import.meta.dirname, '..', '..', 'examples', 'hospital', 'generate.ts');
const LIMIT_MS = 240_000;

interface Patient {
  readonly id: string;
  readonly family: string;
  readonly given: string;
  readonly familyKana: string;
  readonly givenKana: string;
  readonly familyRoman: string;
  readonly givenRoman: string;
  readonly birthDate: string;
}

/** Names as messages write them: family and given name with what stands between them. */
function valuesOf(patient: Patient): string[] {
  const { id, family, given, familyKana, givenKana, familyRoman, givenRoman } = patient;
  const names = [
    [family, given],
    [familyKana, givenKana],
    [familyRoman, givenRoman],
  ] as const;
  const written = names.flatMap(([a, b]) => ['^', ' ', '\u3000', ''].map((between) => `${a}${between}${b}`));
  return [id, ...written, ...names.map(([a]) => `${a}^`)];
}

let folder = '';
let running: RunningServer;
/** Values of patients that really are in the captures, as bytes. */
let needles: readonly Buffer[] = [];
/** What was uploaded and kept whole, by the id of its capture. */
const kept = new Map<string, SentFile>();
/** Shorter values turn up by chance among encrypted bytes. */
const BEYOND_CHANCE_BYTES = 7;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mimamori-patients-'));
  const [out, truth] = [join(folder, 'hospital.pcap'), join(folder, 'truth.json')];
  const options = ['--hours', '0.5', '--seed', '7', '--out', out, '--truth', truth, '--quiet'];
  execFileSync(process.execPath, [GENERATOR, ...options], { stdio: 'inherit' });
  const { patients } = JSON.parse(readFileSync(truth, 'utf8')) as { patients: Patient[] };
  const uploads = [...capturesOfPrograms(), { name: 'fhir.pcap', bytes: Buffer.from(fhirWithPatient()) }];
  const captures = [readFileSync(out), ...uploads.map(({ bytes }) => bytes)];
  const texts = [...new Set([...patients.flatMap(valuesOf), 'TEST^PATIENT', 'TP00-0001', ...FHIR_PATIENT])];
  const candidates = [...new Map(texts.flatMap(encodingsOf).map((bytes) => [bytes.toString('hex'), bytes])).values()];
  needles = candidates.filter((needle) => captures.some((capture) => capture.includes(needle)));

  running = await runServer({ captureFolder: folder, uploadMostBytes: 50_000_000 });
  await running.administrator.client.captures.read({ body: { path: 'hospital.pcap' } });
  for (const file of uploads) {
    const { id } = await running.administrator.client.captures.upload({ file, query: { keepDays: 1 } });
    kept.set(id, file);
  }
  await running.server.queue.idle();
  await running.server.site.settled();
}, LIMIT_MS);
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true });
});

function expectNobodyIn(bytes: Buffer, where: string, among = needles): void {
  const found = among.filter((needle) => isIn(bytes, needle));
  expect(
    found.map((needle) => `${needle.toString('utf8')} ${needle.toString('hex')}`),
    where,
  ).toEqual([]);
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** A number counts when it stands for itself: times are full of digits. */
function isIn(bytes: Buffer, needle: Buffer): boolean {
  const isNumber = needle.every(isDigit);
  for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) {
    if (!isNumber || !(isDigit(bytes[at - 1]) || isDigit(bytes[at + needle.length]))) return true;
  }
  return false;
}

describe('patients', () => {
  test('are in the captures, in every protocol, so that the following means something', async () => {
    expect(needles.length).toBeGreaterThan(100);
    const rows = await everyRow();
    for (const family of ['dicom', 'hl7', 'fhir', 'astm']) {
      expect(
        rows.some((row) => row.includes(`"attribute":"${family}.`)),
        family,
      ).toBe(true);
    }
    const { devices, coverage } = await running.administrator.client.overview.get();
    expect(devices.carryingPersonalData).toBeGreaterThan(20);
    expect(coverage.bytes).toBeGreaterThan(1_000_000);
  });

  test('are in no row of the store, the kept bytes of frames among them', async () => {
    const rows = await everyRow();
    expect(rows.length).toBeGreaterThan(5000);
    expectNobodyIn(Buffer.from(rows.join('\n')), 'rows');
    const kept = rows.flatMap((row) =>
      [...row.matchAll(/\\"bytes\\": ?\\"([A-Za-z0-9+/=]+)\\"/g)].map(([, text = '']) => text),
    );
    expect(kept.length).toBeGreaterThan(1000);
    for (const text of kept) expectNobodyIn(Buffer.from(text, 'base64'), 'an excerpt');
  });

  test('are in no file of the data folder, and nothing is left of the uploads', () => {
    expect(readdirSync(join(running.folder, 'spool'))).toEqual([]);
    const files = readdirSync(running.folder, { recursive: true, encoding: 'utf8' })
      .map((path) => join(running.folder, path))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
    expect(files.length).toBeGreaterThan(100);
    const isSealed = (path: string): boolean => path.endsWith('.sealed');
    for (const path of files.filter((path) => !isSealed(path))) expectNobodyIn(readFileSync(path), path);
    const sealed = files.filter(isSealed);
    expect(sealed).toHaveLength(kept.size);
    const long = needles.filter(({ length }) => length >= BEYOND_CHANCE_BYTES);
    expect(long.length).toBeGreaterThan(100);
    for (const path of sealed) expectNobodyIn(readFileSync(path), path, long);
  });

  test('come out only where somebody opens a kept capture, which is on record with the reason', async () => {
    const reason = 'HL7の文字化けの調査';
    const { captures, audit } = running.administrator.client;
    let patients = 0;
    for (const [captureId, { bytes }] of kept) {
      const opened = await captures.openKept({ params: { captureId }, body: { reason } });
      expect(Buffer.from(bytes).equals(opened as Buffer)).toBe(true);
      if (needles.some((needle) => (opened as Buffer).includes(needle))) patients++;
    }
    expect(patients).toBeGreaterThan(3);
    const { total, records } = await audit.list({ query: { kind: 'capture.opened', limit: 500 } });
    expect(total).toBe(kept.size);
    for (const { actor, subject, details } of records) {
      expect([actor.name, details]).toEqual(['administrator', { reason }]);
      expect([...kept.keys()]).toContain(subject?.id);
    }
  });

  test('are in no answer', async () => {
    const { client } = running.administrator;
    const paths = [
      '/api/overview',
      '/api/network-map',
      '/api/devices?limit=500',
      '/api/devices/facets',
      '/api/captures',
      '/api/audit?limit=500',
    ];
    for (const path of paths) expectNobodyIn(Buffer.from((await running.administrator.request({ path })).text), path);
    const { devices } = await client.devices.list({ query: { personalData: 'yes', limit: 500 } });
    for (const { id } of devices) {
      for (const part of ['', '/timeline', '/edges']) {
        const path = `/api/devices/${id}${part}`;
        expectNobodyIn(Buffer.from((await running.administrator.request({ path })).text), path);
      }
    }
  });

  test('are not in the log', () => {
    expect(running.log()).toContain('captures.upload');
    expectNobodyIn(Buffer.from(running.log()), 'log');
  });
});

/** All rows of all tables as JSON. */
async function everyRow(): Promise<string[]> {
  return await running.server.store.transaction(async ({ [DATABASE]: database }) => {
    const tables = await database.introspection.getTables();
    const rows: string[] = [];
    for (const { name } of tables) {
      const found = await sql<{ row: string }>`select row_to_json(t)::text as row from ${sql.table(name)} t`.execute(
        database,
      );
      rows.push(...found.rows.map(({ row }) => row));
    }
    return rows;
  });
}
