import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  companyKey,
  type Manufacturer,
  type ManufacturerAlias,
  Manufacturers,
  parseManufacturerAliases,
  parseManufacturers,
} from './manufacturers.ts';
import { parseOui } from './oui.ts';

const data = (name: string): string => readFileSync(new URL(`../../../data/${name}`, import.meta.url), 'utf8');
const medical = parseManufacturers(data('manufacturers/manufacturers.tsv'));
const others = parseManufacturers(data('manufacturers/additional.tsv'));
const aliases = parseManufacturerAliases(data('manufacturers/aliases.tsv'));
const makers = new Manufacturers(medical.rows, others.rows, aliases.rows);

describe('the tables of makers', () => {
  it('are read completely', () => {
    expect([...medical.errors, ...others.errors, ...aliases.errors]).toEqual([]);
    expect(medical.rows).toHaveLength(182);
    expect(others.rows.length).toBeGreaterThan(240);
    expect(aliases.rows.length).toBeGreaterThan(200);
  });

  it('have unique names across both tables and a source in every row', () => {
    expect(new Set(makers.rows.map((row) => row.name)).size).toBe(makers.rows.length);
    for (const row of [...makers.rows, ...aliases.rows]) expect(row.source).not.toBe('');
  });

  it('have aliases of makers that exist', () => {
    expect(aliases.rows.filter((row) => makers.byName(row.manufacturer) === undefined)).toEqual([]);
  });

  it('name MAC prefixes that the registry has', () => {
    const registered = new Set(
      ['assignments', 'supplement'].flatMap((name) => parseOui(data(`oui/${name}.tsv`)).rows.map((row) => row.prefix)),
    );
    const unknown = makers.rows.flatMap((row) => row.ouiPrefixes.filter((prefix) => !registered.has(prefix)));
    expect(unknown).toEqual([]);
  });

  it('resolve every name to its own row', () => {
    const wrong = makers.rows.filter((row) => makers.match(row.name, 'any')?.manufacturer !== row.name);
    expect(wrong).toEqual([]);
  });
});

describe('Manufacturers with the tables', () => {
  it.each([
    ['GE MEDICAL SYSTEMS', 'GE HealthCare'],
    ['G.E. Medical Systems', 'GE HealthCare'],
    ['GE Vingmed Ultrasound', 'GE HealthCare'],
    ['TOSHIBA_MEC', 'Canon Medical Systems'],
    ['CANON_MEC', 'Canon Medical Systems'],
    ['TOSHIBA', 'Canon Medical Systems'],
    ['SIEMENS', 'Siemens Healthineers'],
    ['ACUSON', 'Siemens Healthineers'],
    ['Philips Medical Systems, Inc.', 'Philips'],
    ['ALOKA CO., LTD.', 'FUJIFILM Healthcare'],
    ['FUJI PHOTO FILM CO. LTD.', 'FUJIFILM Healthcare'],
    ['Agfa-Gevaert AG', 'Agfa HealthCare'],
    ['UIH', 'United Imaging'],
    ['Mortara Instrument, Inc.', 'Hillrom'],
    ['HOLOGIC, Inc.', 'Hologic'],
    ['SonoSite, Inc.', 'FUJIFILM Healthcare'],
    ['Drägerwerk AG & Co. KGaA', 'Dräger'],
    ['DRAEGER MEDICAL', 'Dräger'],
    ['Shenzhen Mindray Bio-Medical Electronics Co., Ltd.', 'Mindray'],
    ['日本光電工業株式会社', 'Nihon Kohden'],
    ['ｼｽﾒｯｸｽ', 'Sysmex'],
    ['株式会社トプコン', 'Topcon'],
  ])('%s in medical text is %s', (text, name) => {
    expect(makers.match(text, 'medical')?.manufacturer).toBe(name);
  });

  it.each([
    ['SIEMENS AG', 'Siemens (industry)'],
    ['Siemens Healthcare Diagnostics, Inc', 'Siemens Healthineers'],
    ['CANON INC.', 'Canon'],
    ['TOSHIBA CORPORATION', 'Toshiba'],
    ['KONICA MINOLTA HOLDINGS, INC.', 'Konica Minolta'],
    ['Philips Lighting BV', 'Signify (Hue)'],
    ['Cisco Systems, Inc', 'Cisco'],
    ['Hewlett Packard Enterprise', 'Hewlett Packard Enterprise'],
    ['Hewlett Packard', 'HP'],
    ['Smiths Medical', 'Smiths Medical'],
  ])('%s elsewhere is %s', (text, name) => {
    expect(makers.match(text)?.manufacturer).toBe(name);
  });

  it.each([
    '',
    'Nova Engineering Inc.',
    'Carrier Access Corporation',
    'Bird Electronic Corp.',
    'Sigma Koki Co.,Ltd.',
    'Acme',
  ])('does not take %j for a maker whose name it begins with', (text) => {
    expect(makers.match(text)).toBeUndefined();
  });

  it('says which makers only make parts', () => {
    expect(makers.match('Lantronix')?.role).toBe('component');
    expect(makers.match('Espressif Inc.')?.role).toBe('component');
    expect(makers.match('OFFIS')?.role).toBe('software');
    expect(makers.match('Philips Medical Systems')?.role).toBe('maker');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        expect(() => makers.match(text, 'medical')).not.toThrow();
        expect(() =>
          parseManufacturers(`${data('manufacturers/additional.tsv').split('\n')[0]}\n${text}`),
        ).not.toThrow();
        expect(() => parseManufacturerAliases(`alias\tmanufacturer\tscope\tsource\n${text}`)).not.toThrow();
      }),
    );
  });
});

describe('Manufacturers', () => {
  const maker = (name: string, more: Partial<Manufacturer> = {}): Manufacturer => ({
    name,
    nameJa: '',
    aliases: [],
    role: 'maker',
    productAreas: '',
    relations: '',
    ouiPrefixes: [],
    confidence: 1,
    source: 'test',
    ...more,
  });
  const alias = (text: string, manufacturer: string, scope: ManufacturerAlias['scope']): ManufacturerAlias => ({
    alias: text,
    manufacturer,
    scope,
    source: 'test',
  });

  it('trusts a whole name more than a beginning, and a beginning more than a part', () => {
    const table = new Manufacturers([maker('Mindray')], []);
    expect(table.match('Mindray Co., Ltd.')?.confidence).toBe(0.95);
    expect(table.match('Mindray DS USA')?.confidence).toBe(0.8);
    expect(table.match('Shenzhen Mindray Bio', 'medical')?.confidence).toBe(0.6);
    expect(table.match('Shenzhen Mindray Bio')).toBeUndefined();
  });

  it('prefers the longest beginning', () => {
    const table = new Manufacturers([maker('Siemens Healthcare')], [maker('Siemens')]);
    expect(table.match('Siemens Healthcare Diagnostics')?.manufacturer).toBe('Siemens Healthcare');
    expect(table.match('Siemens Energy')?.manufacturer).toBe('Siemens');
  });

  it('gives a shared name to the medical maker in medical text only', () => {
    const table = new Manufacturers([maker('Sony (medical)')], [maker('Sony')]);
    expect(table.match('SONY', 'medical')?.manufacturer).toBe('Sony (medical)');
    expect(table.match('SONY')?.manufacturer).toBe('Sony');
  });

  it('lets an own name win over an alias of the group that bought it', () => {
    const table = new Manufacturers([maker('ICU', { aliases: ['Smiths Medical'] }), maker('Smiths Medical')], []);
    expect(table.match('Smiths Medical')?.manufacturer).toBe('Smiths Medical');
  });

  it('keeps aliases in their scope', () => {
    const table = new Manufacturers(
      [maker('Canon Medical Systems')],
      [],
      [alias('Canon', 'Canon Medical Systems', 'medical'), alias('Nova', 'Canon Medical Systems', 'exact')],
    );
    expect(table.match('Canon')).toBeUndefined();
    expect(table.match('Canon', 'medical')).toBeDefined();
    expect(table.match('Nova Ltd')).toBeDefined();
    expect(table.match('Nova Engineering')).toBeUndefined();
  });

  it('finds the holder of a MAC prefix', () => {
    const table = new Manufacturers([maker('A', { ouiPrefixes: ['00A0AA'] })], []);
    expect(table.byOuiPrefix('00A0AA')?.name).toBe('A');
    expect(table.byOuiPrefix('00A0AB')).toBeUndefined();
  });
});

describe('companyKey', () => {
  it.each([
    ['ESAOTE S.p.A.', 'esaote'],
    ['Drägerwerk AG & Co. KG aA', 'dragerwerk'],
    ['The Trane Company', 'trane'],
    ['Signify B.V.', 'signify'],
    ['株式会社島津製作所', '島津製作所'],
    ['Co., Ltd.', 'co'],
  ])('%s → %s', (text, key) => {
    expect(companyKey(text)).toBe(key);
  });
});
