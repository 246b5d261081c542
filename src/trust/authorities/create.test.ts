import { expect, test } from 'vitest';
import { generateSigner } from '#connect';
import { authorityBelow, newPorts, rootOf, VARIABLES } from '../../../tests/default-hierarchy.ts';
import { defaultProfile } from '../../../tests/default-profiles.ts';
import { crypto, DAY_US, makeAuthority, makeRoot, NOW_US } from '../../../tests/trust-authorities.ts';
import { possessionFault, readRequest } from '../x509/request.ts';
import { authorityOf } from './authority.ts';
import { createRoot, createSubordinate, importSubordinate, subordinateRequest } from './create.ts';
import { issue } from './issue.ts';
import { planHierarchy } from './plan-hierarchy.ts';

const ports = newPorts();
const root = await rootOf(ports);
const profile = defaultProfile('code-ca');
const newWish = async () => ({ profile, variables: VARIABLES, signer: await generateSigner('ecdsa-p256-sha256') });

/** What an offline root makes of a request that was carried to it. */
async function signedElsewhere(wish: Awaited<ReturnType<typeof newWish>>, offline = root): Promise<Uint8Array> {
  const request = await subordinateRequest(wish);
  if (!(request instanceof Uint8Array)) throw new Error(request.rule);
  const read = readRequest(request);
  if (!read.ok) throw new Error(read.reason);
  expect(possessionFault(request, read, crypto)).toBeUndefined();
  const publicKey = request.slice(read.publicKey.start, read.publicKey.end);
  const issued = await issue({ publicKey, variables: VARIABLES, names: [] }, profile, offline, newPorts(), NOW_US);
  if (!issued.ok) throw new Error(issued.rule);
  return issued.certificate;
}

const asRoot = { certificate: root.issuer.certificate, purpose: 'root' } as const;

test('a root is recorded under itself and may sign at once', async () => {
  const [record] = await ports.registry.findByKey(root.id);
  expect(record).toMatchObject({ authorityId: root.id, keyPin: root.id, profileId: 'root', state: 'active' });
  expect(record?.certificate).toEqual(root.issuer.certificate);
});

test('only roots sign themselves, and no authority makes one of its own kind', async () => {
  expect(await createRoot(await newWish(), ports, NOW_US)).toMatchObject({ rule: 'authority-issues-purpose' });
  const devices = await authorityBelow(root, 'device-auth-ca', ports);
  expect(await createSubordinate(await newWish(), devices, ports, NOW_US)).toMatchObject({
    rule: 'authority-issues-purpose',
  });
  const leaf = { ...(await newWish()), profile: defaultProfile('time-stamp') };
  const service = await authorityBelow(root, 'service-ca', ports);
  expect(await createSubordinate(leaf, service, ports, NOW_US)).toMatchObject({ ok: false });
});

test('a request goes to an offline root, and its certificate comes back', async () => {
  const wish = await newWish();
  const certificate = await signedElsewhere(wish);
  const authority = await importSubordinate(certificate, wish, asRoot, ports, NOW_US);
  if (!authority.ok) throw new Error(authority.rule);
  expect(authority).toMatchObject({ purpose: 'code-ca' });
  expect(await ports.registry.findByKey(authority.id)).toMatchObject([{ authorityId: root.id, profileId: 'code-ca' }]);
  const signer = defaultProfile('release-signer');
  const { publicKey } = await generateSigner('ecdsa-p256-sha256');
  const names = [{ kind: 'email', text: 'release@example.test' } as const];
  const request = { publicKey, variables: { name: 'Release 1' }, names };
  expect(await issue(request, signer, authority, ports, NOW_US)).toMatchObject({ ok: true });
  expect(await importSubordinate(certificate, wish, asRoot, ports, NOW_US)).toMatchObject({ rule: 'key-is-new' });
});

test('an imported certificate is refused when it is not what was asked for', async () => {
  const wish = await newWish();
  const certificate = await signedElsewhere(wish);
  const ruleOf = async (
    ...[bytes, changes = {}, above = asRoot, nowUs = NOW_US]: [
      Uint8Array,
      object?,
      Parameters<typeof importSubordinate>[2]?,
      number?,
    ]
  ) => {
    const size = ports.registry.size;
    const made = await importSubordinate(bytes, { ...wish, ...changes }, above, ports, nowUs);
    expect(ports.registry.size).toBe(size);
    return made.ok ? '' : made.rule;
  };
  expect(await ruleOf(Uint8Array.of(0x30, 0))).toBe('certificate-readable');
  expect(await ruleOf(certificate, { signer: (await newWish()).signer })).toBe('key-of-authority');
  expect(await ruleOf(certificate, { profile: defaultProfile('sign-ca') })).toBe('certificate-follows-profile');
  expect(await ruleOf(certificate, { profile: defaultProfile('device-auth') })).toBe('authority-issues-purpose');
  const other = await rootOf(newPorts());
  expect(await ruleOf(certificate, {}, { ...asRoot, certificate: other.issuer.certificate })).toBe('path-to-root');
  expect(await ruleOf(certificate, {}, asRoot, NOW_US + 9000 * DAY_US)).toBe('path-to-root');
  const foreign = await makeAuthority(root.issuer, 'Foreign CA');
  expect(await ruleOf(foreign.certificate, { signer: foreign.signer })).toBe('certificate-follows-profile');
  const changed = certificate.map((octet, at) => (at === certificate.length - 1 ? octet ^ 1 : octet));
  expect(await ruleOf(changed)).toBe('path-to-root');
});

test('an authority needs a certificate that lets it certify, and its own key', async () => {
  const stranger = await makeRoot();
  expect(authorityOf('root', stranger.certificate, root.issuer.signer, {}, crypto)).toMatchObject({
    reason: 'key-mismatch',
  });
  const leaf = await makeRoot('ecdsa-p256-sha256', 'Leaf', { extensions: [] });
  expect(authorityOf('root', leaf.certificate, leaf.signer, {}, crypto)).toMatchObject({ reason: 'value-unknown' });
});

test('a new generation, and another product line, stand beside the old ones', async () => {
  const variables = { ...VARIABLES, generation: 'G2', productLine: 'monitor' };
  const wish = { ...(await newWish()), profile: defaultProfile('device-auth-ca'), variables };
  const authority = await createSubordinate(wish, root, ports, NOW_US);
  if (!authority.ok) throw new Error(authority.rule);
  const [record] = await ports.registry.findByKey(authority.id);
  expect(record?.subject).toBe('CN=monitor Device CA G2,O=Example Medical,C=JP');
  expect(authority.variables).toMatchObject({ productLine: 'monitor', statusHost: 'pki.example.test' });
});

test('the hierarchy of a manufacturer and of a hospital', () => {
  const productLines = [
    { productLine: 'pump', hardwareType: '1.3.6.1.4.1.32473.2.7' },
    { productLine: 'monitor', hardwareType: '1.3.6.1.4.1.32473.2.8' },
  ];
  const factories = [{ site: 'tokyo', productLine: 'pump' }];
  const plan = planHierarchy({ kind: 'manufacturer', variables: VARIABLES, productLines, factories });
  expect(plan.map(({ purpose, above, variables }) => [purpose, above, variables.productLine])).toEqual([
    ['root', undefined, 'pump'],
    ['code-ca', 'root', 'pump'],
    ['sign-ca', 'root', 'pump'],
    ['encrypt-ca', 'root', 'pump'],
    ['service-ca', 'root', 'pump'],
    ['device-auth-ca', 'root', 'pump'],
    ['server-ca', 'root', 'pump'],
    ['device-auth-ca', 'root', 'monitor'],
    ['server-ca', 'root', 'monitor'],
    ['factory-ca', 'root', 'pump'],
  ]);
  expect(plan.filter(({ offline }) => offline).map(({ purpose }) => purpose)).toEqual(['root']);
  expect(plan.at(-1)?.variables).toMatchObject({ site: 'tokyo', hardwareType: '1.3.6.1.4.1.32473.2.7' });
  const hospital = planHierarchy({ kind: 'hospital', variables: VARIABLES, productLines, factories });
  expect(hospital.map(({ purpose, above }) => [purpose, above])).toEqual([
    ['hospital-ca', undefined],
    ['ldevid-ca', 'hospital-ca'],
  ]);
});
