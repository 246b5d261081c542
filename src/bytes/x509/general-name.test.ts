import { expect, test } from 'vitest';
import type { FaultList } from './fault.ts';
import { type GeneralName, MAX_GENERAL_NAMES, readGeneralNames } from './general-name.ts';

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];
const tlv = (identifier: number, ...content: readonly (number | readonly number[])[]): number[] => {
  const octets = content.flat();
  return [identifier, octets.length, ...octets];
};

function read(octets: readonly number[]): { names: GeneralName[]; reasons: string[] } {
  const bytes = Uint8Array.from(octets);
  const faults: FaultList = [];
  return { names: readGeneralNames(bytes, 0, bytes.length, faults), reasons: faults.map(({ reason }) => reason) };
}

test('reads each kind with the octets it came from', () => {
  // 82 01 61           dns a
  // 81 03 62 40 63     email b@c
  // 87 04 c0 00 02 01  ip 192.0.2.1
  // 88 02 2a 03        registered id 1.2.3
  // a3 00              x400
  const { names, reasons } = read([
    0x82, 1, 0x61, 0x81, 3, 0x62, 0x40, 0x63, 0x87, 4, 192, 0, 2, 1, 0x88, 2, 0x2a, 3, 0xa3, 0,
  ]);
  expect(names).toEqual([
    { kind: 'dns', text: 'a', start: 0, end: 3 },
    { kind: 'email', text: 'b@c', start: 3, end: 8 },
    { kind: 'ip', text: '192.0.2.1', start: 8, end: 14 },
    { kind: 'registeredId', text: '1.2.3', start: 14, end: 18 },
    { kind: 'other', start: 18, end: 20 },
  ]);
  expect(reasons).toEqual([]);
});

test('keeps a NUL inside a host name, which once made one name look like another', () => {
  expect(read(tlv(0x82, ascii('good.test\0.evil.test'))).names).toMatchObject([{ text: 'good.test\0.evil.test' }]);
});

test('opens other names where they hold a text', () => {
  const upn = tlv(0xa0, tlv(0x06, 0x2a, 3), tlv(0xa0, tlv(0x0c, ascii('nurse@ward'))));
  expect(read(upn).names).toMatchObject([{ kind: 'other', typeOid: '1.2.3', text: 'nurse@ward' }]);
  const number = tlv(0xa0, tlv(0x06, 0x2a, 3), tlv(0xa0, tlv(0x02, 5)));
  expect(read(number)).toEqual({ names: [{ kind: 'other', typeOid: '1.2.3', start: 0, end: 11 }], reasons: [] });
});

test('reads the hardware identity of IEEE 802.1AR', () => {
  const type = tlv(0x06, 0x2b, 6, 1, 5, 5, 7, 8, 4);
  const value = tlv(0x30, tlv(0x06, 0x2a, 3), tlv(0x04, 0xab, 0x01));
  expect(read(tlv(0xa0, type, tlv(0xa0, value))).names).toMatchObject([
    { kind: 'hardwareModule', typeOid: '1.2.3', serialHex: 'AB01' },
  ]);
  const { names, reasons } = read(tlv(0xa0, type, tlv(0xa0, tlv(0x30, tlv(0x06, 0x2a, 3)))));
  expect(names).toMatchObject([{ kind: 'other', typeOid: '1.3.6.1.5.5.7.8.4' }]);
  expect(reasons).toEqual(['element-missing']);
});

test.each<[string, number[], string]>([
  ['an address of five octets', tlv(0x87, 1, 2, 3, 4, 5), 'ip-address-length'],
  ['an unknown choice', tlv(0x89, 1), 'unexpected-element'],
  ['an empty registered id', tlv(0x88), 'oid-empty'],
  ['a directory name that is no name', tlv(0xa4, 0x05, 0), 'unexpected-element'],
  ['an other name without type', tlv(0xa0), 'element-missing'],
])('%s is noted, its neighbour is read', (_, faulty, reason) => {
  const { names, reasons } = read([...faulty, 0x82, 1, 0x61]);
  expect(names).toMatchObject([{ kind: 'dns', text: 'a' }]);
  expect(reasons).toEqual([reason]);
});

test('the number of names is bounded', () => {
  const { names, reasons } = read(Array.from({ length: MAX_GENERAL_NAMES + 1 }, () => [0x82, 1, 0x61]).flat());
  expect(names).toHaveLength(MAX_GENERAL_NAMES);
  expect(reasons).toEqual(['too-many-elements']);
});
