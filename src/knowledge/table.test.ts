import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fraction, list, oneOf, parseTable } from './table.ts';

const read = (text: string) =>
  parseTable(text, {
    columns: ['id', 'name'],
    read: (cells) => (cells.id === '' ? 'no id' : { ...cells }),
    key: (row) => row.id,
  });

describe('parseTable', () => {
  it('reads rows by column name, in any column order and with further columns', () => {
    expect(read('name\tmore\tid\nCT\tx\tT061\n').rows).toEqual([{ id: 'T061', name: 'CT' }]);
  });

  it('skips comments and empty lines but counts them', () => {
    const { rows, errors } = read('# head\nid\tname\n\nT1\tone\n\tnameless\n');
    expect(rows).toHaveLength(1);
    expect(errors).toEqual([{ line: 5, message: 'no id' }]);
  });

  it('reads a dash and a missing cell as empty, and drops the carriage return', () => {
    expect(read('id\tname\r\nT1\t-\r\nT2\r\n').rows).toEqual([
      { id: 'T1', name: '' },
      { id: 'T2', name: '' },
    ]);
  });

  it('keeps the first of two rows with one key', () => {
    const { rows, errors } = read('id\tname\nT1\tone\nT1\ttwo');
    expect(rows).toEqual([{ id: 'T1', name: 'one' }]);
    expect(errors).toEqual([{ line: 3, message: 'second row for T1' }]);
  });

  it('returns no rows when a column is missing', () => {
    expect(read('id\tlabel\nT1\tone')).toEqual({ rows: [], errors: [{ line: 1, message: 'no column name' }] });
  });

  it('refuses an overlong line and bounds the number of messages', () => {
    const { errors } = read(`id\tname\n${`T1\t${'x'.repeat(20_000)}\n`.repeat(2)}${'\tx\n'.repeat(3_000)}`);
    expect(errors[0]).toMatchObject({ line: 2 });
    expect(errors).toHaveLength(1_000);
  });

  it('never throws and accounts for every line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { rows, errors } = read(`id\tname\n${text}`);
        expect(rows.length + errors.length).toBeLessThanOrEqual(text.split('\n').length);
      }),
    );
  });
});

describe('cells', () => {
  it('reads fractions between 0 and 1 only', () => {
    expect(['0', '0.25', '1', '1.0'].map(fraction)).toEqual([0, 0.25, 1, 1]);
    expect(['', '-0.1', '1.1', 'x', '.5', '1e0'].map(fraction)).toEqual(Array(6).fill(undefined));
  });

  it('reads lists and closed vocabularies', () => {
    expect(list('Hill-Rom; Welch Allyn ;;')).toEqual(['Hill-Rom', 'Welch Allyn']);
    expect(oneOf('maker', ['maker', 'software'])).toBe('maker');
    expect(oneOf('makers', ['maker', 'software'])).toBeUndefined();
  });
});
