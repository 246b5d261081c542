import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CertificateFault, der, nameToText, readGeneralNames } from '#bytes';
import { type AltName, altNameProblem, encodeAltName, encodeSubtree } from './general-names.ts';
import { ipOctets } from './ip-address.ts';
import { encodeName } from './name.ts';

function read(names: readonly AltName[]) {
  const bytes = der.concat(names.map(encodeAltName));
  const faults: CertificateFault[] = [];
  const found = readGeneralNames(bytes, 0, bytes.length, faults);
  expect(faults).toEqual([]);
  return found;
}

test('every form reads back', () => {
  const found = read([
    { kind: 'dns', text: '*.example.test' },
    { kind: 'email', text: 'me@example.test' },
    { kind: 'uri', text: 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6' },
    { kind: 'ip', text: '10.0.0.7' },
    { kind: 'ip', text: '2001:db8::7' },
    { kind: 'registeredId', oid: '1.2.3' },
    { kind: 'upn', text: 'me@example.test' },
    { kind: 'hardwareModule', typeOid: '1.3.6.1.4.1.32473.7', serial: Uint8Array.of(0xab, 0x01) },
  ]);
  expect(found).toMatchObject([
    { kind: 'dns', text: '*.example.test' },
    { kind: 'email', text: 'me@example.test' },
    { kind: 'uri', text: 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6' },
    { kind: 'ip', text: '10.0.0.7' },
    { kind: 'ip', text: '2001:db8::7' },
    { kind: 'registeredId', text: '1.2.3' },
    { kind: 'other', typeOid: '1.3.6.1.4.1.311.20.2.3', text: 'me@example.test' },
    { kind: 'hardwareModule', typeOid: '1.3.6.1.4.1.32473.7', serialHex: 'AB01' },
  ]);
  const [directory] = read([{ kind: 'directory', name: encodeName([[{ type: 'CN', text: 'x' }]]) }]);
  expect(directory?.kind === 'directory' && nameToText(directory.name)).toBe('CN=x');
});

test.each<AltName>([
  { kind: 'dns', text: '' },
  { kind: 'dns', text: 'a..b' },
  { kind: 'dns', text: '-a.test' },
  { kind: 'dns', text: 'a.*.test' },
  { kind: 'dns', text: `${'a.'.repeat(127)}toolong` },
  { kind: 'dns', text: 'ポンプ.example.test' },
  { kind: 'dns', text: 'a\u0000.test' },
  { kind: 'email', text: 'me' },
  { kind: 'email', text: 'me@' },
  { kind: 'email', text: '例@example.test' },
  { kind: 'uri', text: 'relative' },
  { kind: 'uri', text: 'http://a b' },
  { kind: 'ip', text: '10.0.0.256' },
  { kind: 'ip', text: '1::2::3' },
  { kind: 'upn', text: '' },
  { kind: 'hardwareModule', typeOid: '1.2', serial: new Uint8Array(0) },
  { kind: 'registeredId', oid: '9.1' },
])('$kind is refused: %o', (name) => {
  expect(altNameProblem(name)).toBeDefined();
  expect(() => encodeAltName(name)).toThrow(RangeError);
});

test('addresses in text are the octets that they name', () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      expect(ipOctets(text)).toEqual(Uint8Array.from(text.split('.'), Number));
      expect(ipOctets(`::ffff:${text}`)?.subarray(12)).toEqual(ipOctets(text));
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (octets) => {
      const groups = Array.from({ length: 8 }, (_, i) => ((octets[i * 2]! << 8) | octets[i * 2 + 1]!).toString(16));
      expect(ipOctets(groups.join(':'))).toEqual(octets);
    }),
  );
  fc.assert(fc.property(fc.ipV6(), (text) => ipOctets(text)?.length === 16));
  expect(ipOctets('::')).toEqual(new Uint8Array(16));
  for (const text of [
    '',
    ':',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    '1.2.3',
    '01.2.3.4',
  ])
    expect(ipOctets(text), text).toBeUndefined();
});

test('a subtree of addresses has its mask, and bits outside it are zero', () => {
  const hexOf = (prefixLength: number) =>
    Buffer.from(encodeSubtree({ kind: 'ip', text: '10.255.255.255', prefixLength }))
      .toString('hex')
      .slice(-16);
  expect(hexOf(0)).toBe('0000000000000000');
  expect(hexOf(8)).toBe('0a000000ff000000');
  expect(hexOf(20)).toBe('0afff000fffff000');
  expect(hexOf(32)).toBe('0affffffffffffff');
  expect(() => encodeSubtree({ kind: 'ip', text: '10.0.0.0', prefixLength: 33 })).toThrow(RangeError);
  expect(() => encodeSubtree({ kind: 'ip', text: 'x', prefixLength: 8 })).toThrow(RangeError);
});
