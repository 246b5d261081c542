import { expect, test } from 'vitest';
import { readCertificate } from './certificate.ts';
import { MAX_EXTENSIONS } from './extension-list.ts';
import { nameToText } from './name-text.ts';

/** One element; lengths up to 65,535. */
function tlv(identifier: number, ...content: readonly (number | readonly number[])[]): number[] {
  const octets = content.flat();
  const { length } = octets;
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return [identifier, ...header, ...octets];
}
const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')];

const ED25519 = tlv(0x30, tlv(0x06, 0x2b, 0x65, 0x70));
const PARTS = {
  version: tlv(0xa0, tlv(0x02, 2)),
  serial: tlv(0x02, 5),
  algorithm: ED25519,
  issuer: tlv(0x30, tlv(0x31, tlv(0x30, tlv(0x06, 0x55, 0x04, 0x03), tlv(0x0c, ascii('Root'))))),
  validity: tlv(0x30, tlv(0x17, ascii('260101000000Z')), tlv(0x17, ascii('270101000000Z'))),
  subject: tlv(0x30, tlv(0x31, tlv(0x30, tlv(0x06, 0x55, 0x04, 0x03), tlv(0x0c, ascii('Pump'))))),
  publicKey: tlv(
    0x30,
    ED25519,
    tlv(
      0x03,
      0,
      Array.from({ length: 32 }, () => 7),
    ),
  ),
  uniqueIds: [] as number[],
  extensions: [] as number[],
  outerAlgorithm: ED25519,
  signature: tlv(
    0x03,
    0,
    Array.from({ length: 64 }, () => 9),
  ),
  after: [] as number[],
};

/** A certificate of hand-made parts, some of them replaced. */
function assemble(changed: Partial<typeof PARTS> = {}): Uint8Array {
  const { outerAlgorithm, signature, after, ...tbs } = { ...PARTS, ...changed };
  return Uint8Array.from([...tlv(0x30, tlv(0x30, ...Object.values(tbs)), outerAlgorithm, signature), ...after]);
}
const read = (changed?: Partial<typeof PARTS>) => {
  const bytes = assemble(changed);
  return readCertificate(bytes, 0, bytes.length);
};
const reasons = (changed: Partial<typeof PARTS>): string[] => {
  const certificate = read(changed);
  return [
    ...(certificate.ok ? [] : [`stop: ${certificate.reason}`]),
    ...certificate.faults.map(({ reason }) => reason),
  ];
};
const extension = (lastArc: number, value: readonly number[], critical: readonly number[] = []): number[] =>
  tlv(0x30, tlv(0x06, 0x55, 0x1d, lastArc), critical, tlv(0x04, value));
const extensions = (...list: readonly (readonly number[])[]): number[] => tlv(0xa3, tlv(0x30, ...list));

const CA_TRUE = tlv(0x30, tlv(0x01, 0xff));

test('the hand-made certificate is without fault', () => {
  const certificate = read();
  expect(certificate).toMatchObject({ ok: true, version: 3, serialHex: '05', selfIssued: false, faults: [] });
  expect(certificate.ok && [nameToText(certificate.issuer), nameToText(certificate.subject)]).toEqual([
    'CN=Root',
    'CN=Pump',
  ]);
});

test.each<[string, Partial<typeof PARTS>, string[]]>([
  ['a serial with a redundant octet', { serial: tlv(0x02, 0, 5) }, ['integer-not-minimal']],
  ['a negative serial', { serial: tlv(0x02, 0xf1, 5) }, ['serial-negative']],
  ['an empty serial', { serial: tlv(0x02) }, ['integer-empty']],
  ['version 1 written out', { version: tlv(0xa0, tlv(0x02, 0)) }, ['default-encoded']],
  ['version 6', { version: tlv(0xa0, tlv(0x02, 5)) }, ['version-unknown']],
  ['an empty version', { version: tlv(0xa0) }, ['element-missing']],
  [
    'times without seconds',
    { validity: tlv(0x30, tlv(0x17, ascii('2601010000Z')), tlv(0x17, ascii('270101000000Z'))) },
    ['time-malformed'],
  ],
  ['one time only', { validity: tlv(0x30, tlv(0x17, ascii('260101000000Z'))) }, ['element-missing']],
  ['three times', { validity: tlv(0x30, PARTS.validity.slice(2), tlv(0x05)) }, ['trailing-bytes']],
  [
    'another outer algorithm',
    { outerAlgorithm: tlv(0x30, tlv(0x06, 0x2b, 0x65, 0x71)) },
    ['signature-algorithm-mismatch'],
  ],
  ['an algorithm without number', { algorithm: tlv(0x30), outerAlgorithm: tlv(0x30) }, ['element-missing']],
  ['a subject that is no name', { subject: tlv(0x30, tlv(0x0c, ascii('Pump'))) }, ['unexpected-element']],
  ['a signature without octets', { signature: tlv(0x03) }, ['bit-string-empty']],
  ['octets after the certificate', { after: [0x05, 0x00] }, ['trailing-bytes']],
  ['octets after the signature', { signature: [...PARTS.signature, 0x05, 0x00] }, ['trailing-bytes']],
  ['octets after the extensions', { extensions: [...extensions(extension(19, CA_TRUE)), 5, 0] }, ['trailing-bytes']],
  ['octets beside the extension list', { extensions: tlv(0xa3, tlv(0x30), tlv(0x05)) }, ['trailing-bytes']],
  ['an extension that is no SEQUENCE', { extensions: extensions(tlv(0x05)) }, ['unexpected-element']],
  [
    'an extension twice',
    { extensions: extensions(extension(19, CA_TRUE), extension(19, tlv(0x30))) },
    ['extension-repeated'],
  ],
  ['critical FALSE written out', { extensions: extensions(extension(19, CA_TRUE, tlv(0x01, 0))) }, ['default-encoded']],
  ['critical as BER writes it', { extensions: extensions(extension(19, CA_TRUE, tlv(0x01, 1))) }, ['boolean-not-der']],
  ['critical of two octets', { extensions: extensions(extension(19, CA_TRUE, tlv(0x01, 1, 1))) }, ['boolean-length']],
])('%s is noted and read over', (_, changed, expected) => {
  expect(reasons(changed)).toEqual(expected);
});

test('what is readable beside a fault is read', () => {
  expect(read({ serial: tlv(0x02, 0xf1, 5) })).toMatchObject({ serialHex: '-0EFB' });
  expect(read({ serial: tlv(0x02, 0, 5) })).toMatchObject({
    serialHex: '05',
    ranges: { serial: { start: 10, end: 14 } },
  });
  const certificate = read({ extensions: extensions(extension(19, CA_TRUE), extension(15, tlv(0x05)), tlv(0x05)) });
  expect(certificate).toMatchObject({ ok: true, extensions: { basicConstraints: { ca: true } } });
  expect(certificate.faults.map(({ reason }) => reason)).toEqual(['unexpected-element', 'unexpected-element']);
  const twice = read({ extensions: extensions(extension(19, CA_TRUE), extension(19, tlv(0x30))) });
  expect(twice).toMatchObject({ extensions: { basicConstraints: { ca: true }, all: [{}, {}] } });
});

test('unique identifiers of version 2 are passed over', () => {
  const uniqueIds = [...tlv(0x81, 0, 1, 2), ...tlv(0x82, 0, 3)];
  expect(read({ uniqueIds, extensions: extensions(extension(19, CA_TRUE)) })).toMatchObject({
    ok: true,
    extensions: { basicConstraints: { ca: true } },
    faults: [],
  });
});

test('the number of extensions is bounded', () => {
  const list = Array.from({ length: MAX_EXTENSIONS + 1 }, (_, arc) => extension(arc + 60, tlv(0x05)));
  const certificate = read({ extensions: extensions(...list) });
  expect(certificate.ok && certificate.extensions.all).toHaveLength(MAX_EXTENSIONS);
  expect(certificate.faults.map(({ reason }) => reason)).toEqual(['too-many-elements']);
});

test.each<[string, Partial<typeof PARTS>, string, string[]]>([
  ['no serial', { serial: [] }, 'unexpected-element', ['version', 'ranges']],
  ['no subject', { subject: [], publicKey: [] }, 'element-missing', ['issuer', 'notAfterMs', 'ranges']],
  ['something else than extensions', { extensions: tlv(0x05) }, 'unexpected-element', ['publicKey', 'ranges']],
  ['a key longer than what holds it', { publicKey: [0x30, 0x7f] }, 'content-truncated', ['subject', 'ranges']],
  ['an indefinite length', { subject: [0x30, 0x80, 0, 0] }, 'length-indefinite', ['issuer', 'ranges']],
  ['no signature', { signature: [] }, 'element-missing', ['extensions', 'publicKey', 'ranges']],
])('%s stops the reading', (_, changed, reason, kept) => {
  const certificate = read(changed);
  if (certificate.ok) throw new Error('was read to its end');
  expect(certificate.reason).toBe(reason);
  expect(Object.keys(certificate.partial)).toEqual(expect.arrayContaining(kept));
});

test('what is no certificate is refused at its first octet', () => {
  const bytes = Uint8Array.of(0xff, 0x04, 0x00);
  expect(readCertificate(bytes, 1, 3)).toMatchObject({ ok: false, at: 1, reason: 'unexpected-element' });
  expect(readCertificate(bytes, 3, 3)).toMatchObject({ ok: false, at: 3, reason: 'element-missing' });
});
