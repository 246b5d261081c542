import { verify, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Certificate, readCertificate } from './certificate.ts';
import { nameToText } from './name-text.ts';

const FIXTURES = new URL('./fixtures/', import.meta.url);
const NAMES = readdirSync(FIXTURES).filter((file) => file.endsWith('.pem'));

const derOf = (file: string): Uint8Array =>
  Uint8Array.from(new X509Certificate(readFileSync(new URL(file, FIXTURES))).raw);

function read(der: Uint8Array): Certificate {
  const certificate = readCertificate(der, 0, der.length);
  if (!certificate.ok) throw new Error(`${certificate.reason} at ${certificate.at}`);
  return certificate;
}

/** Every { start, end } anywhere in `value`. */
function rangesIn(value: unknown): { start: number; end: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(rangesIn);
  const { start, end } = value as { start?: unknown; end?: unknown };
  return typeof start === 'number' && typeof end === 'number' ? [{ start, end }, ...inside] : inside;
}

test('there are certificates to read', () => {
  expect(NAMES).toHaveLength(8);
});

describe.each(NAMES)('%s', (file) => {
  const der = derOf(file);
  const peer = new X509Certificate(der);
  const certificate = read(der);
  const slice = ({ start, end }: { start: number; end: number }): Uint8Array => der.subarray(start, end);

  test('agrees with the X509Certificate of Node', () => {
    // OpenSSL writes the number zero without padding, whole octets otherwise.
    expect(certificate.serialHex).toBe(peer.serialNumber === '0' ? '00' : peer.serialNumber);
    expect(certificate.notBeforeMs).toBe(Date.parse(peer.validFrom));
    expect(certificate.notAfterMs).toBe(Date.parse(peer.validTo));
    expect(certificate.publicKey.type).toBe(peer.publicKey.asymmetricKeyType);
    const details = peer.publicKey.asymmetricKeyDetails;
    expect(certificate.publicKey.bits).toBe(details?.modulusLength ?? certificate.publicKey.bits);
    expect(certificate.extensions.extendedKeyUsage).toEqual(peer.keyUsage ?? []);
    expect(certificate.extensions.basicConstraints?.ca ?? false).toBe(peer.ca);
    expect(certificate.selfIssued).toBe(peer.subject === peer.issuer);
    const dnsOf = (text: string | undefined): string[] => [...(text ?? '').matchAll(/DNS:([^,]+)/g)].map((m) => m[1]!);
    expect(certificate.extensions.subjectAltNames.flatMap((n) => (n.kind === 'dns' ? [n.text] : []))).toEqual(
      dnsOf(peer.subjectAltName),
    );
  });

  test('names the octets that are signed, the key and the signature', () => {
    const { ranges, publicKey } = certificate;
    expect(ranges.certificate).toEqual({ start: 0, end: der.length });
    expect(slice(ranges.publicKey)).toEqual(Uint8Array.from(peer.publicKey.export({ type: 'spki', format: 'der' })));
    expect(publicKey).toMatchObject(ranges.publicKey);
    const digest = certificate.signatureAlgorithm?.name === 'Ed25519' ? null : 'sha256';
    expect(verify(digest, slice(ranges.tbs), peer.publicKey, slice(certificate.signature!))).toBe(true);
  });

  test('is well formed', () => {
    expect(certificate.faults).toEqual([]);
  });

  test('cut anywhere, keeps what stood before the cut', () => {
    let known = 0;
    for (let end = 0; end < der.length; end++) {
      const cut = readCertificate(der, 0, end);
      if (cut.ok) throw new Error(`a certificate of ${end} octets`);
      expect(cut.at).toBeLessThanOrEqual(end);
      for (const range of rangesIn(cut.partial)) expect(range.end).toBeLessThanOrEqual(end);
      const { ranges, extensions, ...fields } = cut.partial;
      expect(certificate).toMatchObject(fields);
      expect(certificate.ranges).toMatchObject(ranges);
      const all = extensions?.all ?? [];
      expect(certificate.extensions.all.slice(0, all.length)).toEqual(all);
      const knownNow = Object.keys(fields).length + Object.keys(ranges).length + all.length;
      expect(knownNow).toBeGreaterThanOrEqual(known);
      known = knownNow;
    }
    expect(known).toBeGreaterThan(10);
  });

  test('reads the same wherever it lies and whatever lies around it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (before, after) => {
        const bytes = Uint8Array.from([...before, ...der, ...after]);
        const moved = readCertificate(bytes, before.length, before.length + der.length);
        const offset = (value: unknown): unknown => {
          if (Array.isArray(value)) return value.map(offset);
          if (typeof value !== 'object' || value === null) return value;
          return Object.fromEntries(
            Object.entries(value).map(([key, inner]) => [
              key,
              key === 'start' || key === 'end' ? (inner as number) - before.length : offset(inner),
            ]),
          );
        };
        expect(offset(moved)).toEqual(certificate);
      }),
      { numRuns: 10 },
    );
  });

  test('changed anywhere, is read without throwing and without leaving its bounds', () => {
    const change = fc.record({ at: fc.nat(der.length - 1), octet: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = der.slice();
        for (const { at, octet } of changes) bytes[at] = octet;
        const changed = readCertificate(bytes, 0, bytes.length);
        for (const { start, end } of rangesIn(changed)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(bytes.length);
        }
        for (const { at } of changed.faults) expect(at).toBeLessThanOrEqual(bytes.length);
        const { subject } = changed.ok ? changed : changed.partial;
        expect(typeof (subject && nameToText(subject))).toBe(subject ? 'string' : 'undefined');
      }),
      { numRuns: 150 },
    );
  });
});

test('reads a server certificate in full', () => {
  const certificate = read(derOf('rsa-2048-server.pem'));
  expect(certificate).toMatchObject({
    version: 3,
    serialHex: 'F1D2C3B4A5968778695A4B3C2D1E0F00',
    signatureAlgorithm: { oid: '1.2.840.113549.1.1.11', name: 'sha256WithRSAEncryption' },
    selfIssued: true,
    publicKey: { algorithm: '1.2.840.113549.1.1.1', type: 'rsa', bits: 2048 },
  });
  expect(nameToText(certificate.subject)).toBe(
    'CN=pacs.example.test,OU=Imaging,O=Example Hospital\\, Inc.,ST=Tokyo,C=JP',
  );
  const { extensions } = certificate;
  expect(extensions.keyUsage).toEqual(['digitalSignature', 'keyEncipherment', 'decipherOnly']);
  expect(extensions.basicConstraints).toEqual({ ca: false });
  expect(extensions.certificatePolicies).toEqual(['1.3.6.1.4.1.99999.7.1', '2.23.140.1.2.2']);
  expect(extensions.crlUrls).toEqual(['http://crl.example.test/a.crl', 'ldap://ldap.example.test/cn=a']);
  expect(extensions.ocspUrls).toEqual(['http://ocsp.example.test']);
  expect(extensions.caIssuerUrls).toEqual(['http://ca.example.test/ca.cer']);
  expect(extensions.subjectKeyId).toMatch(/^[0-9A-F]{40}$/);
  expect(extensions.authorityKeyId).toBe(extensions.subjectKeyId);
  expect(extensions.all.map(({ oid, critical }) => [oid, critical])).toContainEqual(['2.5.29.15', true]);
  expect(extensions.all).toHaveLength(9);
  const names = extensions.subjectAltNames.map((name) =>
    name.kind === 'directory' ? nameToText(name.name) : 'text' in name ? `${name.kind} ${name.text}` : name.kind,
  );
  expect(names.toSorted()).toEqual([
    'CN=PACS,C=JP',
    'dns *.pacs.example.test',
    'dns pacs.example.test',
    'email pacs@example.test',
    'ip 192.0.2.17',
    'ip 2001:db8::17',
    'other pacs@例.test',
    'registeredId 1.2.840.10008.3',
    'uri urn:uuid:00000000-0000-4000-8000-000000000017',
  ]);
});

test('reads a device certificate with usage description and hardware identity', () => {
  const { serialHex, publicKey, extensions } = read(derOf('p256-device.pem'));
  expect(serialHex).toBe('7F');
  expect(publicKey).toMatchObject({ type: 'ec', curve: 'P-256', bits: 256 });
  expect(extensions.mudUrl).toBe('https://mud.example.test/pump-7.json');
  expect(extensions.extendedKeyUsage).toEqual(['1.3.6.1.5.5.7.3.2', '1.2.840.10004.20701.1.1']);
  expect(extensions.subjectAltNames).toMatchObject([
    { kind: 'hardwareModule', typeOid: '1.3.6.1.4.1.99999.2', serialHex: '00A1B2C3' },
  ]);
});

test('reads an authority, and versions without extensions', () => {
  expect(read(derOf('p384-authority.pem'))).toMatchObject({
    publicKey: { curve: 'P-384', bits: 384 },
    extensions: { basicConstraints: { ca: true, pathLength: 1 }, keyUsage: ['keyCertSign', 'cRLSign'] },
  });
  const old = read(derOf('rsa-1024-v1.pem'));
  expect(old).toMatchObject({ version: 1, serialHex: '00', publicKey: { bits: 1024 } });
  expect(old.extensions.all).toEqual([]);
  expect(old.extensions.keyUsage).toBeUndefined();
});

test('writes names as OpenSSL does', () => {
  expect(nameToText(read(derOf('ed25519-japanese.pem')).subject)).toBe(
    'CN=\\#1\\, pump \\<a\\+b\\>\\; \\\\ é,emailAddress=me@example.test,1.3.6.1.4.1.99999.3=#0C06626564203132,' +
      'DC=example,OU=臨床工学部+O=見守り病院,C=JP',
  );
});
