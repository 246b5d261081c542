import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SignatureAlgorithm } from '#trust';
import { generateSigner, softwareSigner, trustCrypto } from './trust-ports.ts';

const crypto = trustCrypto();
const ALGORITHMS: readonly SignatureAlgorithm[] = [
  'ecdsa-p256-sha256',
  'ecdsa-p384-sha384',
  'ecdsa-p384-sha256',
  'rsa-sha256',
  'rsa-sha384',
  'rsa-sha512',
  'rsa-pss-sha256',
  'ed25519',
];
const DATA = new TextEncoder().encode('what is signed');
const signers = new Map(
  await Promise.all(ALGORITHMS.map(async (algorithm) => [algorithm, await generateSigner(algorithm)] as const)),
);

describe.each(ALGORITHMS)('%s', (algorithm) => {
  const signer = signers.get(algorithm)!;

  test('a signature holds for its data, key and algorithm, and for nothing else', async () => {
    const signature = await signer.sign(DATA);
    expect(crypto.verify(signer.publicKey, algorithm, DATA, signature)).toBe(true);
    expect(crypto.verify(signer.publicKey, algorithm, DATA.subarray(1), signature)).toBe(false);
    const other = await generateSigner(algorithm);
    expect(crypto.verify(other.publicKey, algorithm, DATA, signature)).toBe(false);
    for (const wrong of ALGORITHMS.filter((each) => each !== algorithm))
      expect(crypto.verify(signer.publicKey, wrong, DATA, signature), wrong).toBe(false);
  });

  test('nothing that logs show of a signer holds its key', () => {
    const shown = inspect(signer, { depth: 10, showHidden: true }) + JSON.stringify(signer);
    expect(shown).not.toMatch(/PrivateKey|BEGIN|"d":/);
    expect(Object.keys(signer).sort()).toEqual(['algorithm', 'publicKey', 'sign']);
  });
});

test('trap 13: keys on P-256 and P-384 are read around the decoder, and mean the same key', async () => {
  for (const namedCurve of ['P-256', 'P-384'] as const) {
    const hash = namedCurve === 'P-256' ? 'SHA-256' : 'SHA-384';
    const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, true, ['sign', 'verify']);
    const spki = new Uint8Array(await webcrypto.subtle.exportKey('spki', pair.publicKey));
    const signer = softwareSigner((await import('node:crypto')).KeyObject.from(pair.privateKey));
    expect(Buffer.from(signer.publicKey)).toEqual(Buffer.from(spki));
    const signature = await signer.sign(DATA);
    expect(crypto.verify(spki, signer.algorithm, DATA, signature)).toBe(true);
    // A point that is not on the curve is no key.
    const off = spki.slice();
    off[off.length - 1]! ^= 1;
    expect(crypto.verify(off, signer.algorithm, DATA, signature), hash).toBe(false);
  }
});

test('a key or a signature that cannot be read is answered by false', () => {
  const { publicKey } = signers.get('ecdsa-p256-sha256')!;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.constantFrom(...ALGORITHMS), (bytes, algorithm) => {
      expect(crypto.verify(bytes, algorithm, DATA, bytes)).toBe(false);
      expect(crypto.verify(publicKey, algorithm, DATA, bytes)).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('more keys than are kept', async () => {
  const signer = signers.get('ed25519')!;
  const signature = await signer.sign(DATA);
  for (let i = 0; i < 600; i++) {
    const spki = signer.publicKey.slice();
    spki[20] = i & 0xff;
    spki[21] = i >> 8;
    crypto.verify(spki, 'ed25519', DATA, signature);
  }
  expect(crypto.verify(signer.publicKey, 'ed25519', DATA, signature)).toBe(true);
});

test('a signer takes no key of another kind', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
  expect(() => softwareSigner(privateKey)).toThrow(RangeError);
  expect(() => softwareSigner(generateKeyPairSync('ed25519').privateKey, 'rsa-sha256')).toThrow(RangeError);
});

test('digests and random octets', () => {
  const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const abc = new TextEncoder().encode('abc');
  // FIPS 180-4 examples
  expect(hexOf(crypto.digest('sha1', abc))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  expect(hexOf(crypto.digest('sha256', abc))).toMatch(/^ba7816bf8f01cfea/);
  expect(hexOf(crypto.digest('sha384', abc))).toMatch(/^cb00753f45a35e8b/);
  expect(hexOf(crypto.digest('sha512', abc))).toMatch(/^ddaf35a193617aba/);
  expect(crypto.randomBytes(32)).toHaveLength(32);
  expect(hexOf(crypto.randomBytes(32))).not.toBe(hexOf(crypto.randomBytes(32)));
});
