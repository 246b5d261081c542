import { beforeEach, describe, expect, test } from 'vitest';
import { generateSigner } from '#connect';
import { authorityBelow, newPorts, rootOf } from '../../../tests/default-hierarchy.ts';
import { defaultProfile } from '../../../tests/default-profiles.ts';
import { crypto, DAY_US, HOUR_US, NOW_US } from '../../../tests/trust-authorities.ts';
import { type Issued, issue } from '../authorities/issue.ts';
import type { Signer } from '../ports.ts';
import { encodeCertificateId, ocspIssuerId } from '../x509/ocsp-id.ts';
import { buildOcspRequest } from '../x509/ocsp-request.ts';
import { responderOf } from '../x509/ocsp-response.ts';
import { provenStatus, readOcspResponse } from '../x509/ocsp-response-reader.ts';
import { activate, hold, release, revoke } from './change-state.ts';
import { type ResponderOptions, StatusResponder } from './status-responder.ts';

const ports = newPorts();
const root = await rootOf(ports);
const devices = await authorityBelow(root, 'device-auth-ca', ports);
const issuer = { name: devices.issuer.name, publicKey: devices.issuer.signer.publicKey };

async function made(profile: Parameters<typeof defaultProfile>[0], publicKey: Uint8Array, state?: 'inactive') {
  const request = {
    publicKey,
    variables: { deviceSerial: 'SN-7', generation: 'G1' },
    names: [],
    ...(state ? { state } : {}),
  };
  const issued = await issue(request, defaultProfile(profile), devices, ports, NOW_US);
  if (!issued.ok) throw new Error(`${issued.rule} ${issued.detail}`);
  return issued;
}
const newDevice = async (state?: 'inactive') =>
  made('device-auth', (await generateSigner('ecdsa-p256-sha256')).publicKey, state);

const key = await generateSigner('ecdsa-p256-sha256');
const delegated = await made('ocsp-responder', key.publicKey);

const octets = (serialHex: string): Uint8Array => new Uint8Array(Buffer.from(serialHex, 'hex'));
const idOf = (serialHex: string, digest: 'sha1' | 'sha256' = 'sha1'): Uint8Array =>
  encodeCertificateId(crypto, digest, issuer, octets(serialHex));

let signatures = 0;
let isLocked = false;
const signer: Signer = {
  ...key,
  sign: (data) => {
    if (isLocked) return Promise.reject(new Error('locked'));
    signatures++;
    return key.sign(data);
  },
};
beforeEach(() => {
  signatures = 0;
  isLocked = false;
});

const authority = {
  id: devices.id,
  certificate: devices.certificate,
  responder: responderOf(crypto, signer, [delegated.certificate]),
  respondsUntilUs: delegated.record.notAfterUs,
};
const newResponder = (options: Partial<ResponderOptions> = {}) =>
  new StatusResponder([authority], ports.registry, crypto, options);

const ask = (responder: StatusResponder, { record }: Issued, nowUs = NOW_US, nonce?: Uint8Array) =>
  responder.answer(buildOcspRequest([idOf(record.serialHex)], nonce), nowUs);

/** The status that a client takes from the answer, verified. */
function proven(response: Uint8Array, serialHex: string, atUs = NOW_US, nonce?: Uint8Array): string {
  const read = readOcspResponse(response);
  if (!read.ok) return read.reason;
  if ('error' in read) return read.error;
  const question = {
    issuer: devices.issuer.certificate,
    issuerId: ocspIssuerId(crypto, 'sha1', issuer),
    serialHex,
    atUs,
    toleranceUs: 0,
    ...(nonce ? { nonce } : {}),
  };
  const answer = provenStatus(read, question, crypto);
  return 'ok' in answer ? answer.reason : answer.status.state;
}

test('good, held, released, revoked: clients see each change at once', async () => {
  const responder = newResponder();
  const device = await newDevice();
  const { serialHex } = device.record;
  const changing = { registry: ports.registry, listeners: [responder] };
  const seen: string[] = [];
  for (const change of [undefined, hold, release]) {
    await change?.(device.record, changing, NOW_US);
    seen.push(proven(await ask(responder, device), serialHex));
  }
  await revoke(device.record, { reason: 'keyCompromise' }, changing, NOW_US);
  seen.push(proven(await ask(responder, device), serialHex));
  expect(seen).toEqual(['good', 'revoked', 'good', 'revoked']);
});

test('default deny: a certificate that the authority signed and the registry does not know is unknown', async () => {
  const responder = newResponder();
  expect(proven(await responder.answer(buildOcspRequest([idOf('41FF')]), NOW_US), '41FF')).toBe('unknown');
  const waiting = await newDevice('inactive');
  expect(proven(await ask(responder, waiting), waiting.record.serialHex)).toBe('unknown');
  await activate(waiting.record, { registry: ports.registry, listeners: [] }, NOW_US);
  expect(proven(await ask(responder, waiting), waiting.record.serialHex)).toBe('good');
});

describe('signed answers', () => {
  test('are given again until they are half spent, and never after their end', async () => {
    const responder = newResponder();
    const device = await newDevice();
    const first = await ask(responder, device);
    expect(await ask(responder, device, NOW_US + 11 * HOUR_US)).toBe(first);
    expect(signatures).toBe(1);
    const second = await ask(responder, device, NOW_US + 12 * HOUR_US);
    expect(signatures).toBe(2);
    expect(proven(second, device.record.serialHex, NOW_US + 36 * HOUR_US)).toBe('good');
    expect(proven(first, device.record.serialHex, NOW_US + 25 * HOUR_US)).toBe('value-out-of-range');
  });

  test('with a nonce are signed at once and carry it', async () => {
    const responder = newResponder();
    const device = await newDevice();
    const { serialHex } = device.record;
    const nonces = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)];
    for (const nonce of nonces)
      expect(proven(await ask(responder, device, NOW_US, nonce), serialHex, NOW_US, nonce)).toBe('good');
    expect(signatures).toBe(2);
  });

  test('may be made ahead, as clients will ask', async () => {
    const responder = newResponder();
    const device = await newDevice();
    const known = (await ports.registry.find(devices.id, device.record.serialHex))!;
    const made = await responder.prepare(known, NOW_US);
    expect(await ask(responder, device)).toBe(made);
    expect(signatures).toBe(1);
    expect(await responder.prepare({ ...known, authorityId: root.id }, NOW_US)).toBeUndefined();
  });

  test('are all there is while the key is locked', async () => {
    const responder = newResponder();
    const [asked, other] = [await newDevice(), await newDevice()];
    const { serialHex } = asked.record;
    const first = await ask(responder, asked);
    isLocked = true;
    expect(await ask(responder, asked, NOW_US + 23 * HOUR_US)).toBe(first);
    expect(await ask(responder, asked, NOW_US, Uint8Array.of(7))).toBe(first);
    expect(proven(await ask(responder, asked, NOW_US + DAY_US), serialHex)).toBe('tryLater');
    expect(proven(await ask(responder, other), other.record.serialHex)).toBe('tryLater');
    await revoke(
      asked.record,
      { reason: 'keyCompromise' },
      { registry: ports.registry, listeners: [responder] },
      NOW_US,
    );
    expect(proven(await ask(responder, asked), serialHex)).toBe('tryLater');
  });

  test('are kept for so many certificates, and made-up numbers push none of them out', async () => {
    const responder = newResponder({ maxCertificates: 2 });
    const [first, second, third] = [await newDevice(), await newDevice(), await newDevice()];
    for (const each of [first, second]) await ask(responder, each);
    for (let made = 0; made < 20; made++) await responder.answer(buildOcspRequest([idOf(`42${10 + made}`)]), NOW_US);
    signatures = 0;
    await ask(responder, first);
    await ask(responder, second);
    expect(signatures).toBe(0);
    await ask(responder, third);
    await ask(responder, first);
    expect(signatures).toBe(2);
  });

  test('that were being signed while the state changed are not given', async () => {
    const device = await newDevice();
    const { serialHex } = device.record;
    let meanwhile: (() => Promise<unknown>) | undefined;
    const slow: Signer = {
      ...key,
      sign: async (data) => {
        const act = meanwhile;
        meanwhile = undefined;
        await act?.();
        return key.sign(data);
      },
    };
    const responder = new StatusResponder(
      [{ ...authority, responder: responderOf(crypto, slow, [delegated.certificate]) }],
      ports.registry,
      crypto,
    );
    meanwhile = () =>
      revoke(device.record, { reason: 'keyCompromise' }, { registry: ports.registry, listeners: [responder] }, NOW_US);
    expect(proven(await ask(responder, device), serialHex)).toBe('revoked');
    expect(proven(await ask(responder, device), serialHex)).toBe('revoked');
  });

  test('end with the certificate of the responder', async () => {
    const responder = newResponder();
    const device = await newDevice();
    const late = authority.respondsUntilUs - HOUR_US;
    const response = await ask(responder, device, late);
    expect(await ask(responder, device, late + HOUR_US / 4)).toBe(response);
    expect(readOcspResponse(response)).toMatchObject({ answers: [{ nextUpdateUs: authority.respondsUntilUs }] });
    expect(proven(await ask(responder, device, authority.respondsUntilUs), '')).toBe('tryLater');
  });
});

describe('requests', () => {
  test('about several certificates of one authority are answered in one', async () => {
    const [first, second] = [await newDevice(), await newDevice()];
    const ids = [first, second].map(({ record }) => idOf(record.serialHex));
    const response = await newResponder().answer(buildOcspRequest([...ids, idOf('41FE')]), NOW_US);
    expect([first, second].map(({ record }) => proven(response, record.serialHex))).toEqual(['good', 'good']);
    expect(proven(response, '41FE')).toBe('unknown');
  });

  test('by SHA-256 are understood', async () => {
    const device = await newDevice();
    const request = buildOcspRequest([idOf(device.record.serialHex, 'sha256')]);
    const response = readOcspResponse(await newResponder().answer(request, NOW_US));
    expect(response).toMatchObject({ answers: [{ status: { state: 'good' } }] });
  });

  test('that are malformed, or about other authorities, are refused without a signature', async () => {
    const responder = newResponder();
    const foreign = { name: root.issuer.name, publicKey: root.issuer.signer.publicKey };
    const other = encodeCertificateId(crypto, 'sha1', foreign, Uint8Array.of(1));
    expect(proven(await responder.answer(Uint8Array.of(0x30), NOW_US), '')).toBe('malformedRequest');
    expect(proven(await responder.answer(buildOcspRequest([other]), NOW_US), '')).toBe('unauthorized');
    expect(proven(await responder.answer(buildOcspRequest([idOf('41'), other]), NOW_US), '')).toBe('unauthorized');
    expect(signatures).toBe(0);
  });
});

test('answers that would end before they are renewed are no plan', () => {
  expect(() => newResponder({ lifetimeUs: HOUR_US, renewBeforeUs: HOUR_US })).toThrow(RangeError);
});
