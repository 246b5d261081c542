import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type KnownDevice, readLabels, scoreDevices } from './devices.ts';
import { type InspectDocument, parseDocument } from './product.ts';
import { readTsv } from './tsv.ts';

const names = new Map([
  ['T061', 'CT scanner'],
  ['X006', 'Desktop or laptop computer'],
]);
const ct: KnownDevice = {
  name: 'ct',
  mac: '00:00:00:00:00:01',
  ip: '10.0.0.1',
  types: ['T061'],
  manufacturer: /^ge\b/i,
  model: undefined,
  serial: 'S-1',
  software: undefined,
};
const pc: KnownDevice = { ...ct, name: 'pc', mac: '00:00:00:00:00:02', ip: '10.0.0.2', types: ['X006'] };

const document = (devices: readonly unknown[]): InspectDocument =>
  parseDocument(JSON.stringify({ schema: 'mimamori.inspect/1', captures: [], devices }));
const device = (macs: readonly string[], type: string, more: object = {}) => ({
  id: macs.join(),
  macs,
  ips: [],
  type: { value: type, confidence: 0.95 },
  ...more,
});

test('a device that stands once with its type, by id or by name, is right', () => {
  for (const type of ['T061', 'CT scanner', 'ct-scanner']) {
    expect(scoreDevices('f', document([device([ct.mac], type)]), [ct], names)).toMatchObject({
      sought: 1,
      once: 1,
      wrongMerges: 0,
      typesGiven: 1,
      typesRight: 1,
      sure: 1,
      sureRight: 1,
      complaints: [],
    });
  }
});

test('a device that is absent or stands twice is reported', () => {
  expect(scoreDevices('f', document([]), [ct], names)).toMatchObject({ once: 0, complaints: [expect.any(String)] });
  const twice = document([device([ct.mac], 'T061'), { id: 'b', macs: [], ips: ['10.0.0.1'] }]);
  expect(scoreDevices('f', twice, [ct], names).once).toBe(0);
});

test('two known devices in one are a wrong merge', () => {
  const merged = document([device([ct.mac, pc.mac], 'T061')]);
  expect(scoreDevices('f', merged, [ct, pc], names).wrongMerges).toBe(1);
});

test('an unknown type is not given; a wrong one is given and wrong', () => {
  expect(scoreDevices('f', document([device([ct.mac], 'unknown')]), [ct], names).typesGiven).toBe(0);
  expect(scoreDevices('f', document([device([ct.mac], 'X006')]), [ct], names)).toMatchObject({
    typesGiven: 1,
    typesRight: 0,
    sure: 1,
    sureRight: 0,
  });
});

test('sure conclusions are judged where something is known, unsure ones never', () => {
  const sure = { manufacturer: { value: 'GE HealthCare', confidence: 0.9 }, serial: { value: 's-2', confidence: 1 } };
  const unsure = { manufacturer: { value: 'Philips', confidence: 0.5 } };
  expect(scoreDevices('f', document([device([ct.mac], 'T061', sure)]), [ct], names)).toMatchObject({
    sure: 3,
    sureRight: 2,
  });
  expect(scoreDevices('f', document([device([ct.mac], 'T061', unsure)]), [ct], names).sure).toBe(1);
});

test('the committed tables name device types that exist', () => {
  const here = import.meta.dirname;
  const types = join(here, '..', '..', 'data', 'device-types');
  const ids = new Set(
    ['device-types.tsv', 'it-and-building.tsv']
      .flatMap((file) => readTsv(join(types, file), ['id']))
      .map((row) => row.id),
  );
  const rows = ['device-labels.tsv', 'device-hosts.tsv'].flatMap((file) => readTsv(join(here, file), ['types']));
  for (const id of rows.flatMap((row) => row.types.split(','))) expect(ids).toContain(id);
  expect(readLabels(join(here, 'device-labels.tsv'))('Withings', 'AA:00:00:00:00:01')).toMatchObject({
    mac: 'aa:00:00:00:00:01',
    manufacturer: /withings/i,
  });
});
