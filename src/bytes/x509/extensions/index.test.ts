import { expect, test } from 'vitest';
import type { FaultList } from '../fault.ts';
import type { ExtensionsDraft } from './contract.ts';
import { EXTENSION_READERS } from './index.ts';

const tlv = (identifier: number, ...content: readonly (number | readonly number[])[]): number[] => {
  const octets = content.flat();
  return [identifier, octets.length, ...octets];
};
const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];
const uri = (text: string): number[] => tlv(0x86, ascii(text));
const fullName = (...names: readonly (readonly number[])[]): number[] => tlv(0xa0, tlv(0xa0, ...names));

const EMPTY: ExtensionsDraft = {
  subjectAltNames: [],
  extendedKeyUsage: [],
  certificatePolicies: [],
  crlUrls: [],
  freshestCrlUrls: [],
  ocspUrls: [],
  caIssuerUrls: [],
  all: [],
};

function read(oid: string, value: readonly number[]): { said: Partial<ExtensionsDraft>; reasons: string[] } {
  const bytes = Uint8Array.from([0xff, ...value, 0xff]);
  const draft = { ...EMPTY };
  const faults: FaultList = [];
  EXTENSION_READERS.get(oid)!.read(bytes, 1, bytes.length - 1, draft, faults);
  const isEmpty = (key: string, value: unknown): boolean => key in EMPTY && Array.isArray(value) && value.length === 0;
  const said = Object.fromEntries(Object.entries(draft).filter(([key, value]) => !isEmpty(key, value)));
  return { said, reasons: faults.map(({ reason }) => reason) };
}

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SUBJECT_ALT_NAME = '2.5.29.17';
const SUBJECT_KEY_ID = '2.5.29.14';
const AUTHORITY_KEY_ID = '2.5.29.35';
const POLICIES = '2.5.29.32';
const CRL_POINTS = '2.5.29.31';
const FRESHEST_CRL = '2.5.29.46';
const NAME_CONSTRAINTS = '2.5.29.30';
const INFO_ACCESS = '1.3.6.1.5.5.7.1.1';
const MUD_URL = '1.3.6.1.5.5.7.1.25';
const OCSP = tlv(0x06, 0x2b, 6, 1, 5, 5, 7, 0x30, 1);
const CA_ISSUERS = tlv(0x06, 0x2b, 6, 1, 5, 5, 7, 0x30, 2);

test.each<[string, string, number[], object]>([
  ['an end entity', BASIC_CONSTRAINTS, tlv(0x30), { basicConstraints: { ca: false } }],
  ['an authority', BASIC_CONSTRAINTS, tlv(0x30, tlv(0x01, 0xff)), { basicConstraints: { ca: true } }],
  [
    'a last authority',
    BASIC_CONSTRAINTS,
    tlv(0x30, tlv(0x01, 0xff), tlv(0x02, 0)),
    { basicConstraints: { ca: true, pathLength: 0 } },
  ],
  ['first and last bit', KEY_USAGE, tlv(0x03, 7, 0x80, 0x80), { keyUsage: ['digitalSignature', 'decipherOnly'] }],
  ['no bit', KEY_USAGE, tlv(0x03, 0), { keyUsage: [] }],
  [
    'purposes',
    EXTENDED_KEY_USAGE,
    tlv(0x30, tlv(0x06, 0x2a, 3), tlv(0x06, 0x2a, 4)),
    { extendedKeyUsage: ['1.2.3', '1.2.4'] },
  ],
  [
    'names',
    SUBJECT_ALT_NAME,
    tlv(0x30, tlv(0x82, 0x61)),
    { subjectAltNames: [{ kind: 'dns', text: 'a', start: 3, end: 6 }] },
  ],
  ['a key identifier', SUBJECT_KEY_ID, tlv(0x04, 0xab, 0x01), { subjectKeyId: 'AB01' }],
  [
    'an issuer key identifier among its neighbours',
    AUTHORITY_KEY_ID,
    tlv(0x30, tlv(0x80, 0xcd), tlv(0xa1), tlv(0x82, 5)),
    { authorityKeyId: 'CD' },
  ],
  [
    'policies with qualifiers',
    POLICIES,
    tlv(0x30, tlv(0x30, tlv(0x06, 0x2a, 3), tlv(0x30))),
    { certificatePolicies: ['1.2.3'] },
  ],
  [
    'revocation lists of two points',
    CRL_POINTS,
    tlv(0x30, tlv(0x30, fullName(uri('a'), uri('b')), tlv(0x81, 1, 2)), tlv(0x30, fullName(uri('c')))),
    { crlUrls: ['a', 'b', 'c'] },
  ],
  ['a point without full name', CRL_POINTS, tlv(0x30, tlv(0x30, tlv(0xa0, tlv(0xa1)), tlv(0xa2, uri('x')))), {}],
  [
    'ways to the authority',
    INFO_ACCESS,
    tlv(0x30, tlv(0x30, OCSP, uri('a')), tlv(0x30, CA_ISSUERS, uri('b')), tlv(0x30, OCSP, tlv(0x82, 0x61))),
    { ocspUrls: ['a'], caIssuerUrls: ['b'] },
  ],
  ['where changes of a list are', FRESHEST_CRL, tlv(0x30, tlv(0x30, fullName(uri('d')))), { freshestCrlUrls: ['d'] }],
  [
    'constraints of names',
    NAME_CONSTRAINTS,
    tlv(
      0x30,
      tlv(0xa0, tlv(0x30, tlv(0x82, 0x61)), tlv(0x30, tlv(0x87, 10, 0, 0, 0, 255, 0, 0, 0))),
      tlv(0xa1, tlv(0x30, tlv(0xa4, tlv(0x30))), tlv(0x30, tlv(0x88, 0x2a, 3))),
    ),
    {
      nameConstraints: {
        permitted: [
          { kind: 'dns', text: 'a', start: 7, end: 10 },
          { kind: 'ip', address: { start: 14, end: 18 }, mask: { start: 18, end: 22 }, start: 12, end: 22 },
        ],
        excluded: [
          { kind: 'directory', name: { start: 28, end: 30, rdns: [] }, start: 26, end: 30 },
          { kind: 'other', tag: 0x88, start: 32, end: 36 },
        ],
      },
    },
  ],
  ['a usage description', MUD_URL, tlv(0x16, ascii('https://m')), { mudUrl: 'https://m' }],
])('reads %s', (_, oid, value, said) => {
  expect(read(oid, value)).toEqual({ said, reasons: [] });
});

test.each<[string, string, number[], object, string[]]>([
  [
    'FALSE written out',
    BASIC_CONSTRAINTS,
    tlv(0x30, tlv(0x01, 0)),
    { basicConstraints: { ca: false } },
    ['default-encoded'],
  ],
  [
    'TRUE as BER writes it',
    BASIC_CONSTRAINTS,
    tlv(0x30, tlv(0x01, 1)),
    { basicConstraints: { ca: true } },
    ['boolean-not-der'],
  ],
  [
    'a path length with a redundant octet',
    BASIC_CONSTRAINTS,
    tlv(0x30, tlv(0x01, 0xff), tlv(0x02, 0, 3)),
    { basicConstraints: { ca: true, pathLength: 3 } },
    ['integer-not-minimal'],
  ],
  [
    'a path length beyond reason',
    BASIC_CONSTRAINTS,
    tlv(0x30, tlv(0x01, 0xff), tlv(0x02, 1, 2, 3, 4, 5, 6, 7)),
    { basicConstraints: { ca: true } },
    ['integer-too-large'],
  ],
  [
    'something else',
    BASIC_CONSTRAINTS,
    tlv(0x30, tlv(0x05)),
    { basicConstraints: { ca: false } },
    ['unexpected-element'],
  ],
  [
    'a subtree with a depth',
    NAME_CONSTRAINTS,
    tlv(0x30, tlv(0xa0, tlv(0x30, tlv(0x82, 0x61), tlv(0x80, 1)))),
    { nameConstraints: { permitted: [{ kind: 'dns', text: 'a', start: 7, end: 10 }], excluded: [] } },
    ['trailing-bytes'],
  ],
  [
    'a subtree of addresses without mask',
    NAME_CONSTRAINTS,
    tlv(0x30, tlv(0xa1, tlv(0x30, tlv(0x87, 10, 0, 0, 0)))),
    { nameConstraints: { permitted: [], excluded: [] } },
    ['ip-address-length'],
  ],
  [
    'a third list of subtrees',
    NAME_CONSTRAINTS,
    tlv(0x30, tlv(0xa2)),
    { nameConstraints: { permitted: [], excluded: [] } },
    ['unexpected-element'],
  ],
  ['unused bits that are set', KEY_USAGE, tlv(0x03, 7, 0xff), {}, ['bit-string-padding']],
  [
    'a purpose that is no number',
    EXTENDED_KEY_USAGE,
    tlv(0x30, tlv(0x05), tlv(0x06, 0x2a, 3)),
    { extendedKeyUsage: ['1.2.3'] },
    ['unexpected-element'],
  ],
  [
    'a policy that is no SEQUENCE',
    POLICIES,
    tlv(0x30, tlv(0x06, 0x2a, 3), tlv(0x30, tlv(0x06, 0x2a, 4))),
    { certificatePolicies: ['1.2.4'] },
    ['unexpected-element'],
  ],
  [
    'a point that is no SEQUENCE',
    CRL_POINTS,
    tlv(0x30, tlv(0x05), tlv(0x30, fullName(uri('c')))),
    { crlUrls: ['c'] },
    ['unexpected-element'],
  ],
  [
    'a way without method',
    INFO_ACCESS,
    tlv(0x30, tlv(0x30, uri('a')), tlv(0x30, OCSP, uri('b'))),
    { ocspUrls: ['b'] },
    ['unexpected-element'],
  ],
  ['a way without place', INFO_ACCESS, tlv(0x30, tlv(0x30, OCSP)), {}, ['element-missing']],
  ['a cut list', SUBJECT_ALT_NAME, [0x30, 9, 0x82, 1, 0x61], {}, ['content-truncated']],
  ['octets after the value', SUBJECT_KEY_ID, [...tlv(0x04, 0xab), 5, 0], { subjectKeyId: 'AB' }, ['trailing-bytes']],
  ['a usage description in UTF-8', MUD_URL, tlv(0x0c, ascii('https://m')), {}, ['unexpected-element']],
])('%s is noted and what is readable is read', (_, oid, value, said, reasons) => {
  expect(read(oid, value)).toEqual({ said, reasons });
});

test('empty and foreign values never throw', () => {
  for (const [oid, reader] of EXTENSION_READERS) {
    expect(reader.oid).toBe(oid);
    expect(read(oid, [])).toEqual({ said: {}, reasons: ['element-missing'] });
    expect(read(oid, tlv(0x05))).toEqual({ said: {}, reasons: ['unexpected-element'] });
  }
});
