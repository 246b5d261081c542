import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseServices, Services } from './services.ts';

const text = readFileSync(new URL('../../../data/services/services.tsv', import.meta.url), 'utf8');
const table = parseServices(text);
const services = new Services(table.rows);

describe('the table of services', () => {
  it('is read completely, each port once, with a source in every row', () => {
    expect(table.errors).toEqual([]);
    expect(table.rows.length).toBeGreaterThan(190);
    for (const row of table.rows) expect(row.source).not.toBe('');
  });

  it('gives one protocol the same encryption on every port of a transport, but for SMB over NetBIOS', () => {
    const kinds = new Map<string, Set<string>>();
    for (const row of table.rows) {
      const key = `${row.transport} ${row.id}`;
      kinds.set(key, (kinds.get(key) ?? new Set()).add(row.encryption));
    }
    expect([...kinds].filter(([, encryptions]) => encryptions.size > 1).map(([key]) => key)).toEqual(['tcp smb']);
  });

  it('says of the registered ports that IANA has them', () => {
    const registered = table.rows.filter((row) => row.status === 'registered');
    expect(registered.filter((row) => !row.source.startsWith('IANA '))).toEqual([]);
  });
});

describe('Services', () => {
  it.each([
    ['tcp', 104, 'dicom', 'no'],
    ['tcp', 2762, 'dicom-tls', 'yes'],
    ['tcp', 2575, 'hl7', 'no'],
    ['udp', 24105, 'intellivue', 'no'],
    ['udp', 47808, 'bacnet', 'no'],
    ['tcp', 389, 'ldap', 'start'],
  ] as const)('%s/%i is %s', (transport, port, id, encryption) => {
    expect(services.byPort(transport, port)).toMatchObject({ id, encryption });
  });

  it('knows nothing of other ports, and keeps the transports apart', () => {
    expect(services.byPort('tcp', 1)).toBeUndefined();
    expect(services.byPort('udp', 104)).toBeUndefined();
  });
});

describe('parseServices', () => {
  it('refuses ports and words outside their range', () => {
    const head = text.split('\n')[0] ?? '';
    const row = (cells: string): string => `${cells}\tname\t名前\tweb\tno\tcommon\tx`;
    const lines = [
      head,
      row('tcp\t0\ta'),
      row('tcp\t65536\ta'),
      row('sctp\t80\ta'),
      row('tcp\t80\tA b'),
      row('tcp\t80\ta'),
    ];
    const parsed = parseServices(lines.join('\n'));
    expect(parsed.errors.map((error) => error.line)).toEqual([2, 3, 4, 5]);
    expect(parsed.rows).toHaveLength(1);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (more) => {
        expect(() => parseServices(`${text.split('\n')[0]}\n${more}`)).not.toThrow();
      }),
    );
  });
});
