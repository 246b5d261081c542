import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateSigner } from '#connect';
import { readCertificate } from '#bytes';
import { fromIso } from '#kernel';
import { crypto, issue, makeAuthority, makeRoot, nameOf } from '../../../tests/trust-authorities.ts';
import type { SignatureAlgorithm } from '../ports.ts';
import { buildCertificate, issuerOf } from './certificate.ts';
import * as ext from './extensions.ts';
import { encodeName } from './name.ts';
import { serialNumber } from './serial-number.ts';

const ALGORITHMS: readonly SignatureAlgorithm[] = [
  'ecdsa-p256-sha256',
  'ecdsa-p384-sha384',
  'rsa-sha256',
  'rsa-pss-sha256',
  'ed25519',
];

describe.each(ALGORITHMS)('a certificate signed by %s', (algorithm) => {
  test('is read and verified by Node', async () => {
    const root = await makeRoot(algorithm);
    const authority = await makeAuthority(root);
    const { publicKey } = await generateSigner('ecdsa-p256-sha256');
    const device = new X509Certificate(await issue(authority, publicKey));
    const above = new X509Certificate(authority.certificate);
    expect(device.verify(above.publicKey)).toBe(true);
    expect(device.checkIssued(above)).toBe(true);
    expect(above.verify(new X509Certificate(root.certificate).publicKey)).toBe(true);
    expect(device.subject).toBe('C=JP\nO=Example Hospital\nCN=pump-7');
    expect(device.subjectAltName).toBe('DNS:pump-7.example.test');
    expect(device.ca).toBe(false);
    expect(above.ca).toBe(true);
    expect(device.keyUsage).toEqual([ext.PURPOSE.clientAuth]);
  });
});

test('what is built is what our own reader reads, without a fault', async () => {
  const signer = await generateSigner('ed25519');
  const keyId = ext.keyIdentifier(crypto, signer.publicKey);
  const certificate = await buildCertificate(
    {
      serial: Uint8Array.of(0x41, ...new Uint8Array(15)),
      issuer: encodeName(nameOf('Root')),
      subject: encodeName(nameOf('Root')),
      publicKey: signer.publicKey,
      notBeforeUs: fromIso('2026-01-01T00:00:00.75Z')!,
      notAfterUs: fromIso('2051-01-01T00:00:00Z')!,
      extensions: [
        ext.basicConstraints({ ca: true, pathLength: 2 }),
        ext.keyUsage(['keyCertSign', 'cRLSign', 'decipherOnly']),
        ext.extendedKeyUsage([ext.PURPOSE.codeSigning], true),
        ext.subjectKeyIdentifier(keyId),
        ext.authorityKeyIdentifier(keyId),
        ext.certificatePolicies(['1.2.3', ext.ANY_POLICY]),
        ext.crlDistributionPoints(['http://a.example.test/full.crl', 'http://b.example.test/full.crl']),
        ext.freshestCrl(['http://a.example.test/delta.crl']),
        ext.authorityInfoAccess({ ocsp: ['http://o.example.test'], caIssuers: ['http://a.example.test/ca.cer'] }),
        ext.ocspNoCheck(),
        ext.tlsFeature([ext.TLS_STATUS_REQUEST]),
        ext.nameConstraints({
          permitted: [
            { kind: 'dns', text: 'example.test' },
            { kind: 'ip', text: '10.1.0.0', prefixLength: 20 },
          ],
          excluded: [
            { kind: 'email', text: '.example.test' },
            { kind: 'directory', name: encodeName(nameOf('x')) },
          ],
        }),
      ],
    },
    signer,
  );
  const read = readCertificate(certificate, 0, certificate.length);
  expect(read).toMatchObject({
    ok: true,
    faults: [],
    version: 3,
    serialHex: `41${'00'.repeat(15)}`,
    notBeforeMs: Date.UTC(2026, 0, 1),
    notAfterMs: Date.UTC(2051, 0, 1),
    selfIssued: true,
    extensions: {
      basicConstraints: { ca: true, pathLength: 2 },
      keyUsage: ['keyCertSign', 'cRLSign', 'decipherOnly'],
      extendedKeyUsage: [ext.PURPOSE.codeSigning],
      subjectKeyId: Buffer.from(keyId).toString('hex').toUpperCase(),
      authorityKeyId: Buffer.from(keyId).toString('hex').toUpperCase(),
      certificatePolicies: ['1.2.3', ext.ANY_POLICY],
      crlUrls: ['http://a.example.test/full.crl', 'http://b.example.test/full.crl'],
      freshestCrlUrls: ['http://a.example.test/delta.crl'],
      ocspUrls: ['http://o.example.test'],
      caIssuerUrls: ['http://a.example.test/ca.cer'],
      nameConstraints: {
        permitted: [{ kind: 'dns', text: 'example.test' }, { kind: 'ip' }],
        excluded: [{ kind: 'email', text: '.example.test' }, { kind: 'directory' }],
      },
    },
  });
  expect(read.ok && read.extensions.all.filter(({ critical }) => critical).map(({ oid }) => oid)).toEqual([
    ext.EXTENSION.basicConstraints,
    ext.EXTENSION.keyUsage,
    ext.EXTENSION.extendedKeyUsage,
    ext.EXTENSION.nameConstraints,
  ]);
});

test('key usage bits stand as RFC 5280 4.2.1.3 numbers them', () => {
  const bits = (...usages: Parameters<typeof ext.keyUsage>[0]) =>
    Buffer.from(ext.keyUsage(usages)).toString('hex').slice(-8);
  expect(bits('digitalSignature')).toBe('03020780');
  expect(bits('keyCertSign', 'cRLSign')).toBe('03020106');
  expect(Buffer.from(ext.keyUsage(['decipherOnly'])).toString('hex')).toContain('0303070080');
  expect(() => ext.keyUsage([])).toThrow(RangeError);
});

function refusesRange(make: () => unknown): boolean {
  try {
    make();
    return false;
  } catch (error) {
    return error instanceof RangeError;
  }
}

test('serial numbers are positive, 16 to 20 octets, and carry their prefix', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), fc.integer({ min: 12, max: 24 }), (prefix, octets) => {
      const wrong =
        octets < 16 || octets > 20 || octets - prefix.length < 8 || prefix[0] === 0 || (prefix[0] ?? 1) > 0x7f;
      const make = () => serialNumber(crypto, prefix, octets);
      expect(wrong ? refusesRange(make) : true).toBe(true);
      const serial = wrong ? Uint8Array.of(1, ...prefix) : make();
      const at = wrong ? 1 : 0;
      expect(serial[0]! > 0 && serial[0]! < 0x80).toBe(true);
      expect(serial.subarray(at, at + prefix.length)).toEqual(prefix);
      expect(wrong || serial.length === octets).toBe(true);
    }),
  );
  const many = new Set(Array.from({ length: 1000 }, () => Buffer.from(serialNumber(crypto)).toString('hex')));
  expect(many.size).toBe(1000);
});

test('an authority is not ready with the key of another, nor with bytes that are no certificate', async () => {
  const [root, other] = [await makeRoot(), await makeRoot()];
  expect(issuerOf(root.certificate, other.signer, crypto)).toMatchObject({ ok: false, reason: 'key-mismatch' });
  expect(issuerOf(Uint8Array.of(1, 2), root.signer, crypto)).toMatchObject({ ok: false, clause: 'RFC 5280 4.1' });
  expect(issuerOf(new Uint8Array(70_000), root.signer, crypto)).toMatchObject({ ok: false, reason: 'too-large' });
});

test('a signer that fails makes no certificate', async () => {
  const root = await makeRoot();
  const broken = { ...root, signer: { ...root.signer, sign: () => Promise.reject(new Error('token removed')) } };
  await expect(issue(broken, root.signer.publicKey)).rejects.toThrow('token removed');
});

test('trap 4: name constraints can be written without critical, for verifiers that refuse it', () => {
  const subtrees = { permitted: [{ kind: 'dns', text: 'example.test' } as const] };
  expect(Buffer.from(ext.nameConstraints(subtrees)).toString('hex')).toContain('0603551d1e0101ff');
  expect(Buffer.from(ext.nameConstraints(subtrees, false)).toString('hex')).toContain('0603551d1e04');
});
