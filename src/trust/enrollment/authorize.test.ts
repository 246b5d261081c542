import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Name, readCertificate, readElement, readName } from '#bytes';
import { generateSigner } from '#connect';
import { authorityBelow, newPorts, rootOf, VARIABLES } from '../../../tests/default-hierarchy.ts';
import { defaultProfile } from '../../../tests/default-profiles.ts';
import { DAY_US, HOUR_US, NOW_US } from '../../../tests/trust-authorities.ts';
import { issue } from '../authorities/issue.ts';
import { publicKeyOf } from '../profiles/key-kind.ts';
import { CREDENTIAL_KINDS, ENTITY_PURPOSES, KEY_KINDS, PROTOCOLS } from '../profiles/profile.ts';
import type { RegistryRecord } from '../registry.ts';
import { PURPOSE } from '../x509/extensions.ts';
import { type DistinguishedName, encodeName } from '../x509/name.ts';
import { authorize } from './authorize.ts';
import type { Credential, EnrollmentRequest } from './request.ts';
import { RULES } from './rules/index.ts';

const ports = newPorts();
const root = await rootOf(ports);
const devices = await authorityBelow(root, 'device-auth-ca', ports);
const profile = defaultProfile('device-auth');
const ldevid = defaultProfile('ldevid');
const station = defaultProfile('station');

function nameOf(name: DistinguishedName): Name {
  const bytes = encodeName(name);
  const element = readElement(bytes, 0, bytes.length);
  return readName(bytes, 0, element.ok ? element.contentStart : 0, bytes.length, []);
}

const KEYS = {
  p256: (await generateSigner('ecdsa-p256-sha256')).publicKey,
  p384: (await generateSigner('ecdsa-p384-sha384')).publicKey,
  ed25519: (await generateSigner('ed25519')).publicKey,
};
const variables = { ...VARIABLES, deviceSerial: 'SN-7' };
const SUBJECT = 'CN=SN-7,serialNumber=SN-7,OU=pump,O=Example Medical,C=JP';

const record = (changes: Partial<RegistryRecord> = {}): RegistryRecord => ({
  authorityId: devices.id,
  serialHex: '41AB',
  keyPin: '00',
  subject: SUBJECT,
  profileId: 'device-auth',
  profileVersion: 1,
  notBeforeUs: NOW_US - DAY_US,
  notAfterUs: NOW_US + 100 * DAY_US,
  recordedAtUs: NOW_US - DAY_US,
  certificate: new Uint8Array(0),
  state: 'active',
  revision: 1,
  ...changes,
});

const identity = { isPinned: true, deviceSerial: 'SN-7', standing: 'good' } as const;
const CODE = { profileId: 'device-auth', deviceSerial: 'SN-7', expiresAtUs: NOW_US + HOUR_US, usesLeft: 1 };
const voucher = { deviceSerial: 'SN-7', isSignedByMaker: true, isForThisDomain: true, expiresAtUs: NOW_US + HOUR_US };
const permit = { hasStation: true, hasDevice: true, endsAtUs: NOW_US + HOUR_US };
const bench = record({ profileId: 'station', subject: 'CN=bench' });

const withCode = (changes: Partial<typeof CODE> = {}): Credential => ({
  kind: 'one-time-code',
  code: { ...CODE, ...changes },
});
const withRecord = (changes: Partial<RegistryRecord> = {}): Credential => ({
  kind: 'client-certificate',
  record: record(changes),
});

const request = (changes: Partial<EnrollmentRequest> = {}): EnrollmentRequest => ({
  protocol: 'est',
  profile,
  credential: withCode(),
  csr: { subject: nameOf([]), names: [], publicKey: publicKeyOf(KEYS.p256)!, possessionProved: true },
  variables,
  authority: devices,
  inUse: 0,
  sameKey: [],
  approvedBy: [],
  nowUs: NOW_US,
  ...changes,
});

const ruleOf = (changes: Partial<EnrollmentRequest>): string => {
  const decision = authorize(request(changes));
  if (decision.ok) return 'granted';
  expect(decision.clause).not.toBe('');
  expect(decision.remedy.ja.length * decision.remedy.en.length).toBeGreaterThan(0);
  return decision.rule;
};

const csr = (changes: Partial<EnrollmentRequest['csr']>): Pick<EnrollmentRequest, 'csr'> => ({
  csr: { ...request().csr, ...changes },
});

test('a grant says what will be issued', () => {
  expect(authorize(request())).toMatchObject({
    ok: true,
    subject: profile.subject.map(({ type }) => [{ type }]),
    names: [{ kind: 'uri', text: 'urn:dev:os:32473-SN-7' }, { kind: 'hardwareModule' }],
    validity: { notBeforeUs: devices.notBeforeUs, notAfterUs: NOW_US + profile.validityDays * DAY_US },
    approvalsMissing: 0,
  });
});

describe('whatever the credential', () => {
  test.each<[string, Partial<EnrollmentRequest>]>([
    ['granted', {}],
    ['protocol-allowed', { protocol: 'acme' }],
    ['credential-allowed', { credential: { kind: 'operator', operatorId: 'a', mayEnroll: true } }],
    ['no-authority-by-protocol', { profile: { ...profile, purpose: 'device-auth-ca' } }],
    ['possession-proved', csr({ possessionProved: false })],
    ['quota-is-left', { inUse: profile.quota! }],
    ['granted', { inUse: profile.quota! - 1 }],
    ['key-is-not-taken', { sameKey: [record()] }],
    ['granted', { sameKey: [record()], profile: { ...profile, duplicateKey: 'same-subject' } }],
    [
      'key-is-not-taken',
      { sameKey: [record({ subject: 'CN=x' })], profile: { ...profile, duplicateKey: 'same-subject' } },
    ],
    ['key-kind-allowed', csr({ publicKey: publicKeyOf(KEYS.ed25519)! })],
    ['granted', csr({ subject: nameOf([[{ type: 'CN', text: 'SN-7' }]]) })],
    ['subject-follows-profile', csr({ subject: nameOf([[{ type: 'CN', text: 'SN-8' }]]) })],
    ['subject-follows-profile', csr({ subject: nameOf([[{ type: 'title', text: 'root' }]]) })],
    ['granted', csr({ names: [{ kind: 'uri', text: 'urn:dev:os:32473-SN-7' }] })],
    ['names-follow-profile', csr({ names: [{ kind: 'dns', text: '*.example.test' }] })],
    [
      'value-missing',
      { variables: VARIABLES, credential: { kind: 'station', ...stationProof({}) }, protocol: 'batch' },
    ],
    ['validity-follows-profile', { askedEndUs: NOW_US }],
  ])('%s: %o', (rule, changes) => {
    expect(ruleOf(changes)).toBe(rule);
  });
});

function stationProof(changes: object) {
  return { record: bench, signatureHolds: true, permit, ...changes };
}

describe('one-time code', () => {
  test.each<[string, Credential]>([
    ['granted', withCode()],
    ['code-is-good', { kind: 'one-time-code' }],
    ['code-is-good', withCode({ usesLeft: 0 })],
    ['code-is-good', withCode({ expiresAtUs: NOW_US })],
    ['code-is-good', withCode({ profileId: 'ldevid' })],
    ['code-is-good', withCode({ deviceSerial: 'SN-8' })],
  ])('%s: %o', (rule, credential) => {
    expect(ruleOf({ credential })).toBe(rule);
  });

  test('every refusal of a code is the same, so that nobody learns which exist', () => {
    const refusals = [{ kind: 'one-time-code' } as const, withCode({ usesLeft: 0 }), withCode({ expiresAtUs: 0 })];
    expect(new Set(refusals.map((credential) => JSON.stringify(authorize(request({ credential }))))).size).toBe(1);
  });
});

describe('a certificate of ours', () => {
  test.each<[string, Credential]>([
    ['granted', withRecord()],
    ['renewal-of-usable-certificate', { kind: 'client-certificate' }],
    ['renewal-of-usable-certificate', withRecord({ state: 'held' })],
    ['renewal-of-usable-certificate', withRecord({ state: 'revoked' })],
    ['renewal-of-usable-certificate', withRecord({ state: 'inactive' })],
    ['renewal-of-usable-certificate', withRecord({ notAfterUs: NOW_US - 1_000_000 })],
    ['renewal-of-same-subject', withRecord({ subject: 'CN=SN-8' })],
    ['renewal-of-same-subject', withRecord({ profileId: 'server' })],
    ['renewal-in-its-window', withRecord({ notAfterUs: NOW_US + 181 * DAY_US })],
    ['granted', withRecord({ notAfterUs: NOW_US + 180 * DAY_US })],
  ])('%s: %o', (rule, credential) => {
    expect(ruleOf({ credential })).toBe(rule);
  });

  test('one that has ended is replaced by the identity from the factory', () => {
    const ended = withRecord({ notAfterUs: NOW_US - DAY_US });
    expect(ruleOf({ credential: ended })).toBe('renewal-of-usable-certificate');
    expect(ruleOf({ credential: { kind: 'idevid', identity } })).toBe('granted');
  });
});

describe('the identity from the factory, and a voucher', () => {
  const withVoucher = (changes: object = {}, of = identity): Partial<EnrollmentRequest> => ({
    profile: ldevid,
    credential: { kind: 'voucher', identity: of, voucher: { ...voucher, ...changes } },
  });
  test.each<[string, Partial<EnrollmentRequest>]>([
    ['granted', { credential: { kind: 'idevid', identity } }],
    ['identity-is-pinned', { credential: { kind: 'idevid', identity: { ...identity, isPinned: false } } }],
    ['identity-is-pinned', { credential: { kind: 'idevid', identity: { ...identity, standing: 'revoked' } } }],
    ['identity-is-pinned', { credential: { kind: 'idevid', identity: { ...identity, standing: 'unknown' } } }],
    ['identity-is-of-device', { credential: { kind: 'idevid', identity: { ...identity, deviceSerial: 'SN-8' } } }],
    ['granted', withVoucher()],
    ['voucher-is-good', withVoucher({ isSignedByMaker: false })],
    ['voucher-is-good', withVoucher({ isForThisDomain: false })],
    ['voucher-is-good', withVoucher({ deviceSerial: 'SN-8' })],
    ['voucher-is-good', withVoucher({ expiresAtUs: NOW_US })],
    ['voucher-is-good', withVoucher({ expiresAtUs: undefined })],
    ['voucher-is-good', withVoucher({ nonceMatches: false })],
    ['granted', withVoucher({ expiresAtUs: undefined, nonceMatches: true })],
  ])('%s: %o', (rule, changes) => {
    expect(ruleOf(changes)).toBe(rule);
  });
});

describe('a bench of a factory, and an operator', () => {
  const by = (changes: object): Partial<EnrollmentRequest> => ({
    protocol: 'batch',
    credential: { kind: 'station', ...stationProof(changes) },
  });
  const operator = (operatorId: string, mayEnroll: boolean): Partial<EnrollmentRequest> => ({
    protocol: 'rest',
    profile: { ...station, names: [], subject: profile.subject },
    credential: { kind: 'operator', operatorId, mayEnroll },
  });
  test.each<[string, Partial<EnrollmentRequest>]>([
    ['granted', by({})],
    ['station-is-permitted', by({ record: undefined })],
    ['station-is-permitted', by({ record: { ...bench, state: 'revoked' } })],
    ['station-is-permitted', by({ record: record() })],
    ['station-is-permitted', by({ signatureHolds: false })],
    ['station-is-permitted', by({ permit: { ...permit, hasStation: false } })],
    ['station-is-permitted', by({ permit: { ...permit, hasDevice: false } })],
    ['station-is-permitted', by({ permit: { ...permit, endsAtUs: NOW_US } })],
    ['granted', operator('sato', true)],
    ['operator-may-enroll', operator('sato', false)],
    ['operator-may-enroll', operator('', true)],
  ])('%s: %o', (rule, changes) => {
    expect(ruleOf(changes)).toBe(rule);
  });

  test('two other people approve', () => {
    const missing = (...approvedBy: string[]) => {
      const asked = operator('sato', true);
      const decision = authorize(
        request({ ...asked, profile: { ...asked.profile!, approval: 'two-persons' }, approvedBy }),
      );
      return decision.ok && decision.approvalsMissing;
    };
    expect([missing(), missing('sato', 'sato'), missing('ito', 'ito'), missing('ito', 'abe')]).toEqual([2, 2, 1, 0]);
  });
});

test('the list of rules has each once', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
});

const bool = fc.constantFrom(true, true, true, false);
const serial = fc.constantFrom('SN-7', 'SN-7', 'SN-7', 'SN-7', 'SN-8', 'SN 9', '', 'x,CN=y');
const time = fc.integer({ min: -1000, max: 1000 }).map((hours) => NOW_US + hours * HOUR_US);
const anyRecord = fc
  .record({
    profileId: fc.constantFrom('device-auth', 'ldevid', 'station', 'server'),
    subject: fc.constantFrom(SUBJECT, 'CN=SN-8'),
    state: fc.constantFrom('active', 'active', 'active', 'inactive', 'held', 'revoked'),
    notAfterUs: time,
  })
  .map((changes) => record(changes as Partial<RegistryRecord>));
const anyIdentity = fc.record({
  isPinned: bool,
  deviceSerial: serial,
  standing: fc.constantFrom('good' as const, 'good' as const, 'revoked' as const, 'unknown' as const),
});
const anyCredential: fc.Arbitrary<Credential> = fc.oneof(
  fc.record({
    kind: fc.constant('one-time-code' as const),
    code: fc.record({
      profileId: fc.constantFrom('device-auth', 'ldevid'),
      deviceSerial: serial,
      expiresAtUs: time,
      usesLeft: fc.integer({ min: -1, max: 3 }),
    }),
  }),
  fc.record({ kind: fc.constant('client-certificate' as const), record: anyRecord }),
  fc.record({ kind: fc.constant('idevid' as const), identity: anyIdentity }),
  fc.record({
    kind: fc.constant('station' as const),
    record: anyRecord,
    signatureHolds: bool,
    permit: fc.record({ hasStation: bool, hasDevice: bool, endsAtUs: time }),
  }),
  fc.record({ kind: fc.constant('operator' as const), operatorId: fc.constantFrom('sato', ''), mayEnroll: bool }),
);
const anyName = fc.oneof(
  fc.record({
    kind: fc.constantFrom('dns' as const, 'email' as const, 'uri' as const, 'ip' as const),
    text: fc.constantFrom('a.example.test', '*.test', '10.0.0.1', 'urn:dev:os:32473-SN-7', 'x@y', '\u0000', ''),
  }),
  fc.constant({ kind: 'upn' as const, text: 'root@example.test' }),
);

test('no combination of inputs gives a certificate outside the profile', { timeout: 60_000 }, async () => {
  const combination = fc.record({
    protocol: fc.constantFrom(...PROTOCOLS),
    purpose: fc.constantFrom(...ENTITY_PURPOSES, 'device-auth-ca' as const, 'root' as const),
    everything: bool,
    credential: anyCredential,
    names: fc.oneof(fc.constant([]), fc.array(anyName, { maxLength: 2 })),
    keyKind: fc.constantFrom('p256' as const, 'p384' as const, 'ed25519' as const),
    possessionProved: fc.constantFrom(true, true, false),
    deviceSerial: serial,
    askedEndUs: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: time }),
    nowUs: fc.oneof({ weight: 3, arbitrary: fc.constant(NOW_US) }, { weight: 1, arbitrary: time }),
    subject: fc.constantFrom<DistinguishedName>([], [[{ type: 'CN', text: 'SN-7' }]], [[{ type: 'O', text: 'Evil' }]]),
  });
  let issued = 0;
  await fc.assert(
    fc.asyncProperty(combination, async (each) => {
      const fromSet =
        each.purpose === 'device-auth-ca' || each.purpose === 'root' ? profile : defaultProfile(each.purpose);
      const wide = { protocols: PROTOCOLS, credentials: CREDENTIAL_KINDS, keys: KEY_KINDS };
      const of = each.everything ? { ...profile, ...wide } : fromSet;
      const publicKey = KEYS[each.keyKind];
      const decision = authorize(
        request({
          ...each,
          profile: of,
          csr: {
            subject: nameOf(each.subject),
            names: each.names,
            publicKey: publicKeyOf(publicKey)!,
            possessionProved: each.possessionProved,
          },
          variables: { ...VARIABLES, deviceSerial: each.deviceSerial },
          ...(each.askedEndUs === undefined ? {} : { askedEndUs: each.askedEndUs }),
        } as Partial<EnrollmentRequest>),
      );
      if (!decision.ok || decision.approvalsMissing > 0) return;
      expect(each.possessionProved).toBe(true);
      expect(of.protocols).toContain(each.protocol);
      expect(of.credentials).toContain(each.credential.kind);
      const wish = { publicKey, variables: decision.variables, names: each.names };
      const made = await issue(wish, of, devices, newPorts(), each.nowUs);
      if (!made.ok) return;
      issued++;
      const read = readCertificate(made.certificate, 0, made.certificate.length);
      if (!read.ok) throw new Error(read.reason);
      expect(read.extensions.basicConstraints).toEqual({ ca: false });
      expect(read.extensions.keyUsage).toEqual(of.keyUsage);
      expect(read.extensions.extendedKeyUsage).toEqual(of.purposes.map((name) => PURPOSE[name]));
      expect(read.extensions.subjectAltNames.map(({ kind }) => kind)).toEqual(['uri', 'hardwareModule']);
      expect(read.notAfterMs! * 1000).toBeLessThanOrEqual(devices.notAfterUs);
      expect(read.notAfterMs! * 1000).toBeLessThanOrEqual(each.nowUs + of.validityDays * DAY_US);
      expect(made.record.subject).toMatch(/^CN=SN-[78],serialNumber=SN-[78],OU=pump,O=Example Medical,C=JP$/);
    }),
    { numRuns: 3000 },
  );
  expect(issued).toBeGreaterThan(10);
});
