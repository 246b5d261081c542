import { expect, test } from 'vitest';
import { readElement } from '../der/index.ts';
import type { FaultList } from './fault.ts';
import { type PublicKey, readPublicKey } from './public-key.ts';

/** One element of fewer than 65,536 octets. */
function tlv(identifier: number, ...content: readonly (number | readonly number[])[]): number[] {
  const octets = content.flat();
  const { length } = octets;
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return [identifier, ...header, ...octets];
}

function read(...content: readonly (readonly number[])[]): { key: PublicKey; reasons: string[] } {
  const bytes = Uint8Array.from(tlv(0x30, ...content));
  const element = readElement(bytes, 0, bytes.length);
  if (!element.ok) throw new Error(element.reason);
  const faults: FaultList = [];
  return { key: readPublicKey(bytes, element, faults), reasons: faults.map(({ reason }) => reason) };
}

const EC = tlv(0x06, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01);
const RSA = tlv(0x06, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01);
const DSA = tlv(0x06, 0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01);
const NULL = tlv(0x05);
/** An uncompressed point with coordinates of `octets` octets. */
const point = (octets: number): number[] =>
  tlv(
    0x03,
    0x00,
    0x04,
    Array.from({ length: octets * 2 }, () => 1),
  );

test.each<[string, number[], string, number]>([
  ['P-256', [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07], 'P-256', 256],
  ['P-521', [0x2b, 0x81, 0x04, 0x00, 0x23], 'P-521', 521],
  ['secp256k1', [0x2b, 0x81, 0x04, 0x00, 0x0a], 'secp256k1', 256],
  ['brainpoolP384r1', [0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01, 0x0b], 'brainpoolP384r1', 384],
])('names the curve %s', (_, oid, curve, bits) => {
  const { key, reasons } = read(tlv(0x30, EC, tlv(0x06, oid)), point(66));
  expect(key).toMatchObject({ algorithm: '1.2.840.10045.2.1', type: 'ec', curve, bits });
  expect(reasons).toEqual([]);
});

test('tells the size of an unknown or nameless curve from the point', () => {
  expect(read(tlv(0x30, EC, tlv(0x06, 0x2b, 0x01)), point(20)).key).toMatchObject({ curve: '1.3.1', bits: 160 });
  const { key } = read(tlv(0x30, EC, tlv(0x30)), point(32));
  expect(key.bits).toBe(256);
  expect(key.curve).toBeUndefined();
  expect(read(tlv(0x30, EC, tlv(0x30)), tlv(0x03, 0, 4, 1)).key.bits).toBeUndefined();
});

test('counts the bits of an RSA modulus and says where the key stands', () => {
  const rsaKey = tlv(
    0x30,
    tlv(
      0x02,
      0x00,
      0x80,
      Array.from({ length: 127 }, () => 1),
    ),
    tlv(0x02, 1, 0, 1),
  );
  const { key, reasons } = read(tlv(0x30, RSA, NULL), tlv(0x03, 0, rsaKey));
  expect(key).toEqual({
    start: 0,
    end: 162,
    algorithm: '1.2.840.113549.1.1.1',
    type: 'rsa',
    bits: 1024,
    key: { start: 162 - rsaKey.length, end: 162 },
  });
  expect(reasons).toEqual([]);
});

test('a DSA key may inherit its parameters', () => {
  const { key, reasons } = read(tlv(0x30, DSA), tlv(0x03, 0, tlv(0x02, 5)));
  expect(key).toMatchObject({ type: 'dsa' });
  expect(key.bits).toBeUndefined();
  expect(reasons).toEqual([]);
});

test('an unknown algorithm keeps its number and its octets', () => {
  const { key, reasons } = read(tlv(0x30, tlv(0x06, 0x2a, 0x03)), tlv(0x03, 0, 1, 2));
  expect(key).toMatchObject({ algorithm: '1.2.3', key: { start: 11, end: 13 } });
  expect(key.type).toBeUndefined();
  expect(reasons).toEqual([]);
});

test.each<[string, number[][], string[]]>([
  ['nothing', [], ['element-missing']],
  ['an algorithm without number', [tlv(0x30, NULL)], ['unexpected-element']],
  ['no key', [tlv(0x30, RSA, NULL)], ['element-missing']],
  ['a key that is no BIT STRING', [tlv(0x30, RSA, NULL), tlv(0x04, 0)], ['unexpected-element']],
  ['an RSA key that is no SEQUENCE', [tlv(0x30, RSA, NULL), tlv(0x03, 0, 1, 2)], ['unexpected-element']],
  ['an RSA key without modulus', [tlv(0x30, RSA, NULL), tlv(0x03, 0, tlv(0x30))], ['element-missing']],
  ['an elliptic key without curve', [tlv(0x30, EC), point(32)], ['element-missing']],
  ['octets after the key', [tlv(0x30, EC, tlv(0x06, 0x2b, 0x01)), point(20), NULL], ['trailing-bytes']],
])('%s is noted', (_, content, expected) => {
  expect(read(...content).reasons).toEqual(expected);
});
