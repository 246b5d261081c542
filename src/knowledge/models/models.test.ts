import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDeviceTypes, parseOtherTypes } from '../device-types/device-types.ts';
import { Manufacturers, parseManufacturerAliases, parseManufacturers } from '../vendors/manufacturers.ts';
import { modelVariants, Models, parseModels } from './models.ts';

const data = (name: string): string => readFileSync(new URL(`../../../data/${name}`, import.meta.url), 'utf8');
const makers = new Manufacturers(
  parseManufacturers(data('manufacturers/manufacturers.tsv')).rows,
  parseManufacturers(data('manufacturers/additional.tsv')).rows,
  parseManufacturerAliases(data('manufacturers/aliases.tsv')).rows,
);
const table = parseModels(data('models/models.tsv'));
const models = new Models(table.rows, makers);

describe('the table of models', () => {
  it('is read completely, with unique ids and a source in every row', () => {
    expect(table.errors).toEqual([]);
    expect(table.rows).toHaveLength(176);
    expect(new Set(table.rows.map((row) => row.id)).size).toBe(176);
    for (const row of table.rows) expect(row.source).toMatch(/^(?:file|advisory): /);
  });

  it('names makers and device types that exist', () => {
    const types = new Set(
      [
        ...parseDeviceTypes(data('device-types/device-types.tsv')).rows,
        ...parseOtherTypes(data('device-types/it-and-building.tsv')).rows,
      ].map((type) => type.id),
    );
    expect(table.rows.filter((row) => !types.has(row.deviceTypeId))).toEqual([]);
    expect(table.rows.filter((row) => makers.match(row.vendor, 'medical') === undefined)).toEqual([]);
  });

  it('finds every row by its own maker and name', () => {
    const lost = table.rows.filter((row) => models.match(row.vendor, row.name)?.model.id !== row.id);
    expect(lost.map((row) => row.name)).toEqual([]);
  });

  it('finds every row by what the device itself sends', () => {
    const sent = table.rows.filter((row) => row.dicomModel !== '');
    expect(sent.length).toBeGreaterThan(40);
    const wrongType = sent.filter(
      (row) => models.match(row.dicomManufacturer, row.dicomModel)?.model.deviceTypeId !== row.deviceTypeId,
    );
    expect(wrongType.map((row) => row.name)).toEqual([]);
  });
});

describe('Models', () => {
  it.each([
    ['Philips Medical Systems', 'IntelliVue MP70', 'D082', 0.95],
    ['SIEMENS', 'Prisma_fit', 'D003', 0.85],
    ['GE MEDICAL SYSTEMS', 'Senographe Essential VERSION ADS_99.99', 'D032', 0.85],
    ['BD', 'Alaris 8015 PC Unit', 'D045', 0.95],
    ['', 'Aestiva 7900', 'D110', 0.7],
    ['', 'monitor Infinity Delta in ward 3', 'D146', 0.6],
  ])('%s %s is %s', (manufacturer, model, id, confidence) => {
    expect(models.match(manufacturer, model)).toMatchObject({ model: { id }, confidence });
  });

  it.each([
    ['Acme', 'SEQUOIA'],
    ['Baxter', 'IntelliVue MP70'],
    ['', ''],
    ['', 'MP'],
    ['ESAOTE', 'serial 6100 of something'],
  ])('does not know %j %j', (manufacturer, model) => {
    expect(models.match(manufacturer, model)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (one, two) => {
        expect(() => models.match(one, two)).not.toThrow();
        expect(() => parseModels(`${data('models/models.tsv').split('\n')[0]}\n${one}`)).not.toThrow();
      }),
    );
  });
});

describe('modelVariants', () => {
  it.each([
    ['IntelliVue MP2/X2', ['intellivue mp2 x2', 'intellivue mp2', 'intellivue x2']],
    ['Pulsera (718095) / Endura (718075)', ['pulsera endura', '718095', 'pulsera', 'endura', '718075']],
    ['LOGIQ (family)', ['logiq']],
    ['Efficia CM Series', ['efficia cm']],
    ['Vigilant Software Suite', ['vigilant software suite']],
    ['x', []],
  ])('%s', (name, variants) => {
    expect(modelVariants(name)).toEqual(expect.arrayContaining(variants));
    // Besides the parts, the whole text is a variant of its own, with and without what stands in brackets.
    expect(modelVariants(name).length).toBeLessThanOrEqual(variants.length + 3);
  });
});
