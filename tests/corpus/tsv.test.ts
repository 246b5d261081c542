import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { escapeCell, formatTsv, readTsv, unescapeCell } from './tsv.ts';

const folder = mkdtempSync(join(tmpdir(), 'corpus-tsv-'));
afterAll(() => rmSync(folder, { recursive: true }));

function table(text: string): string {
  const path = join(folder, 'table.tsv');
  writeFileSync(path, text);
  return path;
}

describe('a table', () => {
  test('is read by column name, without comments and empty lines', () => {
    expect(readTsv(table('# why\nb\ta\n\n2\t1\n'), ['a', 'b'])).toEqual([{ a: '1', b: '2' }]);
  });

  test('that does not exist is empty', () => expect(readTsv(join(folder, 'none.tsv'), ['a'])).toEqual([]));

  test('with a row too short is refused with its line', () => {
    expect(() => readTsv(table('a\tb\n1\n'), ['a', 'b'])).toThrow(/:2: 1 cells/);
  });

  test('without a wanted column is refused', () =>
    expect(() => readTsv(table('a\n1\n'), ['b'])).toThrow(/no column b/));
});

test('any value survives a cell, which is one line without tabs', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const cell = escapeCell(value);
      expect(cell).not.toMatch(/[\t\n\r]/);
      expect(unescapeCell(cell)).toBe(value);
    }),
  );
});

test('what is formatted is read again', () => {
  const rows = [{ a: 'tab\there', b: 'line\nbreak' }];
  expect(readTsv(table(formatTsv(['a', 'b'], rows, ['made by a test'])), ['a', 'b'])).toEqual(rows);
});
