import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeviceTypes, parseDeviceTypes, parseOtherTypes } from './device-types.ts';
import { Modalities, parseModalities } from './modalities.ts';

const data = (name: string): string =>
  readFileSync(new URL(`../../../data/device-types/${name}`, import.meta.url), 'utf8');
const medical = parseDeviceTypes(data('device-types.tsv'));
const others = parseOtherTypes(data('it-and-building.tsv'));
const modalities = parseModalities(data('dicom-modalities.tsv'));
const types = new DeviceTypes([...medical.rows, ...others.rows]);

describe('the tables of device types', () => {
  it('are read completely', () => {
    expect([...medical.errors, ...others.errors, ...modalities.errors]).toEqual([]);
    expect(medical.rows).toHaveLength(148);
    expect(others.rows).toHaveLength(78);
    expect(modalities.rows.length).toBeGreaterThan(40);
  });

  it('have unique ids, names in both languages and a source in every row', () => {
    expect(new Set(types.rows.map((row) => row.id)).size).toBe(types.rows.length);
    expect(new Set(types.rows.map((row) => row.nameEn)).size).toBe(types.rows.length);
    expect(new Set(types.rows.map((row) => row.nameJa)).size).toBe(types.rows.length);
    for (const row of types.rows) {
      expect(row.source).not.toBe('');
      // "DNSサーバ" and "PET/CT装置" have Latin letters too, but no Japanese name is only Latin.
      expect(row.nameJa).toMatch(/[\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Han}]/u);
    }
  });

  it('keep medical and other types apart', () => {
    expect(types.byId('T011')).toMatchObject({
      isMedical: true,
      category: 'respiratory',
      lifeSustaining: 'yes',
      tier: 1,
    });
    expect(types.byId('X023')).toMatchObject({ isMedical: false, role: 'network', lifeSustaining: 'no' });
    expect(types.byId('X023')).not.toHaveProperty('tier');
    expect(types.byId('T999')).toBeUndefined();
  });

  it('carry the FDA class and a Japanese class that says how sure it is', () => {
    expect(types.byId('T001')?.fda).toEqual({
      productCode: 'FRN',
      deviceName: 'Pump, Infusion',
      deviceClass: 'II',
      regulation: '880.5725',
    });
    expect(types.byId('T001')?.japan).toMatchObject({ deviceClass: 'III', confidence: 'high' });
    const withoutClass = types.rows.filter((row) => row.japan === undefined);
    expect(withoutClass.length).toBeGreaterThan(0);
  });
});

describe('parseDeviceTypes', () => {
  it('says what is wrong with a row and goes on', () => {
    const { rows, errors } = parseOtherTypes(
      [
        'id\tname_en\tname_ja\tcategory\trole\ttypical_phi\ttypical_protocols\tsource',
        'T001\tPump\tポンプ\tit\tserver\tnone\t-\town',
        'X001\tPump\t-\tit\tserver\tnone\t-\town',
        'X001\tPump\tポンプ\tit\tking\tnone\t-\town',
        'X001\tPump\tポンプ\tit\tserver\tnone\t-\t-',
        'X001\tPump\tポンプ\tit\tserver\tnone\t-\town',
        'X001\tPump\tポンプ\tit\tserver\tnone\t-\town',
      ].join('\n'),
    );
    expect(rows.map((row) => row.id)).toEqual(['X001']);
    expect(errors).toEqual([
      { line: 2, message: 'no id ^X\\d{3}$' },
      { line: 3, message: 'no name in both languages' },
      { line: 4, message: 'unknown role king' },
      { line: 5, message: 'no source' },
      { line: 7, message: 'second row for X001' },
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const parse of [parseDeviceTypes, parseOtherTypes, parseModalities]) {
          expect(parse(text).rows).toEqual([]);
          expect(parse(`${data('device-types.tsv').split('\n')[0]}\n${text}`)).toBeDefined();
        }
      }),
    );
  });
});

describe('Modalities', () => {
  const table = new Modalities(modalities.rows);

  it('point to types that exist', () => {
    for (const row of modalities.rows) expect(types.byId(row.deviceTypeId)).toBeDefined();
  });

  it('finds a type by code, in any case and with padding', () => {
    expect(table.typeOf('CT')).toEqual({ deviceTypeId: 'T061', confidence: 0.8, matched: 'CT', rule: 'modality CT' });
    expect(table.typeOf(' mr ')?.deviceTypeId).toBe('T062');
  });

  it.each(['SR', 'KO', 'PR', 'SEG', 'OT', 'DOC', ''])('says nothing for %j, which no device has', (code) => {
    expect(table.typeOf(code)).toBeUndefined();
  });
});
