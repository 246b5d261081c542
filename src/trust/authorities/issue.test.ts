import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generateSigner } from '#connect';
import { authorityBelow, newPorts, rootOf, VARIABLES } from '../../../tests/default-hierarchy.ts';
import { defaultProfile } from '../../../tests/default-profiles.ts';
import { ecKey } from '../../../tests/lint-objects.ts';
import { crypto, DAY_US, HOUR_US, NOW_US } from '../../../tests/trust-authorities.ts';
import { validatePath } from '../x509/path.ts';
import { keyPin } from '../x509/path-rules.ts';
import { PURPOSE } from '../x509/extensions.ts';
import type { AltName } from '../x509/general-names.ts';
import { type Profile, type AuthorityPurpose, mayIssue, ENTITY_PURPOSES } from '../profiles/profile.ts';
import type { Registry } from '../registry.ts';
import { type IssuanceRequest, issue } from './issue.ts';

const ports = newPorts();
const root = await rootOf(ports);
const devices = await authorityBelow(root, 'device-auth-ca', ports);
const profile = defaultProfile('device-auth');

const newKey = async () => (await generateSigner('ecdsa-p256-sha256')).publicKey;
const wish = async (changes: Partial<IssuanceRequest> = {}): Promise<IssuanceRequest> => ({
  publicKey: await newKey(),
  variables: { deviceSerial: 'SN-0007' },
  names: [],
  ...changes,
});

test('a device gets what its profile says, and the registry has it', async () => {
  const issued = await issue(await wish(), profile, devices, ports, NOW_US);
  if (!issued.ok) throw new Error(issued.rule);
  const peer = new X509Certificate(issued.certificate);
  expect(peer.subject).toBe('C=JP\nO=Example Medical\nOU=pump\nserialNumber=SN-0007\nCN=SN-0007');
  expect(peer.verify(new X509Certificate(devices.issuer.certificate).publicKey)).toBe(true);
  expect(peer.keyUsage).toEqual([PURPOSE.clientAuth]);
  expect(peer.subjectAltName).toContain('URI:urn:dev:os:32473-SN-0007');
  expect(peer.infoAccess).toContain('http://pki.example.test/ocsp');
  const pins = { issuerKey: devices.id, rootKey: keyPin(crypto, root.certificate) };
  const verdict = validatePath(
    {
      certificate: issued.certificate,
      others: [devices.issuer.certificate],
      anchors: [root.issuer.certificate],
      atUs: NOW_US,
      purpose: PURPOSE.clientAuth,
      policy: '1.3.6.1.4.1.32473.1.1',
      pins,
    },
    crypto,
  );
  expect(verdict).toMatchObject({ ok: true });
  const { serialHex } = issued.record;
  expect(await ports.registry.find(devices.id, serialHex)).toMatchObject({
    state: 'active',
    deviceSerial: 'SN-0007',
    profileId: 'device-auth',
    certificate: issued.certificate,
  });
});

test.each<AuthorityPurpose>(['server-ca', 'code-ca', 'sign-ca', 'encrypt-ca', 'factory-ca', 'service-ca'])(
  'an authority for each kind, and all that the %s issues, break no rule',
  async (purpose) => {
    const authority = await authorityBelow(root, purpose, ports);
    for (const entity of ENTITY_PURPOSES.filter((each) => mayIssue(purpose, each))) {
      const names = defaultProfile(entity).names.flatMap((rule): AltName[] => {
        if (rule.kind === 'dns') return [{ kind: rule.kind, text: 'a.example.test' }];
        return rule.kind === 'email' ? [{ kind: rule.kind, text: 'a@example.test' }] : [];
      });
      const variables = { ...VARIABLES, deviceSerial: 'SN-1', name: '麻酔器の報告書' };
      const issued = await issue(await wish({ names, variables }), defaultProfile(entity), authority, ports, NOW_US);
      expect(issued, entity).toMatchObject({ ok: true });
    }
  },
);

test('a hospital has its own root, which issues for its own devices', async () => {
  const own = newPorts();
  const hospital = await rootOf(own, 'hospital-ca');
  const local = await authorityBelow(hospital, 'ldevid-ca', own);
  const names = [{ kind: 'dns', text: 'pump-7.example.test' } as const];
  const variables = { ...VARIABLES, deviceSerial: 'SN-7' };
  const request = await wish({ names, variables });
  expect(await issue(request, defaultProfile('ldevid'), local, own, NOW_US)).toMatchObject({ ok: true });
});

describe('nothing is issued, and nothing recorded', () => {
  const refused = async (request: IssuanceRequest, changes: Partial<Profile> = {}, nowUs = NOW_US) => {
    const before = ports.registry.size;
    const issued = await issue(request, { ...profile, ...changes }, devices, ports, nowUs);
    expect(ports.registry.size).toBe(before);
    if (issued.ok) throw new Error('issued');
    expect(issued.clause).not.toBe('');
    expect(issued.remedy.ja.length * issued.remedy.en.length).toBeGreaterThan(0);
    return [issued.rule, issued.detail];
  };

  test('by an authority of another kind', async () => {
    expect(await refused(await wish(), { purpose: 'server' })).toEqual(['authority-issues-purpose', 'server']);
    expect(await refused(await wish(), { purpose: 'device-auth-ca' })).toContain('authority-issues-purpose');
  });

  test('for a key of another kind, that cannot be read, or that is no point', async () => {
    expect(await refused(await wish({ publicKey: await ecKey('secp521r1') }))).toEqual(['key-kind-allowed', 'P-521']);
    expect(await refused(await wish({ publicKey: Uint8Array.of(1, 2) }))).toEqual(['key-readable', '']);
    const publicKey = await newKey();
    publicKey[70]! ^= 1;
    expect(await refused(await wish({ publicKey }))).toEqual(['key-is-a-point-of-its-curve', 'P-256']);
  });

  test('without a value, with one that hides something, or one too long', async () => {
    expect(await refused(await wish({ variables: {} }))).toEqual(['value-missing', 'deviceSerial']);
    for (const deviceSerial of ['SN 7', 'SN-7\u0000', 'ＳＮ', '', 'x'.repeat(49), 'a,CN=root'])
      expect(await refused(await wish({ variables: { deviceSerial } }))).toEqual(['value-missing', 'deviceSerial']);
  });

  test('for names that the profile does not give', async () => {
    const names = [{ kind: 'dns', text: 'pump-7.example.test' } as const];
    expect(await refused(await wish({ names }))).toEqual(['names-follow-profile', 'dns pump-7.example.test']);
    const pattern = { names: [{ kind: 'uri', form: 'urn:dev:os:{enterpriseNumber}-{deviceSerial}' }] } as const;
    const uri = [{ kind: 'uri', text: 'urn:dev:os:32473-SN-0008' } as const];
    expect(await refused(await wish({ names: uri }), pattern)).toContain('names-follow-profile');
  });

  test('for a time that is over or outside the authority', async () => {
    expect(await refused(await wish({ notAfterUs: NOW_US - 1 }))).toEqual(['validity-follows-profile', '']);
    expect(await refused(await wish(), {}, devices.notAfterUs + DAY_US)).toEqual(['validity-follows-profile', '']);
    expect(await refused(await wish(), {}, devices.notBeforeUs - DAY_US)).toEqual(['validity-follows-profile', '']);
  });

  test('for a key that the authority has certified before', async () => {
    const first = await wish();
    const issued = await issue(first, profile, devices, ports, NOW_US);
    const serialHex = issued.ok ? issued.record.serialHex : '';
    expect(await refused(first)).toEqual(['key-is-new', serialHex]);
    expect(await refused({ ...first, variables: { deviceSerial: 'X' } }, { duplicateKey: 'same-subject' })).toEqual([
      'key-is-new',
      serialHex,
    ]);
    expect(await issue(first, { ...profile, duplicateKey: 'same-subject' }, devices, ports, NOW_US)).toMatchObject({
      ok: true,
    });
  });

  test('by a profile whose certificate would break a rule', async () => {
    const broad = { purposes: ['clientAuth', 'serverAuth'] } as const;
    expect(await refused(await wish(), broad)).toContain('purpose-is-single');
  });
});

test('a registry that fails, or takes the number for taken, keeps the certificate back', async () => {
  const request = await wish();
  const answering = (add: Registry['add']): Registry => ({
    add,
    findByKey: async () => [],
    revocations: async () => [],
    find: async () => undefined,
    change: async () => ({ ok: false, reason: 'not-known' }),
  });
  const full = answering(() => Promise.reject(new Error('disk full')));
  await expect(issue(request, profile, devices, { cryptography: crypto, registry: full }, NOW_US)).rejects.toThrow(
    'disk full',
  );
  const taken = answering(async () => ({ ok: false, reason: 'serial-taken' }));
  expect(await issue(request, profile, devices, { cryptography: crypto, registry: taken }, NOW_US)).toMatchObject({
    ok: false,
    rule: 'registry-holds-certificate',
  });
});

test('one of many at the same time gets the key', async () => {
  const request = await wish();
  const all = await Promise.all(Array.from({ length: 6 }, () => issue(request, profile, devices, ports, NOW_US)));
  expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  expect(all.filter((each) => !each.ok && each.rule === 'key-is-new')).toHaveLength(5);
});

test('time: backdated, at most as long as the profile, never beyond the authority', async () => {
  const at = async (nowUs: number, notAfterUs?: number) => {
    const issued = await issue(await wish(notAfterUs ? { notAfterUs } : {}), profile, devices, ports, nowUs);
    return issued.ok ? [issued.record.notBeforeUs, issued.record.notAfterUs] : [];
  };
  const later = NOW_US + 10 * DAY_US + 5;
  expect(await at(later)).toEqual([later - DAY_US - 5, NOW_US + (10 + profile.validityDays) * DAY_US]);
  expect(await at(NOW_US)).toEqual([devices.notBeforeUs, NOW_US + profile.validityDays * DAY_US]);
  expect(await at(later, later + HOUR_US)).toEqual([later - DAY_US - 5, later - 5 + HOUR_US]);
  const late = devices.notAfterUs - DAY_US;
  expect(await at(late)).toEqual([late - DAY_US, devices.notAfterUs]);
});

test('values of the authority win over those of the request', async () => {
  const taken = { organization: 'Somebody Else', statusHost: 'evil.example.test', productLine: 'Evil' };
  const variables = { deviceSerial: 'SN-9', ...taken };
  const issued = await issue(await wish({ variables }), profile, devices, ports, NOW_US);
  const text = issued.ok ? Buffer.from(issued.certificate).toString('latin1') : '';
  expect(text).toContain(VARIABLES.organization);
  expect(text).not.toMatch(/Somebody|evil/i);
});
