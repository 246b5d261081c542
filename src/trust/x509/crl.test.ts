import { describe, expect, test } from 'vitest';
import { der } from '#bytes';
import { DAY_US, HOUR_US, makeRoot, crypto, NOW_US } from '../../../tests/trust-authorities.ts';
import { withstandsMutations } from '../../../tests/mutated-input.ts';
import { signatureAlgorithmIdentifier } from './algorithms.ts';
import type { Issuer } from './certificate.ts';
import { buildCrl, type CrlContent, encodeCrlEntry, type Revocation } from './crl.ts';
import { type Crl, crlFault, readCrl } from './crl-reader.ts';
import { basicConstraints, EXTENSION, extension, keyUsage } from './extensions.ts';
import { pathCertificate } from './path.ts';
import type { PathCertificate } from './path-verdict.ts';

const root = await makeRoot();
const REVOCATIONS: readonly Revocation[] = [
  { serial: Uint8Array.of(0x41, 1), revokedAtUs: NOW_US - HOUR_US },
  { serial: Uint8Array.of(0x41, 2), revokedAtUs: NOW_US - HOUR_US, reason: 'unspecified' },
  { serial: Uint8Array.of(0x81, 3), revokedAtUs: NOW_US, reason: 'keyCompromise', invalidSinceUs: NOW_US - DAY_US },
  { serial: Uint8Array.of(0x41, 4), revokedAtUs: NOW_US, reason: 'certificateHold' },
];
const content: CrlContent = {
  number: 7,
  thisUpdateUs: NOW_US,
  nextUpdateUs: NOW_US + DAY_US,
  entries: REVOCATIONS.map(encodeCrlEntry),
  distributionPoint: { urls: ['http://a.example.test/full.crl'], only: 'userCertificates' },
  freshestUrls: ['http://a.example.test/delta.crl'],
};
const base = await buildCrl(content, root);
const delta = await buildCrl(
  {
    ...content,
    number: 2n ** 100n,
    deltaTo: 7,
    entries: [encodeCrlEntry({ serial: Uint8Array.of(0x41, 4), revokedAtUs: NOW_US, reason: 'removeFromCRL' })],
  },
  root,
);
const empty = await buildCrl({ number: 1, thisUpdateUs: NOW_US, nextUpdateUs: NOW_US + DAY_US, entries: [] }, root);

function good(bytes: Uint8Array): Crl {
  const read = readCrl(bytes);
  if (!read.ok) throw new Error(`${read.reason} at ${read.at}`);
  return read;
}

const authority = (issuer: Issuer): PathCertificate => pathCertificate(issuer.certificate)!;

test('a full list says what was written', () => {
  const read = good(base);
  expect(read).toMatchObject({
    thisUpdateUs: NOW_US,
    nextUpdateUs: NOW_US + DAY_US,
    numberHex: '07',
    distributionPoint: { urls: ['http://a.example.test/full.crl'], only: 'userCertificates' },
    freshestUrls: ['http://a.example.test/delta.crl'],
    authorityKeyId: Buffer.from(root.keyId).toString('hex').toUpperCase(),
  });
  expect(read.deltaToHex).toBeUndefined();
  expect(read.entries).toEqual([
    { serialHex: '4101', revokedAtUs: NOW_US - HOUR_US },
    { serialHex: '4102', revokedAtUs: NOW_US - HOUR_US },
    { serialHex: '8103', revokedAtUs: NOW_US, reason: 'keyCompromise', invalidSinceUs: NOW_US - DAY_US },
    { serialHex: '4104', revokedAtUs: NOW_US, reason: 'certificateHold' },
  ]);
});

test('a delta list names the list it changes, says it critically and lifts a hold', () => {
  const read = good(delta);
  expect(read).toMatchObject({ deltaToHex: '07', numberHex: `10${'00'.repeat(12)}`, freshestUrls: [] });
  expect(read.entries).toMatchObject([{ serialHex: '4104', reason: 'removeFromCRL' }]);
  expect(Buffer.from(delta).toString('hex')).toContain('0603551d1b0101ff');
});

test('trap 5: the full list says where deltas are, since OpenSSL looks for none without', () => {
  expect(Buffer.from(base).toString('hex')).toContain('0603551d2e');
  expect(Buffer.from(delta).toString('hex')).not.toContain('0603551d2e');
});

test('a list without entries has no list of entries', () => {
  expect(good(empty).entries).toEqual([]);
  expect(good(empty).distributionPoint).toBeUndefined();
});

test('a list is that of the authority: its name, its right, its key, every octet', async () => {
  expect(crlFault(base, good(base), authority(root), crypto)).toBeUndefined();
  const at = Buffer.from(base).indexOf(Buffer.from([0x02, 0x02, 0x41, 0x04]));
  const changed = base.map((octet, index) => (index === at + 3 ? 5 : octet));
  expect(crlFault(changed, good(changed), authority(root), crypto)).toMatchObject({ reason: 'signature-invalid' });
  const namesake = await buildCrl(content, await makeRoot());
  expect(crlFault(namesake, good(namesake), authority(root), crypto)).toMatchObject({ reason: 'signature-invalid' });
  const other = await buildCrl(content, await makeRoot('ed25519'));
  expect(crlFault(other, good(other), authority(root), crypto)).toMatchObject({ reason: 'algorithm-unsupported' });
  const named = await makeRoot('ecdsa-p256-sha256', 'Other Root');
  expect(crlFault(base, good(base), authority(named), crypto)).toMatchObject({ reason: 'issuer-mismatch' });
  const extensions = [basicConstraints({ ca: true }), keyUsage(['keyCertSign'])];
  const unentitled = await makeRoot('ecdsa-p256-sha256', 'Example Root', { extensions });
  const list = await buildCrl(content, unentitled);
  expect(crlFault(list, good(list), authority(unentitled), crypto)).toMatchObject({ clause: 'RFC 5280 6.3.3 (f)' });
});

test('an entry more is the same entries with one more, and costs no encoding of the others', async () => {
  const entries = Array.from({ length: 17_000 }, (_, i) =>
    encodeCrlEntry({
      serial: Uint8Array.of(0x41, i >> 8, i & 0xff),
      revokedAtUs: NOW_US - i * 1_000_000,
      reason: 'superseded',
    }),
  );
  const more = [...entries, encodeCrlEntry({ serial: Uint8Array.of(0x42), revokedAtUs: NOW_US })];
  const list = good(await buildCrl({ ...content, entries: more }, root));
  expect(list.entries).toHaveLength(17_001);
  expect(list.entries[16_999]).toMatchObject({ serialHex: '414267', reason: 'superseded' });
  expect(list.entries.at(-1)).toEqual({ serialHex: '42', revokedAtUs: NOW_US });
});

test('trap 12: a list of 100,000 entries does not cost stack', async () => {
  const entry = encodeCrlEntry({ serial: Uint8Array.of(0x41), revokedAtUs: NOW_US });
  const entries = Array.from({ length: 100_000 }, () => entry);
  expect(good(await buildCrl({ ...content, entries }, root)).entries).toHaveLength(100_000);
});

describe('what would make a revoked certificate look good is refused', () => {
  const algorithm = signatureAlgorithmIdentifier('ecdsa-p256-sha256');
  const list = (entry: Uint8Array, extensions: readonly Uint8Array[] = []): Uint8Array =>
    der.sequence(
      der.sequence(
        der.integer(1),
        algorithm,
        root.name,
        der.timeOf(NOW_US),
        der.timeOf(NOW_US),
        der.sequenceOf([entry]),
        ...(extensions.length === 0 ? [] : [der.explicit(0, der.sequenceOf(extensions))]),
      ),
      algorithm,
      der.bitString(new Uint8Array(8)),
    );
  const entry = encodeCrlEntry({ serial: Uint8Array.of(0x41), revokedAtUs: NOW_US });
  const entryWith = (...extensions: readonly Uint8Array[]): Uint8Array =>
    der.sequence(der.integer(5), der.timeOf(NOW_US), der.sequenceOf(extensions));
  const point = (...parts: readonly Uint8Array[]): Uint8Array =>
    extension(EXTENSION.issuingDistributionPoint, true, der.sequenceOf(parts));
  const TRUE = Uint8Array.of(0xff);

  test.each<[string, Uint8Array, string]>([
    [
      'a critical extension not known',
      list(entry, [extension('1.2.3', true, der.nullValue())]),
      'extension-unknown-critical',
    ],
    ['one of an entry', list(entryWith(extension('2.5.29.29', true, der.sequence()))), 'extension-unknown-critical'],
    ['a list of some reasons', list(entry, [point(der.context(3, false, Uint8Array.of(0, 0x40)))]), 'value-unknown'],
    ['a list for other authorities', list(entry, [point(der.context(4, false, TRUE))]), 'value-unknown'],
    [
      'two kinds at once',
      list(entry, [point(der.context(1, false, TRUE), der.context(2, false, TRUE))]),
      'value-unknown',
    ],
    [
      'a reason without meaning',
      list(entryWith(extension(EXTENSION.reasonCode, false, der.enumerated(7)))),
      'value-unknown',
    ],
  ])('%s', (_, bytes, reason) => {
    expect(readCrl(list(entry))).toMatchObject({ ok: true });
    expect(readCrl(bytes)).toMatchObject({ ok: false, reason });
  });
});

describe('a list of revoked certificates', () => {
  withstandsMutations(() => [base, delta, empty], readCrl);
});
