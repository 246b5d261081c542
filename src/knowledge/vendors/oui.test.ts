import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { macDigits, macScope, OuiRegistry, parseOui } from './oui.ts';

const data = (name: string): string => readFileSync(new URL(`../../../data/oui/${name}`, import.meta.url), 'utf8');
const assignments = data('assignments.tsv');
const supplement = data('supplement.tsv');

describe('the registry', () => {
  const parsed = parseOui(assignments);

  it('is read completely, sorted and each prefix once', () => {
    expect(parsed.errors).toEqual([]);
    expect(parseOui(supplement).errors).toEqual([]);
    expect(parsed.rows.length).toBeGreaterThan(46_000);
    const lengths = [6, 7, 9].map((digits) => parsed.rows.filter((row) => row.prefix.length === digits).length);
    for (const count of lengths) expect(count).toBeGreaterThan(4_000);
  });

  it('finds every assignment by an address inside it', () => {
    const registry = new OuiRegistry(assignments);
    const wrong = parsed.rows.filter((row) => {
      if (macScope(row.prefix) !== 'universal') return false;
      const found = registry.lookUp(row.prefix.padEnd(12, '7'));
      // A longer assignment may cover the address that was tried.
      return found === undefined || (found.prefix === row.prefix && found.organisation !== row.organisation);
    });
    expect(wrong).toEqual([]);
  });

  it('knows medical makers in blocks of each size', () => {
    const registry = new OuiRegistry(assignments, supplement);
    expect(registry.lookUp('44:4b:5d:10:00:11')).toEqual({ organisation: 'GE Healthcare', prefix: '444B5D' });
    expect(registry.lookUp('50-A0-30-81-00-00')?.prefix).toBe('50A0308');
    expect(registry.lookUp('70b3.d520.cabc')).toEqual({
      organisation: 'Siemens Healthcare Diagnostics',
      prefix: '70B3D520C',
    });
    expect(registry.lookUp('380B26000001')?.organisation).toContain('Mindray');
  });
});

describe('OuiRegistry', () => {
  const registry = new OuiRegistry(
    '0050C2\tShared\n0050C20\tMiddle\n0050C2012\tSmall\n00A0AA\tLast\n',
    '00A0AA\tNewer\n',
  );

  it('takes the longest prefix: 36 bits before 28 before 24', () => {
    expect(registry.lookUp('0050C2012345')?.organisation).toBe('Small');
    expect(registry.lookUp('0050C2099999')?.organisation).toBe('Middle');
    expect(registry.lookUp('0050C2F99999')?.organisation).toBe('Shared');
    expect(registry.lookUp('0050C3000000')).toBeUndefined();
  });

  it('lets a later text win', () => {
    expect(registry.lookUp('00A0AA000000')?.organisation).toBe('Newer');
  });

  it('gives no holder to random and group addresses', () => {
    const all = new OuiRegistry('020000\tLocal\n010000\tGroup\n');
    expect(all.lookUp('020000000001')).toBeUndefined();
    expect(all.lookUp('010000000001')).toBeUndefined();
  });

  it('never throws on any text or address, and finds what stands in a sorted one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, mac) => {
        expect(() => new OuiRegistry(text).lookUp(mac)).not.toThrow();
        expect(() => new OuiRegistry(text).lookUp('0050C2012345')).not.toThrow();
        expect(() => parseOui(text)).not.toThrow();
      }),
    );
    const prefixes = fc.uniqueArray(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(prefixes, (numbers) => {
        const all = numbers.map((number) => `00${number.toString(16).toUpperCase().padStart(4, '0')}`).sort();
        const sorted = new OuiRegistry(all.map((prefix) => `${prefix}\tof ${prefix}`).join('\n'));
        for (const prefix of all) expect(sorted.lookUp(`${prefix}012345`)?.organisation).toBe(`of ${prefix}`);
      }),
    );
  });
});

describe('parseOui', () => {
  it('says what is wrong with a line and goes on', () => {
    const { rows, errors } = parseOui('00A0AA\tA\n00A0AA\tB\n00A0A\tC\n00A0AB\t \n00A0AC\tD\n000000\tE\n');
    expect(rows.map((row) => row.organisation)).toEqual(['A', 'D']);
    expect(errors).toEqual([
      { line: 2, message: '00A0AA does not come after 00A0AA' },
      { line: 3, message: 'no prefix of 6, 7 or 9 digits' },
      { line: 4, message: 'no organisation' },
      { line: 6, message: '000000 does not come after 00A0AC' },
    ]);
  });
});

describe('MAC addresses', () => {
  it('reads the usual spellings', () => {
    for (const mac of ['44:4b:5d:10:00:11', '44-4B-5D-10-00-11', '444b.5d10.0011', '444B5D100011'])
      expect(macDigits(mac)).toBe('444B5D100011');
    for (const mac of ['', '44:4b:5d:10:00', '44:4b:5d:10:00:1g', '44:4b:5d:10:00:11:22', 'x'.repeat(100)])
      expect(macDigits(mac)).toBeUndefined();
  });

  it('tells group and locally administered addresses', () => {
    expect(macScope('444B5D100011')).toBe('universal');
    expect(macScope('DA0000000000')).toBe('local');
    expect(macScope('01005E000001')).toBe('group');
    expect(macScope('FFFFFFFFFFFF')).toBe('group');
  });
});
