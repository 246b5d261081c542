import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Actor, hierarchy, type Hierarchy, NOW_US, ports } from '../../../tests/cms-actors.ts';
import { expectToWithstand, isInside } from '../../../tests/mutated-input.ts';
import { CONTENT_TYPE } from './oids.ts';
import { signData } from './sign.ts';
import {
  encodeVoucher,
  readVoucher,
  signVoucher,
  type Voucher,
  type VoucherExpectation,
  verifyVoucher,
} from './voucher.ts';

const DAY_US = 86_400_000_000;

let maker: Hierarchy;
let signer: Actor;
let voucher: Voucher;
beforeAll(async () => {
  maker = await hierarchy('Maker');
  signer = await maker.issue('Voucher signer', {});
  voucher = {
    createdOnUs: NOW_US,
    expiresOnUs: NOW_US + 30 * DAY_US,
    assertion: 'logged',
    serialNumber: 'PUMP-0001',
    idevidIssuer: Uint8Array.of(4, 2, 0xca, 0xfe),
    pinnedDomainCert: maker.authority.certificate,
    domainCertRevocationChecks: false,
    lastRenewalDateUs: NOW_US + DAY_US,
  };
});

const expectation = (more: Partial<VoucherExpectation> = {}): VoucherExpectation => ({
  nowUs: NOW_US + DAY_US,
  serialNumber: 'PUMP-0001',
  idevidIssuer: Uint8Array.of(4, 2, 0xca, 0xfe),
  clockToleranceUs: 60_000_000,
  path: maker.pathAt(NOW_US),
  ...more,
});

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const signed = (content: Voucher): Promise<Uint8Array> =>
  signVoucher(ports, content, { ...signer, signingTimeUs: NOW_US }, [maker.authority.certificate]);
const rulesOf = (message: Uint8Array, more: Partial<VoucherExpectation> = {}): string[] =>
  verifyVoucher(ports, message, expectation(more)).failures.map(({ rule }) => rule);

/** With a nonce there is no end of validity, and so no renewal (RFC 8366 5.3). */
function withNonce(nonce: Uint8Array): Voucher {
  const { expiresOnUs, lastRenewalDateUs, ...rest } = voucher;
  expect([expiresOnUs, lastRenewalDateUs]).not.toContain(undefined);
  return { ...rest, nonce };
}

test('is the JSON of the module, and read back', () => {
  const small = { ...voucher, pinnedDomainCert: Uint8Array.of(1, 2, 3) };
  expect(text(encodeVoucher(small))).toBe(
    '{"ietf-voucher:voucher":{"created-on":"2026-06-15T09:30:00Z","expires-on":"2026-07-15T09:30:00Z",' +
      '"assertion":"logged","serial-number":"PUMP-0001","idevid-issuer":"BALK/g==","pinned-domain-cert":"AQID",' +
      '"domain-cert-revocation-checks":false,"last-renewal-date":"2026-06-16T09:30:00Z"}}',
  );
  expect(readVoucher(encodeVoucher(small))).toEqual({ ok: true, voucher: small });
});

test('takes times of any zone (RFC 6991 3)', () => {
  const plain = (createdOn: string) =>
    readVoucher(
      new TextEncoder().encode(
        `{"ietf-voucher:voucher":{"created-on":"${createdOn}","assertion":"logged","serial-number":"1","pinned-domain-cert":"AQID"}}`,
      ),
    );
  const utc = plain('2026-06-15T09:30:00Z');
  expect(utc).toMatchObject({ ok: true, voucher: { createdOnUs: NOW_US } });
  expect(plain('2026-06-15T18:30:00+09:00')).toEqual(utc);
  expect(plain('2026-06-15T04:30:00-05:00')).toEqual(utc);
});

describe('refuses, naming the member:', () => {
  const broken = (change: (members: Record<string, unknown>) => void): string => {
    const outer = JSON.parse(text(encodeVoucher(voucher))) as Record<string, Record<string, unknown>>;
    change(outer['ietf-voucher:voucher']!);
    const read = readVoucher(new TextEncoder().encode(JSON.stringify(outer)));
    return read.ok ? 'read' : read.clause.replace('RFC 8366 5.3 ', '');
  };

  test.each([
    ['created-on', undefined],
    ['created-on', '2026-02-30T00:00:00Z'],
    ['created-on', 17],
    ['assertion', 'guessed'],
    ['assertion', undefined],
    ['serial-number', ''],
    ['serial-number', null],
    ['pinned-domain-cert', 'no base64!'],
    ['pinned-domain-cert', undefined],
    ['domain-cert-revocation-checks', 'false'],
    ['expires-on', 'tomorrow'],
    ['nonce', 'AQID'],
    ['last-renewal-date', '2027-06-15T09:30:00Z'],
    ['surprise', 1],
  ])('%s %s', (name, value) => {
    expect(
      broken((members) => {
        members[name] = value;
        if (name === 'nonce') {
          members['expires-on'] = undefined;
          members['last-renewal-date'] = undefined;
        }
      }),
    ).toBe(name);
  });

  test('a nonce beside an end of validity', () => {
    expect(
      broken((members) => {
        members['nonce'] = 'AQIDBAUGBwg=';
      }),
    ).toBe('expires-on');
    expect(() => encodeVoucher({ ...voucher, nonce: new Uint8Array(8) })).toThrow(RangeError);
  });
});

describe('signed by its maker', () => {
  test('verifies, and says so with its type', async () => {
    const message = await signed(voucher);
    expect(verifyVoucher(ports, message, expectation())).toEqual({ good: true, failures: [], voucher });
  });

  test('is good for the device that asked, with its nonce', async () => {
    const nonce = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const message = await signed(withNonce(nonce));
    expect(rulesOf(message, { nonce })).toEqual([]);
    expect(rulesOf(message, { nonce: nonce.toReversed() })).toEqual(['nonce']);
    expect(rulesOf(message)).toEqual(['nonce']);
  });

  test('fails by the rule that is broken', async () => {
    const message = await signed(voucher);
    expect(rulesOf(message, { serialNumber: 'PUMP-0002' })).toEqual(['serial-number']);
    expect(rulesOf(message, { idevidIssuer: new Uint8Array(4) })).toEqual(['idevid-issuer']);
    expect(rulesOf(message, { nowUs: NOW_US + 31 * DAY_US })).toEqual(['expires-on']);
    expect(rulesOf(message, { nowUs: NOW_US - DAY_US })).toEqual(['created-on']);
    const other = await hierarchy('Other');
    expect(rulesOf(message, { path: other.pathAt(NOW_US) })).toEqual(['path']);
    expect(rulesOf(message.subarray(2))).toEqual(['message']);
  });

  test('does not count when it is another kind of content, or signed by nobody', async () => {
    const content = encodeVoucher(voucher);
    expect(rulesOf(await signData(ports, { content, signatures: [signer] }))).toEqual(['message']);
    const unsigned = await signData(ports, { content, contentType: CONTENT_TYPE.voucherJson, signatures: [] });
    expect(rulesOf(unsigned)).toEqual(['signature-absent']);
    const nonsense = { content: new Uint8Array([0x7b]), contentType: CONTENT_TYPE.voucherJson, signatures: [signer] };
    expect(rulesOf(await signData(ports, nonsense))).toEqual(['voucher']);
  });
});

test('reads 2,000 damaged vouchers, and takes none for another device', async () => {
  expectToWithstand(encodeVoucher(voucher), (damaged) => isInside(readVoucher(damaged), damaged));
  expectToWithstand(await signed(voucher), (damaged) => {
    const verdict = verifyVoucher(ports, damaged, expectation());
    return !verdict.good || verdict.voucher?.serialNumber === voucher.serialNumber;
  });
});

test('any JSON gives a voucher or a fault', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const bytes = new TextEncoder().encode(`{"ietf-voucher:voucher":${json}}`);
      expect(readVoucher(bytes)).toMatchObject({ ok: false });
    }),
    { numRuns: 500 },
  );
});
