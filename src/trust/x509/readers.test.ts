import { describe, expect, test } from 'vitest';
import { der } from '#bytes';
import { crypto, makeRoot } from '../../../tests/trust-authorities.ts';
import { withstandsMutations } from '../../../tests/mutated-input.ts';
import type { TrustFault } from '../fault.ts';
import { issuerOf } from './certificate.ts';
import { readCrl } from './crl-reader.ts';
import { readOcspRequest } from './ocsp-request.ts';
import { readOcspResponse } from './ocsp-response-reader.ts';
import { readRequest } from './request.ts';

const root = await makeRoot();
const READERS: readonly (readonly [string, (bytes: Uint8Array) => { readonly ok: true } | TrustFault])[] = [
  ['certificate', (bytes) => issuerOf(bytes, root.signer, crypto)],
  ['request', readRequest],
  ['list', readCrl],
  ['OCSP request', readOcspRequest],
  ['OCSP response', readOcspResponse],
];

/** `count` SEQUENCEs inside each other; the lengths are right as far as two octets carry them. */
function nested(count: number): Uint8Array {
  const bytes = new Uint8Array(count * 4);
  for (let at = 0; at < bytes.length; at += 4) {
    const length = bytes.length - at - 4;
    bytes.set([0x30, 0x82, length >> 8, length & 0xff], at);
  }
  return bytes;
}

describe.each(READERS)('trap 17: the reader of a %s', (_, read) => {
  test('has no depth that an input could choose', () => {
    expect(read(nested(16_000))).toMatchObject({ ok: false });
  });

  test('refuses indefinite lengths, which BER has and DER has not', () => {
    const bytes = Uint8Array.of(0x30, 0x80, 0x30, 0x80, 0, 0, 0, 0);
    expect(read(bytes)).toMatchObject({ ok: false, reason: 'length-indefinite' });
  });

  test('refuses lengths beyond the end, however large', () => {
    for (const length of [
      [0x82, 0xff, 0xff],
      [0x84, 0xff, 0xff, 0xff, 0xff],
      [0x88, 1, 1, 1, 1, 1, 1, 1, 1],
    ])
      expect(read(Uint8Array.of(0x30, ...length, 0x30))).toMatchObject({ ok: false });
  });

  test('refuses nothing at all', () => {
    expect(read(new Uint8Array(0))).toMatchObject({ ok: false, reason: 'element-missing', at: 0 });
  });

  test('refuses a structure of the right kind and nothing in it', () => {
    expect(read(der.sequence(der.sequence(), der.sequence(), der.bitString(new Uint8Array(1))))).toMatchObject({
      ok: false,
    });
  });
});

describe('an authority', () => {
  withstandsMutations(
    () => [root.certificate],
    (bytes) => issuerOf(bytes, root.signer, crypto),
  );
});
