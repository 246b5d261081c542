import { beforeAll, describe, expect, test } from 'vitest';
import { der } from '#bytes';
import { type Actor, hierarchy, type Hierarchy, NOW_US, ports } from '../../../tests/cms-actors.ts';
import { expectToWithstand, isInside } from '../../../tests/mutated-input.ts';
import { PURPOSE } from '../x509/extensions.ts';
import { CONTENT_TYPE } from './oids.ts';
import { signData } from './sign.ts';
import {
  encodeTimeStampInfo,
  encodeTimeStampRejection,
  encodeTimeStampRequest,
  readTimeStampInfo,
  readTimeStampRequest,
  readTimeStampResponse,
  TIME_STAMP_FAILURES,
  type TimeStampFailure,
} from './time-stamp.ts';
import { timeStampAuthority, type TimeStampAuthoritySettings } from './time-stamp-authority.ts';
import { type TimeStampExpectation, verifyTimeStamp } from './time-stamp-token.ts';

const POLICY = '1.3.6.1.4.1.32473.3.1';
const DATA = new TextEncoder().encode('report 17');
const NONCE = Uint8Array.of(0x91, 2, 3, 4, 5, 6, 7, 8);

let world: Hierarchy;
let stamper: Actor;
beforeAll(async () => {
  world = await hierarchy('Service');
  stamper = await world.issue('Stamper', { purposes: [PURPOSE.timeStamping], critical: true });
});

const settings = (more: Partial<TimeStampAuthoritySettings> = {}): TimeStampAuthoritySettings => ({
  ...stamper,
  certificates: [world.authority.certificate],
  policies: [POLICY],
  accuracyMs: 1500,
  ordering: false,
  ...more,
});

type Request = Parameters<typeof encodeTimeStampRequest>[0];
const request = (more: Partial<Request> = {}): Uint8Array =>
  encodeTimeStampRequest({
    algorithm: 'sha256',
    digest: ports.digest('sha256', DATA),
    nonce: NONCE,
    wantsCertificates: true,
    ...more,
  });

async function ask(bytes: Uint8Array, timeUs: number | undefined = NOW_US, more = settings()) {
  const response = readTimeStampResponse(await timeStampAuthority(ports, more).answer(bytes, timeUs));
  if (!response.ok) throw new Error(`${response.reason} at ${response.at}`);
  return response.response;
}

async function granted(bytes = request(), more = settings()): Promise<Uint8Array> {
  const response = await ask(bytes, NOW_US, more);
  if (!response.granted) throw new Error(response.failures.join());
  return response.token;
}

const expectation = (more: Partial<TimeStampExpectation> = {}): TimeStampExpectation => ({
  data: DATA,
  nonce: der.integer(NONCE),
  policies: [POLICY],
  pathAt: (timeUs) => world.pathAt(timeUs, { purpose: PURPOSE.timeStamping }),
  ...more,
});

const rulesOf = (token: Uint8Array, more: Partial<TimeStampExpectation> = {}): string[] =>
  verifyTimeStamp(ports, token, expectation(more)).failures.map(({ rule }) => rule);

describe('a token', () => {
  test('says policy, time, accuracy and nonce, and verifies', async () => {
    const verdict = verifyTimeStamp(ports, await granted(), expectation());
    expect(verdict).toMatchObject({
      good: true,
      failures: [],
      info: { policy: POLICY, timeUs: NOW_US, accuracyUs: 1_500_000, ordering: false },
    });
    expect(verdict.certificate).toEqual(stamper.certificate);
    expect(verdict.info?.nonce).toEqual(der.integer(NONCE));
  });

  test('has a serial number of its own', async () => {
    const serials = new Set<string | undefined>();
    for (let i = 0; i < 20; i++) {
      serials.add(verifyTimeStamp(ports, await granted(), expectation()).info?.serialHex);
    }
    expect(serials.size).toBe(20);
  });

  test('carries certificates only where they were asked for', async () => {
    const token = await granted(request({ wantsCertificates: false }));
    expect(rulesOf(token)).toEqual(['certificate-absent']);
    expect(rulesOf(token, { certificates: [stamper.certificate] })).toEqual([]);
  });

  test('takes SHA-384 and SHA-512 as well', async () => {
    for (const algorithm of ['sha384', 'sha512'] as const) {
      expect(rulesOf(await granted(request({ algorithm, digest: ports.digest(algorithm, DATA) })))).toEqual([]);
    }
  });

  test('fails by the rule that is broken', async () => {
    const token = await granted();
    expect(rulesOf(token, { data: new Uint8Array([1]) })).toEqual(['imprint']);
    expect(rulesOf(token, { nonce: der.integer(1) })).toEqual(['nonce']);
    expect(rulesOf(token, { policies: ['1.2.3'] })).toEqual(['policy']);
    expect(rulesOf(token, { pathAt: () => world.pathAt(0) })).toEqual(['path']);
    expect(rulesOf(token.subarray(1))).toEqual(['token']);
    expect(rulesOf(await granted(request({ nonce: new Uint8Array(0) })))).toEqual(['nonce']);
  });

  test('by a certificate that is also for something else does not count (RFC 3161 2.3)', async () => {
    const info = encodeTimeStampInfo({
      policy: POLICY,
      imprint: imprintOf(request()),
      serial: Uint8Array.of(1),
      timeUs: NOW_US,
      ordering: false,
      nonce: der.integer(NONCE),
    });
    const both = await world.issue('Both', {
      purposes: [PURPOSE.timeStamping, PURPOSE.emailProtection],
      critical: true,
    });
    const lenient = await world.issue('Lenient', { purposes: [PURPOSE.timeStamping] });
    for (const signer of [both, lenient]) {
      const token = await signData(ports, {
        content: info,
        contentType: CONTENT_TYPE.timeStampInfo,
        signatures: [signer],
      });
      expect(rulesOf(token)).toEqual(['extended-key-usage']);
      expect(() => timeStampAuthority(ports, settings(signer))).toThrow(RangeError);
    }
    const two = { content: info, contentType: CONTENT_TYPE.timeStampInfo, signatures: [stamper, stamper] };
    expect(rulesOf(await signData(ports, two))).toEqual(['signer-count']);
  });
});

const imprintOf = (bytes: Uint8Array): Uint8Array => {
  const read = readTimeStampRequest(bytes);
  if (!read.ok) throw new Error(read.reason);
  return read.request.imprint.encoded;
};

describe('an authority refuses', () => {
  const failures = async (bytes: Uint8Array, timeUs: number | undefined = NOW_US): Promise<readonly string[]> => {
    const response = readTimeStampResponse(await timeStampAuthority(ports, settings()).answer(bytes, timeUs));
    return response.ok && !response.response.granted ? response.response.failures : ['granted'];
  };

  test('what is no request', async () => {
    expect(await failures(new Uint8Array([0x30, 0x80]))).toEqual(['badDataFormat']);
  });

  test('a policy that it does not have', async () => {
    expect(await failures(request({ policy: '1.2.3.4' }))).toEqual(['unacceptedPolicy']);
    expect(await failures(request({ policy: POLICY }))).toEqual(['granted']);
  });

  test('SHA-1, and a digest of another length', async () => {
    const sha1 = der.sequence(
      der.integer(1),
      der.sequence(der.sequence(der.oid('1.3.14.3.2.26')), der.octetString(new Uint8Array(20))),
    );
    expect(await failures(sha1)).toEqual(['badAlg']);
    expect(await failures(request({ digest: new Uint8Array(31) }))).toEqual(['badDataFormat']);
  });

  test('extensions', async () => {
    const plain = request();
    const content = plain.subarray(2);
    const extension = der.sequence(der.oid('1.2.3'), der.octetString(new Uint8Array(1)));
    const extended = der.sequence(content, der.context(0, true, extension));
    expect(await failures(extended)).toEqual(['unacceptedExtension']);
  });

  test('when it does not know the time', async () => {
    const authority = timeStampAuthority(ports, settings());
    const response = readTimeStampResponse(await authority.answer(request(), undefined));
    expect(response).toMatchObject({ response: { granted: false, status: 2, failures: ['timeNotAvailable'] } });
  });
});

test('with ordering, later tokens have later times, and the accuracy is never exceeded', async () => {
  const authority = timeStampAuthority(ports, settings({ ordering: true, accuracyMs: 10 }));
  const times: number[] = [];
  let refused = 0;
  for (let i = 0; i < 14; i++) {
    const response = readTimeStampResponse(await authority.answer(request(), NOW_US));
    if (!response.ok) throw new Error(response.reason);
    if (response.response.granted) {
      times.push(verifyTimeStamp(ports, response.response.token, expectation()).info?.timeUs ?? 0);
    } else refused++;
  }
  expect(times).toEqual(Array.from({ length: 11 }, (_, i) => NOW_US + i * 1000));
  expect(refused).toBe(3);
});

test('every failure is written as its own bit and read back with its text', () => {
  for (const failure of Object.keys(TIME_STAMP_FAILURES) as TimeStampFailure[]) {
    const read = readTimeStampResponse(encodeTimeStampRejection(failure, '時刻'));
    expect(read).toMatchObject({
      response: { granted: false, status: 2, failures: [failure], texts: ['時刻'] },
    });
  }
});

test('reads 2,000 damaged requests, responses and tokens', async () => {
  const response = await timeStampAuthority(ports, settings()).answer(request(), NOW_US);
  expectToWithstand(request({ policy: POLICY }), (damaged) => isInside(readTimeStampRequest(damaged), damaged));
  expectToWithstand(response, (damaged) => isInside(readTimeStampResponse(damaged), damaged));
  const info = encodeTimeStampInfo({
    policy: POLICY,
    imprint: imprintOf(request()),
    serial: NONCE,
    timeUs: NOW_US + 120_000,
    accuracyMs: 1250,
    ordering: true,
    nonce: der.integer(NONCE),
  });
  const stated = { policy: POLICY, serialHex: '009102030405060708', timeUs: NOW_US + 120_000, accuracyUs: 1_250_000 };
  expect(readTimeStampInfo(info)).toMatchObject({ ok: true, info: { ...stated, ordering: true } });
  expectToWithstand(info, (damaged) => isInside(readTimeStampInfo(damaged), damaged));
  const token = await granted();
  const genuine = verifyTimeStamp(ports, token, expectation()).info;
  expectToWithstand(token, (damaged) => {
    const { good, info } = verifyTimeStamp(ports, damaged, expectation());
    return !good || (info?.timeUs === genuine?.timeUs && info?.serialHex === genuine?.serialHex);
  });
});
