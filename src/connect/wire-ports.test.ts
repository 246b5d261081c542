import { createCipheriv } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fromHex } from '../../tests/packets.ts';
import { wirePorts } from './wire-ports.ts';

const ports = wirePorts({
  entryOf: (service, user, password) => (password === 'public' ? `${service}/${user}` : undefined),
});

test('digests of text and bytes, as in RFC 1321 A.5, RFC 3174 and FIPS 180-4', () => {
  expect(ports.digest('md5', 'abc')).toBe('900150983cd24fb0d6963f7d28e17f72');
  expect(ports.digest('sha1', fromHex('616263'))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  expect(ports.digest('sha256', 'abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('HMAC-SHA-256, RFC 4231 §4.3', () => {
  const mac = ports.hmacSha256(
    new TextEncoder().encode('Jefe'),
    new TextEncoder().encode('what do ya want for nothing?'),
  );
  expect(Buffer.from(mac).toString('hex')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
});

test('one AES-128 block, FIPS 197 appendix C.1', () => {
  const block = ports.aes128Block(
    fromHex('000102030405060708090a0b0c0d0e0f'),
    fromHex('00112233445566778899aabbccddeeff'),
  );
  expect(Buffer.from(block).toString('hex')).toBe('69c4e0d86a7b0430d8cdb78070b4c55a');
});

test('AES-128-GCM opens what fits its tag, and answers undefined to what does not', () => {
  const [key, nonce, aad] = [Buffer.alloc(16, 1), Buffer.alloc(12, 2), Buffer.from('header')];
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  cipher.setAAD(aad);
  const sealed = Buffer.concat([cipher.update('hello'), cipher.final(), cipher.getAuthTag()]);
  expect(Buffer.from(ports.aes128GcmOpen(key, nonce, aad, sealed)!).toString()).toBe('hello');
  sealed[0]! ^= 1;
  expect(ports.aes128GcmOpen(key, nonce, aad, sealed)).toBeUndefined();
  expect(ports.aes128GcmOpen(key, nonce, aad, Buffer.alloc(3))).toBeUndefined();
});

test('known defaults are asked of the list, and nobody knows any without one', () => {
  expect(ports.knownDefault('snmp', '', 'public')).toBe('snmp/');
  expect(ports.knownDefault('snmp', '', 'other')).toBeUndefined();
  expect(wirePorts().knownDefault('snmp', '', 'public')).toBeUndefined();
});

test('inflates no more than it is asked for, also of a stream that is cut, and answers undefined to what is none', () => {
  const text = Buffer.from(Array.from({ length: 500 }, (_, at) => `element ${at}`).join(' '));
  const deflated = deflateRawSync(text);
  const inflate = (bytes: Uint8Array, mostBytes: number) => Buffer.from(ports.inflateRaw!(bytes, mostBytes)!);
  expect(inflate(deflated, 10_000)).toEqual(text);
  expect(inflate(Buffer.concat([deflated, Buffer.alloc(1)]), 10_000)).toEqual(text);
  const beginning = inflate(deflated, 1000);
  expect(beginning.length).toBeGreaterThan(900);
  expect(beginning).toEqual(text.subarray(0, beginning.length));
  const cut = inflate(deflated.subarray(0, deflated.length / 2), 10_000);
  expect(cut.length).toBeGreaterThan(1000);
  expect(cut).toEqual(text.subarray(0, cut.length));
  expect(ports.inflateRaw!(new Uint8Array(100).fill(0xff), 1000)).toBeUndefined();
});

test('a bomb is inflated as far as its bound', () => {
  const bomb = deflateRawSync(Buffer.concat([Buffer.from('beginning'), Buffer.alloc(50_000_000)]));
  const inflated = ports.inflateRaw!(bomb, 65_536)!;
  expect(inflated.length).toBeLessThanOrEqual(65_536);
  expect(Buffer.from(inflated.subarray(0, 9)).toString()).toBe('beginning');
});
