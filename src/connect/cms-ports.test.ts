import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sealingPorts, softwareDecrypter } from './cms-ports.ts';
import { trustCrypto } from './trust-ports.ts';

const ports = sealingPorts(trustCrypto());
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
const hexOf = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString('hex');
const changed = (bytes: Uint8Array): Uint8Array => bytes.map((octet, at) => (at === 3 ? octet ^ 1 : octet));

test('AES-256-GCM gives test case 16 of the GCM specification, and opens nothing that was changed', () => {
  const key = bytesOf('feffe9928665731c6d6a8f9467308308 feffe9928665731c6d6a8f9467308308');
  const nonce = bytesOf('cafebabefacedbaddecaf888');
  const aad = bytesOf('feedfacedeadbeeffeedfacedeadbeefabaddad2');
  const clear = bytesOf(`d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
    1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39`);
  const sealed = ports.aes256GcmSeal(key, nonce, aad, clear);
  expect(hexOf(sealed)).toBe(
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
      '76fc6ece0f4e1768cddf8853bb2d551b',
  );
  expect(hexOf(ports.aes256GcmOpen(key, nonce, aad, sealed))).toBe(hexOf(clear));
  expect(ports.aes256GcmOpen(key, nonce, aad, changed(sealed))).toBeUndefined();
  expect(ports.aes256GcmOpen(key, nonce, changed(aad), sealed)).toBeUndefined();
  expect(ports.aes256GcmOpen(key, nonce, aad, sealed.subarray(0, 15))).toBeUndefined();
  expect(ports.aes256GcmOpen(key.subarray(1), nonce, aad, sealed)).toBeUndefined();
});

test('AES-256-CBC gives the first block of SP 800-38A F.2.5, and refuses a padding that is none', () => {
  const key = bytesOf('603deb1015ca71be2b73aef0857d7781 1f352c073b6108d72d9810a30914dff4');
  const iv = bytesOf('000102030405060708090a0b0c0d0e0f');
  const clear = bytesOf('6bc1bee22e409f96e93d7e117393172a');
  const encrypted = ports.aes256CbcEncrypt(key, iv, clear);
  expect(hexOf(encrypted.subarray(0, 16))).toBe('f58c4c04d6e5f1ba779eabfb5f7bfbd6');
  expect(hexOf(ports.aes256CbcDecrypt(key, iv, encrypted))).toBe(hexOf(clear));
  expect(ports.aes256CbcDecrypt(key, iv, encrypted.subarray(0, 16))).toBeUndefined();
  expect(ports.aes256CbcDecrypt(key, iv, encrypted.subarray(0, 20))).toBeUndefined();
});

test('AES-256 key wrap gives the vector of RFC 3394 4.6, and unwraps nothing that was changed', () => {
  const wrappingKey = Uint8Array.from({ length: 32 }, (_, at) => at);
  const key = bytesOf('00112233445566778899aabbccddeeff 000102030405060708090a0b0c0d0e0f');
  const wrapped = ports.aes256Wrap(wrappingKey, key);
  expect(hexOf(wrapped)).toBe('28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21');
  expect(hexOf(ports.aes256Unwrap(wrappingKey, wrapped))).toBe(hexOf(key));
  expect(ports.aes256Unwrap(wrappingKey, changed(wrapped))).toBeUndefined();
  expect(ports.aes256Unwrap(wrappingKey, wrapped.subarray(0, 12))).toBeUndefined();
});

describe('a recipient', () => {
  const key = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey;
  const rsa = softwareDecrypter(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);

  test.each([
    ['prime256v1', 32],
    ['secp384r1', 48],
  ])('on %s comes to the same secret as the sender, as long as the field', async (curve, octets) => {
    const recipient = softwareDecrypter(key(curve));
    const agreed = ports.agreeOnce(recipient.recipientKey)!;
    expect(agreed.secret).toHaveLength(octets);
    expect(hexOf(await recipient.agree(agreed.publicKey))).toBe(hexOf(agreed.secret));
    expect(hexOf(ports.agreeOnce(recipient.recipientKey)?.secret)).not.toBe(hexOf(agreed.secret));
  });

  test('agrees on nothing with a key of another curve, a point off the curve, or no key', async () => {
    const recipient = softwareDecrypter(key('prime256v1'));
    const other = softwareDecrypter(key('secp384r1')).recipientKey;
    const offCurve = recipient.recipientKey.map((octet, at) => (at > 60 ? octet ^ 0x55 : octet));
    for (const peer of [other, offCurve, new Uint8Array(5), rsa.recipientKey]) {
      expect(await recipient.agree(peer)).toBeUndefined();
    }
    expect(await rsa.agree(rsa.recipientKey)).toBeUndefined();
    const unused = [rsa.recipientKey, softwareDecrypter(key('secp256k1')).recipientKey, offCurve, new Uint8Array(5)];
    for (const peer of unused) expect(ports.agreeOnce(peer)).toBeUndefined();
  });

  test('with RSA opens what was encrypted for it', async () => {
    const encrypted = ports.rsaOaepEncrypt(rsa.recipientKey, bytesOf('0102'))!;
    expect(hexOf(await rsa.unwrap(encrypted))).toBe('0102');
    expect(await rsa.unwrap(changed(encrypted))).toBeUndefined();
    const elliptic = softwareDecrypter(key('prime256v1'));
    expect(await elliptic.unwrap(encrypted)).toBeUndefined();
    expect(ports.rsaOaepEncrypt(elliptic.recipientKey, bytesOf('0102'))).toBeUndefined();
  });
});
