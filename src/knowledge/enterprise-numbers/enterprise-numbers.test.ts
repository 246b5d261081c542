import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Manufacturers, parseManufacturers } from '../vendors/manufacturers.ts';
import { EnterpriseNumbers, parseEnterpriseNumbers } from './enterprise-numbers.ts';

const data = (name: string): string => readFileSync(new URL(`../../../data/${name}`, import.meta.url), 'utf8');
const table = parseEnterpriseNumbers(data('enterprise-numbers/enterprise-numbers.tsv'));
const numbers = new EnterpriseNumbers(table.rows);

describe('the table of enterprise numbers', () => {
  it('is read completely, each number once, with a source in every row', () => {
    expect(table.errors).toEqual([]);
    expect(table.rows.length).toBeGreaterThan(150);
    for (const row of table.rows) expect(row.source).not.toBe('');
  });

  it('names makers that exist', () => {
    const makers = new Manufacturers(
      parseManufacturers(data('manufacturers/manufacturers.tsv')).rows,
      parseManufacturers(data('manufacturers/additional.tsv')).rows,
    );
    const unknown = table.rows.filter(
      (row) => row.manufacturer !== '' && makers.byName(row.manufacturer) === undefined,
    );
    expect(unknown).toEqual([]);
  });
});

describe('EnterpriseNumbers', () => {
  it('finds a registrant by number and by object identifier', () => {
    expect(numbers.byNumber(23670)?.manufacturer).toBe('Nihon Kohden');
    expect(numbers.byOid('1.3.6.1.4.1.9.1.516')?.manufacturer).toBe('Cisco');
    expect(numbers.byOid('.1.3.6.1.4.1.311')?.organisation).toBe('Microsoft');
    expect(numbers.byNumber(8072)).toMatchObject({ organisation: 'net-snmp', manufacturer: '' });
  });

  it.each(['', '1.3.6.1.4.1', '1.3.6.1.4.1.', '1.3.6.1.4.1.x', '1.3.6.1.2.1.1.1', '1.3.6.1.4.1.99999999999'])(
    'knows nobody for %j',
    (oid) => {
      expect(numbers.byOid(oid)).toBeUndefined();
    },
  );

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => numbers.byOid(text)).not.toThrow();
        expect(() => parseEnterpriseNumbers(`number\torganisation\tmanufacturer\tsource\n${text}`)).not.toThrow();
      }),
    );
  });
});
