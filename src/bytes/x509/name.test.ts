import { expect, test } from 'vitest';
import type { FaultList } from './fault.ts';
import { MAX_RDN_ATTRIBUTES, MAX_RDNS, type Name, readName } from './name.ts';
import { nameToText } from './name-text.ts';

/** One element of fewer than 65,536 octets. */
function tlv(identifier: number, ...content: readonly (number | readonly number[])[]): number[] {
  const octets = content.flat();
  const { length } = octets;
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return [identifier, ...header, ...octets];
}
const utf8 = (text: string): number[] => tlv(0x0c, [...new TextEncoder().encode(text)]);
/** 2.5.4.n */
const attribute = (arc: number, value: readonly number[]): number[] => tlv(0x30, tlv(0x06, 0x55, 0x04, arc), value);
const rdn = (...attributes: readonly (readonly number[])[]): number[] => tlv(0x31, ...attributes);

function read(...rdns: readonly (readonly number[])[]): { name: Name; reasons: string[] } {
  const bytes = Uint8Array.from(rdns.flat());
  const faults: FaultList = [];
  const name = readName(bytes, 0, 0, bytes.length, faults);
  return { name, reasons: faults.map(({ reason }) => reason) };
}
const textOf = (...rdns: readonly (readonly number[])[]): string => nameToText(read(...rdns).name);

test('keeps the order of the certificate and where each attribute stands', () => {
  // 31 09 30 07  06 03 55 04 06  13 00   C, empty PrintableString
  // 31 0b 30 09  06 03 55 04 03  0c 02   CN
  const { name, reasons } = read(rdn(attribute(6, tlv(0x13))), rdn(attribute(3, utf8('ab'))));
  expect(name.rdns).toEqual([
    [{ start: 2, end: 11, type: '2.5.4.6', label: 'C', text: '' }],
    [{ start: 13, end: 24, type: '2.5.4.3', label: 'CN', text: 'ab' }],
  ]);
  expect(reasons).toEqual([]);
});

test.each([
  ['plain text 1', 'plain text 1'],
  ['', ''],
  ['a,b+c"d\\e<f>g;h=i', 'a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h=i'],
  ['#a#', '\\#a#'],
  ['  two  ', '\\  two \\ '],
  [' ', '\\ '],
  ['nul\u0000tab\tdel\u007f', 'nul\\00tab\\09del\\7F'],
  ['見守り é 🏥', '見守り é 🏥'],
  ['a\u0085b', 'a\\C2\\85b'],
  ['gpj.\u202Eexe', 'gpj.\\E2\\80\\AEexe'],
])('the value %j is written %j', (value, expected) => {
  expect(textOf(rdn(attribute(3, utf8(value))))).toBe(`CN=${expected}`);
});

test('the last relative name comes first, and the last attribute within it', () => {
  expect(textOf(rdn(attribute(6, utf8('JP'))), rdn(attribute(10, utf8('o')), attribute(11, utf8('u'))))).toBe(
    'OU=u+O=o,C=JP',
  );
});

test('unknown types and values that are no text are written as DER', () => {
  expect(textOf(rdn(attribute(127, utf8('x'))))).toBe('2.5.4.127=#0C0178');
  expect(textOf(rdn(attribute(3, tlv(0x02, 5))))).toBe('CN=#020105');
  // [12] is not a UTF8String
  expect(textOf(rdn(attribute(3, tlv(0x8c, 0x78))))).toBe('CN=#8C0178');
  expect(read(rdn(attribute(127, utf8('x')))).name.rdns[0]?.[0]).toMatchObject({ text: 'x', derHex: '0C0178' });
});

test('an empty name is the empty text', () => {
  expect(textOf()).toBe('');
});

test.each<[string, number[], string, string[]]>([
  ['an empty relative name', rdn(), 'C=JP', ['rdn-empty']],
  ['a relative name that is no SET', attribute(3, utf8('x')), 'C=JP', ['unexpected-element']],
  ['an attribute that is no SEQUENCE', rdn(utf8('x')), 'C=JP', ['unexpected-element']],
  ['an attribute without value', rdn(tlv(0x30, tlv(0x06, 0x55, 0x04, 0x03))), 'C=JP', ['element-missing']],
  ['an attribute without type', rdn(tlv(0x30, utf8('x'))), 'C=JP', ['unexpected-element']],
  ['an empty type', rdn(tlv(0x30, tlv(0x06), utf8('x'))), 'C=JP', ['oid-empty']],
  ['a cut value', rdn(tlv(0x30, tlv(0x06, 0x55, 0x04, 0x03), 0x0c, 9)), 'C=JP', ['content-truncated']],
  [
    'a second value',
    rdn(tlv(0x30, tlv(0x06, 0x55, 0x04, 0x03), utf8('x'), utf8('y'))),
    'CN=x,C=JP',
    ['trailing-bytes'],
  ],
])('%s is noted, the names before it stay', (_, faulty, text, expected) => {
  const { name, reasons } = read(rdn(attribute(6, utf8('JP'))), faulty);
  expect(nameToText(name)).toBe(text);
  expect(reasons).toEqual(expected);
});

test('counts and lengths are bounded', () => {
  const one = attribute(3, utf8('x'));
  const names = read(...Array.from({ length: MAX_RDNS + 1 }, () => rdn(one)));
  expect(names.name.rdns).toHaveLength(MAX_RDNS);
  expect(names.reasons).toEqual(['too-many-elements']);
  const attributes = read(rdn(...Array.from({ length: MAX_RDN_ATTRIBUTES + 1 }, () => one)));
  expect(attributes.name.rdns[0]).toHaveLength(MAX_RDN_ATTRIBUTES);
  const long = read(rdn(attribute(3, utf8('x'.repeat(5000)))));
  expect(long.reasons).toEqual(['text-too-long']);
  expect(long.name.rdns[0]?.[0]).toMatchObject({ start: 4, end: 4 + 4 + 5 + 5004 });
  expect(nameToText(long.name)).toMatch(/^CN=#0C8213887878/);
});
