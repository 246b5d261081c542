import { describe, expect, test } from 'vitest';
import { der, nameToText } from '#bytes';
import { generateSigner } from '#connect';
import { crypto, nameOf } from '../../../tests/trust-authorities.ts';
import { withstandsMutations } from '../../../tests/mutated-input.ts';
import type { SignatureAlgorithm } from '../ports.ts';
import { signatureAlgorithmIdentifier } from './algorithms.ts';
import * as ext from './extensions.ts';
import { encodeName } from './name.ts';
import { buildRequest, type CertificateRequest, possessionFault, readRequest } from './request.ts';

const signer = await generateSigner('ecdsa-p256-sha256');
const request = await buildRequest(
  {
    subject: encodeName(nameOf('pump-7')),
    extensions: [
      ext.subjectAltName([{ kind: 'dns', text: 'pump-7.example.test' }]),
      ext.keyUsage(['digitalSignature']),
      ext.extendedKeyUsage([ext.PURPOSE.clientAuth]),
    ],
    challengePassword: 'once-only',
  },
  signer,
);

function good(bytes: Uint8Array): CertificateRequest {
  const read = readRequest(bytes);
  if (!read.ok) throw new Error(`${read.reason} at ${read.at}`);
  return read;
}

test('says what is asked for', () => {
  const read = good(request);
  expect(nameToText(read.subject)).toBe('CN=pump-7,O=Example Hospital,C=JP');
  expect(read.publicKey).toMatchObject({ type: 'ec', curve: 'P-256' });
  expect(read.extensions).toMatchObject({
    subjectAltNames: [{ kind: 'dns', text: 'pump-7.example.test' }],
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: [ext.PURPOSE.clientAuth],
  });
  const { start, end } = read.challengePassword!;
  expect(Buffer.from(request.subarray(start, end)).toString()).toBe('once-only');
  expect(read.attributes.map(({ oid }) => oid).sort()).toEqual(['1.2.840.113549.1.9.14', '1.2.840.113549.1.9.7']);
});

describe.each<SignatureAlgorithm>([
  'ecdsa-p256-sha256',
  'ecdsa-p384-sha384',
  'rsa-sha256',
  'rsa-pss-sha256',
  'ed25519',
])('proof of possession by %s', (algorithm) => {
  test('holds, and does not when anything is changed', async () => {
    const own = await generateSigner(algorithm);
    const bytes = await buildRequest({ subject: encodeName(nameOf('pump-8')) }, own);
    expect(possessionFault(bytes, good(bytes), crypto)).toBeUndefined();
    const at = Buffer.from(bytes).indexOf('pump-8');
    const changed = bytes.map((octet, index) => (index === at ? 0x71 : octet));
    expect(possessionFault(changed, good(changed), crypto)).toMatchObject({
      reason: 'signature-invalid',
      clause: 'RFC 2986 4.2',
    });
  });
});

test('another key than the one that signed, and another algorithm than the key has, are refused', async () => {
  const other = await generateSigner('ed25519');
  const stolen = await buildRequest({ subject: der.sequence() }, { ...other, publicKey: signer.publicKey });
  expect(possessionFault(stolen, good(stolen), crypto)).toMatchObject({ reason: 'key-mismatch' });
  const md5 = der.sequence(der.oid('1.2.840.113549.1.1.4'), der.nullValue());
  const { info } = good(request);
  const old = der.sequence(request.subarray(info.start, info.end), md5, der.bitString(new Uint8Array(64)));
  expect(possessionFault(old, good(old), crypto)).toMatchObject({ reason: 'algorithm-unsupported' });
});

const info = (...attributes: readonly Uint8Array[]): Uint8Array =>
  der.sequence(
    der.sequence(
      der.integer(0),
      der.sequence(),
      signer.publicKey,
      ...(attributes.length === 0 ? [] : [der.context(0, true, der.concat(attributes))]),
    ),
    signatureAlgorithmIdentifier('ecdsa-p256-sha256'),
    der.bitString(new Uint8Array(8)),
  );
const asks = (...extensions: readonly Uint8Array[]): Uint8Array =>
  der.sequence(der.oid('1.2.840.113549.1.9.14'), der.setOf([der.sequenceOf(extensions)]));

test('a request without attributes, which some devices send, is read', () => {
  expect(good(info()).attributes).toEqual([]);
});

test('two lists of extensions, or two of one extension, are refused: nobody can say which one counts', () => {
  const san = ext.subjectAltName([{ kind: 'dns', text: 'a.test' }]);
  expect(readRequest(info(asks(san), asks(san)))).toMatchObject({ ok: false, reason: 'extension-repeated' });
  expect(readRequest(info(asks(san, san)))).toMatchObject({ ok: false, reason: 'extension-repeated' });
});

test('bounds', () => {
  expect(readRequest(new Uint8Array(70_000))).toMatchObject({ ok: false, reason: 'too-large' });
  const many = Array.from({ length: 33 }, (_, i) => der.sequence(der.oid(`1.2.${i}`), der.setOf([der.nullValue()])));
  expect(readRequest(info(...many))).toMatchObject({ ok: false, reason: 'too-many-elements' });
});

test('trap 17: lengths that DER does not have are refused, with their place', () => {
  const indefinite = request.slice();
  indefinite[1] = 0x80;
  expect(readRequest(indefinite)).toMatchObject({ ok: false, reason: 'length-indefinite', at: 1 });
  const trailing = Uint8Array.from([...request, 0]);
  expect(readRequest(trailing)).toMatchObject({ ok: false, reason: 'trailing-bytes', at: request.length });
});

describe('PKCS #10', () => {
  withstandsMutations(() => [request, info()], readRequest);
});
