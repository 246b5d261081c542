import { describe, expect, test } from 'vitest';
import { der } from '#bytes';
import { generateSigner } from '#connect';
import {
  crypto,
  DAY_US,
  HOUR_US,
  issue,
  makeAuthority,
  makeRoot,
  nameOf,
  NOW_US,
} from '../../../tests/trust-authorities.ts';
import { withstandsMutations } from '../../../tests/mutated-input.ts';
import { MAX_OCSP_IDS } from '../limits.ts';
import * as ext from './extensions.ts';
import { encodeCertificateId, ocspIssuerId } from './ocsp-id.ts';
import { buildOcspRequest, ocspPathOf, ocspRequestOfPath, readOcspRequest } from './ocsp-request.ts';
import {
  buildOcspResponse,
  type CertificateStatus,
  ocspErrorResponse,
  type OcspError,
  type Responder,
  responderOf,
} from './ocsp-response.ts';
import { type OcspQuestion, provenStatus, readOcspResponse } from './ocsp-response-reader.ts';

const authority = await makeAuthority(await makeRoot());
const issuer = { name: authority.name, publicKey: authority.signer.publicKey };
const SERIAL = Uint8Array.of(0x41, 0x07);
const NONCE = Uint8Array.from({ length: 32 }, (_, i) => i);
const id = encodeCertificateId(crypto, 'sha1', issuer, SERIAL);
const request = buildOcspRequest([id], NONCE);

async function delegated(more: readonly Uint8Array[] = [ext.ocspNoCheck()], validDays = 7): Promise<Responder> {
  const signer = await generateSigner('ecdsa-p256-sha256');
  const certificate = await issue(authority, signer.publicKey, {
    subject: nameOf('Responder'),
    notAfterUs: NOW_US + validDays * DAY_US,
    extensions: [ext.extendedKeyUsage([ext.PURPOSE.ocspSigning]), ...more],
  });
  return responderOf(crypto, signer, [certificate]);
}

const direct = responderOf(crypto, authority.signer);

const answer = (status: CertificateStatus, nonce?: Uint8Array, responder: Responder = direct): Promise<Uint8Array> =>
  buildOcspResponse(
    {
      producedAtUs: NOW_US,
      answers: [{ id, status, thisUpdateUs: NOW_US - HOUR_US, nextUpdateUs: NOW_US + HOUR_US }],
      ...(nonce ? { nonce } : {}),
    },
    responder,
  );

const question: OcspQuestion = {
  issuer: authority.certificate,
  issuerId: ocspIssuerId(crypto, 'sha1', issuer),
  serialHex: '4107',
  atUs: NOW_US,
  toleranceUs: 60_000_000,
};

function proven(bytes: Uint8Array, asked: Partial<OcspQuestion> = {}) {
  const response = readOcspResponse(bytes);
  if (!response.ok || !('answers' in response)) throw new Error('no answer');
  return provenStatus(response, { ...question, ...asked }, crypto);
}

const samples: Uint8Array[] = [
  await answer({ state: 'good' }),
  await answer({ state: 'revoked', revokedAtUs: NOW_US, reason: 'superseded' }, NONCE, await delegated()),
  ocspErrorResponse('tryLater'),
];

describe('a request', () => {
  test('says which certificates of which issuer, and its nonce', () => {
    const read = readOcspRequest(request);
    expect(read).toMatchObject({ ok: true, ids: [{ issuerId: question.issuerId, serialHex: '4107' }] });
    const nonce = read.ok ? read.nonce : undefined;
    expect(request.subarray(nonce?.start, nonce?.end)).toEqual(NONCE);
    const sha256 = encodeCertificateId(crypto, 'sha256', issuer, Uint8Array.of(0x42));
    expect(readOcspRequest(buildOcspRequest([id, sha256]))).toMatchObject({
      ids: [{ serialHex: '4107' }, { issuerId: ocspIssuerId(crypto, 'sha256', issuer), serialHex: '42' }],
    });
  });

  test('may ask for a bounded number of certificates, and for at least one', () => {
    const ids = (count: number) => buildOcspRequest(Array.from({ length: count }, () => id));
    expect(readOcspRequest(ids(MAX_OCSP_IDS))).toMatchObject({ ok: true });
    expect(readOcspRequest(ids(MAX_OCSP_IDS + 1))).toMatchObject({ ok: false, reason: 'too-many-elements' });
    expect(readOcspRequest(ids(0))).toMatchObject({ ok: false, reason: 'element-missing' });
    expect(readOcspRequest(new Uint8Array(70_000))).toMatchObject({ ok: false, reason: 'too-large' });
  });

  test('has a nonce of 1 to 128 octets (RFC 9654)', () => {
    expect(readOcspRequest(buildOcspRequest([id], new Uint8Array(128)))).toMatchObject({ ok: true });
    for (const length of [0, 129])
      expect(readOcspRequest(buildOcspRequest([id], new Uint8Array(length)))).toMatchObject({
        ok: false,
        reason: 'value-out-of-range',
      });
  });

  test('comes in the path of a GET as well, percent-encoded or not', () => {
    const path = ocspPathOf(request);
    expect(path).not.toMatch(/[+/=]/);
    expect(ocspRequestOfPath(path)).toEqual(request);
    expect(ocspRequestOfPath(Buffer.from(request).toString('base64'))).toEqual(request);
    for (const wrong of ['%', '%zz', 'a', 'Zg=', 'Z!==']) expect(ocspRequestOfPath(wrong)).toMatchObject({ ok: false });
    expect(ocspRequestOfPath('A'.repeat(300_000))).toMatchObject({ ok: false, reason: 'too-large' });
  });

  withstandsMutations(() => [request, buildOcspRequest([id, id])], readOcspRequest);
});

describe('an answer', () => {
  test.each<CertificateStatus>([
    { state: 'good' },
    { state: 'unknown' },
    { state: 'revoked', revokedAtUs: NOW_US - DAY_US },
    { state: 'revoked', revokedAtUs: NOW_US - DAY_US, reason: 'keyCompromise' },
  ])('proves %o', async (status) => {
    expect(proven(await answer(status))).toMatchObject({ status, thisUpdateUs: NOW_US - HOUR_US });
    expect(proven(await answer(status, NONCE, await delegated()), { nonce: NONCE })).toMatchObject({ status });
  });

  test('without the nonce that was sent proves nothing', async () => {
    const clause = 'RFC 9654 2.1';
    expect(proven(await answer({ state: 'good' }), { nonce: NONCE })).toMatchObject({ ok: false, clause });
    const other = await answer({ state: 'good' }, Uint8Array.of(1));
    expect(proven(other, { nonce: NONCE })).toMatchObject({ ok: false, clause });
  });

  test('proves nothing about another certificate or issuer, nor before or after its time', async () => {
    const bytes = await answer({ state: 'good' });
    expect(proven(bytes, { serialHex: '4108' })).toMatchObject({ ok: false, clause: 'RFC 6960 3.2 (1)' });
    expect(proven(bytes, { issuerId: 'sha1:00:00' })).toMatchObject({ ok: false, clause: 'RFC 6960 3.2 (1)' });
    expect(proven(bytes, { atUs: NOW_US - 2 * HOUR_US })).toMatchObject({ ok: false, clause: 'RFC 6960 3.2 (5)' });
    expect(proven(bytes, { atUs: NOW_US + 2 * HOUR_US })).toMatchObject({ ok: false, clause: 'RFC 6960 3.2 (6)' });
  });

  test('changed after signing proves nothing', async () => {
    const bytes = await answer({ state: 'revoked', revokedAtUs: NOW_US });
    const at = Buffer.from(bytes).lastIndexOf('20260601');
    const changed = bytes.map((octet, index) => (index === at + 3 ? 0x35 : octet));
    expect(proven(changed)).toMatchObject({ ok: false, reason: 'signature-invalid' });
  });

  test('is by the issuer or by whom it gave a certificate for that', async () => {
    const clause = 'RFC 6960 4.2.2.2';
    const status = { state: 'good' } as const;
    const stranger = responderOf(crypto, await generateSigner('ecdsa-p256-sha256'));
    expect(proven(await answer(status, undefined, stranger))).toMatchObject({ ok: false, clause });
    const expired = await delegated([], -1);
    expect(proven(await answer(status, undefined, expired))).toMatchObject({ ok: false, clause });
    const device = await generateSigner('ecdsa-p256-sha256');
    const withoutPurpose = responderOf(crypto, device, [await issue(authority, device.publicKey)]);
    expect(proven(await answer(status, undefined, withoutPurpose))).toMatchObject({ ok: false, clause });
    const sibling = await makeAuthority(await makeRoot(), 'Other CA');
    const purpose = [ext.extendedKeyUsage([ext.PURPOSE.ocspSigning])];
    const ofSibling = await issue(sibling, device.publicKey, { extensions: purpose });
    expect(proven(await answer(status, undefined, responderOf(crypto, device, [ofSibling])))).toMatchObject({ clause });
  });

  test('has times without fractions', async () => {
    const bytes = await buildOcspResponse(
      { producedAtUs: NOW_US + 123_456, answers: [{ id, status: { state: 'good' }, thisUpdateUs: NOW_US + 654_321 }] },
      direct,
    );
    expect(
      Buffer.from(bytes)
        .toString('latin1')
        .match(/20260601000000Z/g),
    ).toHaveLength(2);
  });

  test.each<[OcspError, string]>([
    ['malformedRequest', '30030a0101'],
    ['internalError', '30030a0102'],
    ['tryLater', '30030a0103'],
    ['sigRequired', '30030a0105'],
    ['unauthorized', '30030a0106'],
  ])('that is none says why: %s', (error, encoded) => {
    expect(Buffer.from(ocspErrorResponse(error)).toString('hex')).toBe(encoded);
    expect(readOcspResponse(ocspErrorResponse(error))).toEqual({ ok: true, error });
  });

  test('of a status or type that has no meaning is refused', () => {
    expect(readOcspResponse(der.sequence(der.enumerated(4)))).toMatchObject({ ok: false, reason: 'value-unknown' });
    const typed = der.sequence(der.oid('1.2.3'), der.octetString(new Uint8Array(0)));
    expect(readOcspResponse(der.sequence(der.enumerated(0), der.explicit(0, typed)))).toMatchObject({ ok: false });
  });

  withstandsMutations(() => samples, readOcspResponse);
});
