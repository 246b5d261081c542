import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import type { Exclusions } from './exclusions.ts';
import { expected, type Family } from './family.ts';
import { factOf, truthOf } from './sample.ts';
import { hosts, text } from './truth.ts';

const names: Family = {
  id: 'names',
  truthKeys: ['names'],
  attributes: ['names.name'],
  note: '',
  expect: (truth) => truth.rows('names').flatMap((row) => expected('names.name', text(row, 'name'), hosts(row, 'src'))),
};
const nothing: Exclusions = { ofExpected: () => -1, ofPackets: () => -1, ofSaid: () => -1, reasons: [] };
const truth = truthOf({
  names: [
    { src: '10.0.0.1', name: 'Ward-1' },
    { src: '10.0.0.1', name: 'ward-1.' },
    { src: '10.0.0.2', name: 'theatre' },
  ],
});

test('a value said in another spelling is found, and two spellings in the truth are one value', () => {
  const result = compare(names, truth, [factOf('names.name', 'WARD-1', { ip: '10.0.0.1' })], nothing);
  expect(result).toMatchObject({ expected: 2, found: 1, said: 1, unknown: [] });
  expect(result.misses).toEqual([{ attribute: 'names.name', value: 'theatre', host: '10.0.0.2', isElsewhere: false }]);
});

test('a value said about another host is a miss and says so', () => {
  const result = compare(names, truth, [factOf('names.name', 'theatre', { ip: '10.0.0.9' })], nothing);
  expect(result.misses.find((miss) => miss.value === 'theatre')?.isElsewhere).toBe(true);
  expect(result.unknown).toEqual([]);
});

test('a MAC address is as good as an IP address where the truth has both', () => {
  const both = truthOf({ names: [{ src: '10.0.0.1', mac: '00:11:22:33:44:55', name: 'a' }] });
  const family: Family = {
    ...names,
    expect: (each) => each.rows('names').flatMap((row) => expected('names.name', 'a', hosts(row, 'src', 'mac'))),
  };
  expect(compare(family, both, [factOf('names.name', 'a', { mac: '00:11:22:33:44:55' })], nothing).found).toBe(1);
});

test('inside a tunnel either address is right', () => {
  const tunnelled = truthOf(
    { names: [{ src: '10.0.0.1', name: 'a' }] },
    { hierarchy: [['frame;eth;ip;gre;ip;udp;dns', 1, 60]] },
  );
  expect(compare(names, tunnelled, [factOf('names.name', 'a', { ip: '192.168.0.1' })], nothing).found).toBe(1);
});

test('a packet quoted in an ICMP error is no tunnel', () => {
  const quoted = truthOf(
    { names: [{ src: '10.0.0.1', name: 'a' }] },
    { hierarchy: [['frame;eth;ip;icmp;ip;udp', 1, 60]] },
  );
  expect(compare(names, quoted, [factOf('names.name', 'a', { ip: '192.168.0.1' })], nothing).found).toBe(0);
});

test('a value that the truth lacks is unknown, once', () => {
  const said = [factOf('names.name', 'lift', { ip: '10.0.0.1' }), factOf('names.name', 'Lift', { ip: '10.0.0.2' })];
  expect(compare(names, truth, said, nothing).unknown.map((fact) => fact.value)).toEqual(['lift']);
});

test('values of other attributes are not judged', () => {
  expect(compare(names, truth, [factOf('other.name', 'x')], nothing)).toMatchObject({ said: 0, unknown: [] });
});

test('a value that the truth cut is found by its beginning', () => {
  const cut = truthOf({ names: [{ name: 'n'.repeat(200) }] });
  expect(compare(names, cut, [factOf('names.name', 'n'.repeat(300))], nothing)).toMatchObject({
    found: 1,
    unknown: [],
  });
  expect(compare(names, cut, [factOf('names.name', 'n'.repeat(150))], nothing).found).toBe(0);
});

test('an excluded value is not expected, and not wrong where it is said', () => {
  const exclusions: Exclusions = {
    ofExpected: (_file, _family, wanted) => (wanted.value === 'theatre' ? 0 : -1),
    ofPackets: () => -1,
    ofSaid: (_file, _family, _attribute, value) => (value === 'lift' ? 0 : -1),
    reasons: [],
  };
  const said = [factOf('names.name', 'theatre', { ip: '10.0.0.2' }), factOf('names.name', 'lift')];
  expect(compare(names, truth, said, exclusions)).toMatchObject({
    expected: 1,
    excluded: 1,
    found: 0,
    unjudged: 1,
    unknown: [],
  });
});
