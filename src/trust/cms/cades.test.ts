import { beforeAll, describe, expect, test } from 'vitest';
import { type Actor, hierarchy, type Hierarchy, NOW_US, ports } from '../../../tests/cms-actors.ts';
import { expectToWithstand } from '../../../tests/mutated-input.ts';
import { PURPOSE } from '../x509/extensions.ts';
import { addSignatureTimeStamp, signCades, type TimeStampSource } from './cades.ts';
import { type CadesValidation, validateCades } from './cades-report.ts';
import { signData } from './sign.ts';
import { encodeSignedData, readSignedData } from './signed-data.ts';
import { timeStampAuthority } from './time-stamp-authority.ts';
import { encodeTimeStampRejection } from './time-stamp.ts';

const CONTENT = new TextEncoder().encode('{"report":"2026-06"}');
const DAY_US = 86_400_000_000;
const POLICY = '1.3.6.1.4.1.32473.3.1';

let world: Hierarchy;
let service: Hierarchy;
let signer: Actor;
let source: TimeStampSource;
let level: { b: Uint8Array; t: Uint8Array };
beforeAll(async () => {
  world = await hierarchy('Sign');
  service = await hierarchy('Service');
  signer = await world.issue('Reporter', { notAfterUs: NOW_US + DAY_US });
  const stamper = await service.issue('Stamper', { purposes: [PURPOSE.timeStamping], critical: true });
  const authority = timeStampAuthority(ports, {
    ...stamper,
    certificates: [service.authority.certificate],
    policies: [POLICY],
    accuracyMs: 1000,
    ordering: false,
  });
  source = (request) => authority.answer(request, NOW_US + 60_000_000);
  const b = await sign();
  level = { b, t: await stamped(b) };
});

const sign = (who: Actor = signer): Promise<Uint8Array> =>
  signCades(ports, { content: CONTENT, ...who, certificates: [world.authority.certificate], signingTimeUs: NOW_US });

async function stamped(message: Uint8Array, by: TimeStampSource = source): Promise<Uint8Array> {
  const result = await addSignatureTimeStamp(ports, message, by);
  if (!result.ok) throw new Error(`${result.rule}: ${result.detail}`);
  return result.message;
}

const validate = (message: Uint8Array, more: Partial<CadesValidation> = {}) =>
  validateCades(ports, message, {
    content: CONTENT,
    nowUs: NOW_US + 3_600_000_000,
    pathAt: (timeUs) => world.pathAt(timeUs),
    timeStampPathAt: (timeUs) => service.pathAt(timeUs, { purpose: PURPOSE.timeStamping }),
    ...more,
  });

describe('level B', () => {
  test('passes, at the time of validation', () => {
    expect(validate(level.b)).toMatchObject({
      indication: 'TOTAL-PASSED',
      reasons: [],
      signatures: [
        {
          indication: 'TOTAL-PASSED',
          level: 'CAdES-B',
          provedTimeUs: NOW_US + 3_600_000_000,
          claimedTimeUs: NOW_US,
          timeStamps: [],
        },
      ],
    });
  });

  test('cannot be told from a late one once the certificate has ended', () => {
    expect(validate(level.b, { nowUs: NOW_US + 2 * DAY_US })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'OUT_OF_BOUNDS_NO_POE',
    });
  });

  test('of a revoked certificate is indeterminate, since it may be older', () => {
    const statusOf = () => 'revoked' as const;
    expect(validate(level.b, { pathAt: (timeUs) => world.pathAt(timeUs, { statusOf }) })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'REVOKED_NO_POE',
      signatures: [{ reasons: [{ rule: 'path', clause: 'RFC 5280 6.1.3 (a)(3)' }] }],
    });
  });
});

describe('level T', () => {
  test('passes, at the time of the stamp, also after the certificate has ended', () => {
    expect(validate(level.t, { nowUs: NOW_US + 2 * DAY_US })).toMatchObject({
      indication: 'TOTAL-PASSED',
      signatures: [{ level: 'CAdES-T', provedTimeUs: NOW_US + 60_000_000, timeStamps: [{ good: true }] }],
    });
  });

  test('of a certificate that was revoked by then has failed', () => {
    const statusOf = (_: unknown, serialHex: string) => (serialHex === '' ? ('good' as const) : ('revoked' as const));
    const report = validate(level.t, { pathAt: (timeUs) => world.pathAt(timeUs, { statusOf }) });
    // The status of the authority itself is asked first, and it is not the signer's.
    expect(report).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'REVOKED_NO_POE' });
    const serial = serialOf(signer);
    const own = (_: unknown, serialHex: string) => (serialHex === serial ? ('revoked' as const) : ('good' as const));
    expect(validate(level.t, { pathAt: (timeUs) => world.pathAt(timeUs, { statusOf: own }) })).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'REVOKED',
    });
  });

  test('by a certificate that was not yet valid when it was stamped has failed', async () => {
    const early = await world.issue('Early', { notBeforeUs: NOW_US + DAY_US });
    const message = await stamped(await sign(early));
    expect(validate(message, { nowUs: NOW_US + 2 * DAY_US })).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'NOT_YET_VALID',
    });
  });

  test('falls back to B when the stamp does not hold, and says why', () => {
    const untrusted = validate(level.t, { timeStampPathAt: (timeUs) => world.pathAt(timeUs) });
    expect(untrusted).toMatchObject({
      indication: 'TOTAL-PASSED',
      signatures: [{ level: 'CAdES-B', timeStamps: [{ good: false, failures: [{ rule: 'path' }] }] }],
    });
    const policies = { timeStampPolicies: ['1.2.3'] };
    expect(validate(level.t, policies).signatures[0]?.timeStamps[0]?.failures).toMatchObject([{ rule: 'policy' }]);
  });

  test('does not take the stamp of another signature', async () => {
    const other = readSignedData(await stamped(await sign()));
    const own = readSignedData(level.b);
    if (!other.ok || !own.ok) throw new Error('cannot be read');
    const unsignedAttributes = other.signedData.signers[0]?.unsignedAttributes ?? [];
    const moved = { ...own.signedData, signers: [{ ...own.signedData.signers[0]!, unsignedAttributes }] };
    // ECDSA signatures differ each time, so the stamp is of another one even for the same content and key.
    expect(validate(encodeSignedData(moved)).signatures[0]).toMatchObject({
      level: 'CAdES-B',
      timeStamps: [{ failures: [{ rule: 'imprint' }] }],
    });
  });

  test('is not reached when the authority refuses, answers another question, or answers nonsense', async () => {
    const refusal: TimeStampSource = async () => encodeTimeStampRejection('timeNotAvailable', 'no clock');
    expect(await addSignatureTimeStamp(ports, level.b, refusal)).toMatchObject({
      ok: false,
      rule: 'refused',
      detail: 'timeNotAvailable: no clock',
    });
    let first: Uint8Array | undefined;
    const replay: TimeStampSource = async (request) => (first ??= await source(request));
    await stamped(level.b, replay);
    expect(await addSignatureTimeStamp(ports, level.b, replay)).toMatchObject({ rule: 'token', detail: 'nonce' });
    expect(await addSignatureTimeStamp(ports, level.b, async () => new Uint8Array(3))).toMatchObject({
      rule: 'response',
    });
    expect(await addSignatureTimeStamp(ports, new Uint8Array(3), source)).toMatchObject({ rule: 'message' });
    expect(await addSignatureTimeStamp(ports, level.b, source, 1)).toMatchObject({ rule: 'message' });
  });
});

const serialOf = ({ certificate }: Actor): string => {
  const verdict = world.pathAt(NOW_US)(certificate, [], []);
  return verdict.path[0]!.read.serialHex;
};

describe('a report names what EN 319 102-1 names:', () => {
  test('a content that was changed', () => {
    expect(validate(level.t, { content: new Uint8Array([1]) })).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'HASH_FAILURE',
    });
  });

  test('a content that is not at hand', () => {
    const { content, ...rest } = { content: CONTENT, ...validation() };
    expect(content).toBe(CONTENT);
    expect(validateCades(ports, level.b, rest)).toMatchObject({ subIndication: 'SIGNED_DATA_NOT_FOUND' });
  });

  test('a signature that does not hold', () => {
    const read = readSignedData(level.b);
    if (!read.ok) throw new Error(read.reason);
    const [info] = read.signedData.signers;
    const signers = [{ ...info!, signature: info!.signature.map((octet, at) => (at === 20 ? octet ^ 1 : octet)) }];
    expect(validate(encodeSignedData({ ...read.signedData, signers }))).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'SIG_CRYPTO_FAILURE',
    });
  });

  test('a signer whom nobody knows', () => {
    expect(validate(level.b, { pathAt: (timeUs) => service.pathAt(timeUs) })).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    });
  });

  test('what is no signature', () => {
    for (const message of [new Uint8Array(0), level.b.subarray(0, 50)]) {
      expect(validate(message)).toMatchObject({ indication: 'TOTAL-FAILED', subIndication: 'FORMAT_FAILURE' });
    }
    const read = readSignedData(level.b);
    const unsigned = read.ok ? encodeSignedData({ ...read.signedData, signers: [] }) : new Uint8Array(0);
    expect(validate(unsigned).reasons).toMatchObject([{ rule: 'signature-absent', subIndication: 'FORMAT_FAILURE' }]);
  });

  test('a signature without a claimed time', async () => {
    const message = await signData(ports, { content: CONTENT, detached: true, signatures: [signer] });
    expect(validate(message)).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'SIG_CONSTRAINTS_FAILURE',
      signatures: [{ reasons: [{ rule: 'signing-time', clause: 'EN 319 122-1 6.3' }] }],
    });
  });

  test('trap 2: a signer of a sibling authority under the same root does not pass', async () => {
    const sibling = await world.sibling('Device');
    const message = await signCades(ports, {
      content: CONTENT,
      ...(await sibling.issue('Printer', {})),
      certificates: [sibling.authority.certificate],
      signingTimeUs: NOW_US,
    });
    expect(validate(message, { pathAt: (timeUs) => sibling.pathAt(timeUs) }).indication).toBe('TOTAL-PASSED');
    expect(validate(message)).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
      signatures: [{ reasons: [{ detail: 'pinned-issuer-absent' }] }],
    });
  });
});

const validation = (): Omit<CadesValidation, 'content'> => ({
  nowUs: NOW_US,
  pathAt: (timeUs) => world.pathAt(timeUs),
  timeStampPathAt: (timeUs) => service.pathAt(timeUs),
});

test('validates 2,000 damaged signatures: none passes over another content', () => {
  const content = new Uint8Array([7]);
  expectToWithstand(level.t, (damaged) => validate(damaged, { content }).indication !== 'TOTAL-PASSED');
});
