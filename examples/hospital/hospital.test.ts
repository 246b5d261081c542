import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wirePorts } from '#connect';
import { type CaptureSummary, Engine } from '#wire';
import { feed } from '../../tests/rehearsal.ts';
import { DEVICE_KINDS } from './devices/index.ts';
import { placeGenuine } from './genuine.ts';
import { Hospital, populate } from './hospital.ts';
import { ipText, macText } from './network/address.ts';

const START = 1_780_000_000;
const HOURS = 0.5;
const MIN_DEVICES = 400;
const MIN_TYPES = 25;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mimamori-hospital-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function made(seed: number, withGenuine = false): { readonly hospital: Hospital; readonly bytes: Buffer } {
  const hospital = new Hospital(seed, START, HOURS);
  populate(hospital, DEVICE_KINDS);
  if (withGenuine) placeGenuine(hospital);
  const path = join(folder, `${seed}.pcap`);
  hospital.recording.write(path, hospital.day.first, hospital.day.last);
  return { hospital, bytes: readFileSync(path) };
}

function read(bytes: Uint8Array): { readonly engine: Engine; readonly summary: CaptureSummary } {
  const engine = new Engine({ ports: wirePorts(), seed: 1, excerpts: true });
  engine.beginCapture();
  feed(engine, bytes);
  return { engine, summary: engine.endCapture() };
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('the invented hospital', () => {
  it('is the same for the same seed, and another for another', () => {
    const first = sha256(made(1).bytes);
    expect(sha256(made(1).bytes)).toBe(first);
    expect(sha256(made(2).bytes)).not.toBe(first);
  });

  it('lists every kind of device under the name of its file', () => {
    const files = readdirSync(join(import.meta.dirname, 'devices')).filter((file) => file !== 'index.ts');
    expect(DEVICE_KINDS.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it('has the devices that a demonstration needs, each with addresses and a serial number of its own', () => {
    const { devices } = made(1).hospital.site;
    expect(devices.length).toBeGreaterThanOrEqual(MIN_DEVICES);
    expect(new Set(devices.map(({ product }) => product.typeId)).size).toBeGreaterThanOrEqual(MIN_TYPES);
    expect(new Set(devices.map(({ mac }) => macText(mac))).size).toBe(devices.length);
    expect(new Set(devices.map(({ ip }) => ipText(ip))).size).toBe(devices.length);
    const serials = devices.filter(({ serial }) => serial !== '').map(({ kind, serial }) => `${kind} ${serial}`);
    expect(new Set(serials).size).toBe(serials.length);
  });

  it('is well-formed, and every device in it can be seen', () => {
    const { hospital, bytes } = made(3);
    const { engine, summary } = read(bytes);
    expect(summary.packets).toBeGreaterThan(10_000);
    expect(summary.anomalies).toEqual([]);
    const seen = new Set([...engine.pairings()].map(({ mac }) => mac));
    for (const fact of engine.facts()) if (fact.subject.mac !== undefined) seen.add(fact.subject.mac);
    const unseen = hospital.site.devices.filter(({ mac }) => !seen.has(macText(mac)));
    expect(unseen.map(({ name }) => name)).toEqual([]);
  });

  it('carries patients of whom nothing comes out', () => {
    const { hospital, bytes } = made(4, true);
    const { engine } = read(bytes);
    const said = JSON.stringify([[...engine.facts()], [...engine.edges()]], (_, value: unknown) =>
      value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
    );
    const present = hospital.patients.filter(({ id }) => bytes.includes(id));
    expect(present.length).toBeGreaterThan(50);
    // Whole words, so that the digits of a digest do not pass for a date of birth.
    const words = new Set(said.split(/[^\p{L}\p{N}]+/u));
    const values = present.flatMap((p) => [p.id, p.family, p.familyRoman, p.familyKana, p.givenKana, p.birthDate]);
    expect(values.filter((value) => words.has(value))).toEqual([]);
    expect([...engine.edges()].flatMap(({ personalData }) => personalData)).toEqual(
      expect.arrayContaining(['name', 'identifier', 'birth-date', 'result']),
    );
  });
});
