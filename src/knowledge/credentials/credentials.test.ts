import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Credentials, parseCredentials } from './credentials.ts';

const text = readFileSync(new URL('../../../data/credentials/credentials.tsv', import.meta.url), 'utf8');
const table = parseCredentials(text);
const sha256 = (input: string): string => createHash('sha256').update(input, 'utf8').digest('hex');
const find = (credentials: Credentials, service: string, user: string, password: string) =>
  credentials.inputs(service, user, password).flatMap((input) => credentials.lookUp(sha256(input)));

describe('the table of default credentials', () => {
  it('is read completely, with a salt and a source in every row', () => {
    expect(table.errors).toEqual([]);
    expect(table.salt).toMatch(/^[0-9a-f]{32}$/);
    expect(table.rows.length).toBeGreaterThan(130);
    for (const row of table.rows) expect(row.source).not.toBe('');
  });

  it('holds nothing in clear: every line is a digest with product, maker and source', () => {
    for (const line of text.trim().split('\n').slice(2)) {
      expect(line).toMatch(/^[0-9a-f]{64}\t[^\t]+\t[^\t]+\t[^\t]+$/);
    }
  });

  it('knows the community string that every SNMP manual names, for SNMP only', () => {
    const credentials = new Credentials(table);
    expect(find(credentials, 'snmp', '', 'public').map((row) => row.product)).toEqual(['SNMP read community']);
    expect(find(credentials, 'telnet', '', 'public')).toEqual([]);
    expect(find(credentials, 'snmp', '', 'a community of our own')).toEqual([]);
  });
});

describe('Credentials', () => {
  const salt = '0'.repeat(32);
  const digest = (service: string): string => sha256(`${salt}${service}\0user\0word`);
  const row = (service: string, product: string) => ({
    digest: digest(service),
    product,
    manufacturer: '',
    source: 'x',
  });
  const credentials = new Credentials({ salt, rows: [row('ftp', 'A'), row('*', 'B'), row('*', 'C')] });

  it('finds the rows of a service and those of every service', () => {
    expect(find(credentials, 'ftp', 'user', 'word').map((found) => found.product)).toEqual(['A', 'B', 'C']);
    expect(find(credentials, 'http', 'user', 'word').map((found) => found.product)).toEqual(['B', 'C']);
    expect(find(credentials, 'ftp', 'user', 'Word')).toEqual([]);
  });

  it('takes a digest in either case', () => {
    expect(credentials.lookUp(digest('ftp').toUpperCase())).toHaveLength(1);
  });

  it('does not mix up fields', () => {
    expect(credentials.inputs('a', 'b', 'c')[0]).not.toBe(credentials.inputs('ab', '', 'c')[0]);
  });
});

describe('parseCredentials', () => {
  it('says what is wrong and goes on', () => {
    const lines = ['digest\tproduct\tmanufacturer\tsource', 'abc\tp\t-\ts', `${'0'.repeat(64)}\tp\t-\ts`];
    expect(parseCredentials(lines.join('\n'))).toMatchObject({
      salt: '',
      rows: [{ product: 'p', manufacturer: '' }],
      errors: [
        { line: 1, message: 'no salt' },
        { line: 2, message: 'no SHA-256 digest' },
      ],
    });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (more) => {
        expect(() => parseCredentials(more)).not.toThrow();
        expect(() => parseCredentials(`digest\tproduct\tmanufacturer\tsource\n${more}`)).not.toThrow();
      }),
    );
  });
});
