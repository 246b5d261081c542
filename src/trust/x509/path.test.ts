import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { der } from '#bytes';
import { generateSigner, softwareSigner } from '#connect';
import {
  crypto,
  DAY_US,
  deviceExtensions,
  issue,
  makeAuthority,
  makeRoot,
  nameOf,
  NOW_US,
  POLICY,
  type Wish,
} from '../../../tests/trust-authorities.ts';
import { withstandsMutations } from '../../../tests/mutated-input.ts';
import { trustFault } from '../fault.ts';
import { MAX_PATH_SIGNATURES, MAX_POOL_CERTIFICATES } from '../limits.ts';
import type { Crypto } from '../ports.ts';
import { signatureAlgorithmIdentifier } from './algorithms.ts';
import type { Issuer } from './certificate.ts';
import * as ext from './extensions.ts';
import { pathCertificate, type PathQuestion, validatePath } from './path.ts';
import { keyPin } from './path-rules.ts';
import type { PathVerdict } from './path-verdict.ts';

const { publicKey } = await generateSigner('ecdsa-p256-sha256');
const root = await makeRoot();
const sub = await makeAuthority(root, 'Device CA');
const sibling = await makeAuthority(root, 'Printer CA');
const device = await issue(sub, publicKey);

const pinOf = ({ certificate }: Issuer): string => keyPin(crypto, pathCertificate(certificate)!);
const PINS = { issuerKey: pinOf(sub), rootKey: pinOf(root) };

function judge(certificate: Uint8Array, changes: Partial<PathQuestion> = {}, ports: Crypto = crypto): PathVerdict {
  const question = { certificate, others: [sub.certificate], anchors: [root.certificate], atUs: NOW_US, ...changes };
  return validatePath(question, ports);
}

const withExtensions = (issuer: Issuer, ...more: readonly Uint8Array[]): Promise<Uint8Array> =>
  issue(issuer, publicKey, { extensions: [...deviceExtensions(publicKey, issuer), ...more] });

/** A device below an authority of its own wishes. */
async function below(wish: Parameters<typeof makeAuthority>[2], leaf: Wish = {}, above = root) {
  const authority = await makeAuthority(above, 'Wished CA', wish);
  return { authority, certificate: await issue(authority, publicKey, leaf), others: [authority.certificate] };
}

describe('a good path', () => {
  test('goes from the device over its authority to the root', () => {
    const verdict = judge(device, {
      purpose: ext.PURPOSE.clientAuth,
      keyUsage: 'digitalSignature',
      policy: POLICY,
      pins: PINS,
      statusOf: () => 'good',
    });
    expect(verdict.ok).toBe(true);
    expect(verdict.path.map(({ bytes }) => bytes)).toEqual([device, sub.certificate, root.certificate]);
  });

  test('is found among certificates in any order, twice or useless', async () => {
    const stranger = await makeRoot();
    const others = [stranger.certificate, root.certificate, Uint8Array.of(1), sibling.certificate, device];
    expect(judge(device, { others: [...others, sub.certificate, sub.certificate] }).ok).toBe(true);
  });

  test('is found where two authorities have the same name, and where the first one leads nowhere', async () => {
    const namesake = await makeAuthority(root, 'Device CA');
    expect(judge(device, { others: [namesake.certificate, sub.certificate] }).ok).toBe(true);
    const expired = await issue(root, sub.signer.publicKey, {
      subject: nameOf('Device CA'),
      notAfterUs: NOW_US - 1,
      extensions: [ext.basicConstraints({ ca: true }), ext.keyUsage(['keyCertSign'])],
    });
    expect(judge(device, { others: [expired, sub.certificate] }).ok).toBe(true);
    expect(judge(device, { others: [expired] })).toMatchObject({ ok: false, rule: 'expired', at: 1 });
  });
});

describe('a path is refused, with the rule and the place', () => {
  const expectRefused = (verdict: PathVerdict, rule: string, at: number) => {
    expect(verdict).toMatchObject({ ok: false, rule, at });
    expect(verdict.ok ? '' : verdict.clause).toMatch(/^(?:RFC 5280|NIST)/);
  };

  test('without an anchor, or with a link missing', async () => {
    expectRefused(judge(device, { anchors: [] }), 'no-path-to-anchor', 1);
    expectRefused(judge(device, { others: [] }), 'no-path-to-anchor', 0);
    expectRefused(
      judge(device, { anchors: [(await makeRoot('ecdsa-p256-sha256', 'Other')).certificate] }),
      'no-path-to-anchor',
      1,
    );
  });

  test('by a signature of another key with the same name', async () => {
    const impostor = await makeRoot();
    expectRefused(judge(device, { anchors: [impostor.certificate] }), 'signature-invalid', 1);
    const changed = device.map((octet, index) => (index === Buffer.from(device).indexOf('pump-7') ? 0x71 : octet));
    expectRefused(judge(changed), 'signature-invalid', 0);
  });

  test('before and after its time, to the second', async () => {
    const short = await issue(sub, publicKey, { notBeforeUs: NOW_US, notAfterUs: NOW_US + 10_000_000 });
    expectRefused(judge(short, { atUs: NOW_US - 1 }), 'not-yet-valid', 0);
    expect(judge(short).ok).toBe(true);
    expect(judge(short, { atUs: NOW_US + 10_999_999 }).ok).toBe(true);
    expectRefused(judge(short, { atUs: NOW_US + 11_000_000 }), 'expired', 0);
    const early = await below({ notBeforeUs: NOW_US + DAY_US });
    expectRefused(judge(early.certificate, early), 'not-yet-valid', 1);
  });

  test('revoked or not known, the device or the authority above it', () => {
    const serialOf = (bytes: Uint8Array) => pathCertificate(bytes)!.read.serialHex;
    const statusOf = (state: 'revoked' | 'unknown', of: Uint8Array) => (_: unknown, serialHex: string) =>
      serialHex === serialOf(of) ? state : ('good' as const);
    expectRefused(judge(device, { statusOf: statusOf('revoked', device) }), 'revoked', 0);
    expectRefused(judge(device, { statusOf: statusOf('unknown', device) }), 'status-unknown', 0);
    expectRefused(judge(device, { statusOf: statusOf('revoked', sub.certificate) }), 'revoked', 1);
  });

  test('when the issuer is no authority, may not sign certificates, or stands too high', async () => {
    const signer = await generateSigner('ecdsa-p256-sha256');
    const asIssuer = async (...extensions: readonly Uint8Array[]) => {
      const certificate = await issue(root, signer.publicKey, { subject: nameOf('X'), extensions });
      const issuer = { ...sub, certificate, name: pathNameOf(certificate), signer };
      return judge(await issue(issuer, publicKey), { others: [certificate] });
    };
    const ca = ext.basicConstraints({ ca: true });
    expectRefused(await asIssuer(), 'not-an-authority', 1);
    expectRefused(
      await asIssuer(ext.basicConstraints({ ca: false }), ext.keyUsage(['keyCertSign'])),
      'not-an-authority',
      1,
    );
    expectRefused(await asIssuer(ca), 'key-usage-missing', 1);
    expectRefused(await asIssuer(ca, ext.keyUsage(['digitalSignature'])), 'key-usage-missing', 1);
    expect((await asIssuer(ca, ext.keyUsage(['keyCertSign']))).ok).toBe(true);
    const deep = await below({}, {}, sub);
    expectRefused(judge(deep.certificate, { others: [...deep.others, sub.certificate] }), 'path-too-long', 2);
  });

  test('by a critical extension that nobody here understands, on the device or above', async () => {
    const unknown = ext.extension('1.3.6.1.4.1.32473.9', true, der.nullValue());
    expectRefused(judge(await withExtensions(sub, unknown)), 'extension-unknown-critical', 0);
    const known = await withExtensions(sub, ext.extension('1.3.6.1.4.1.32473.9', false, der.nullValue()));
    expect(judge(known).ok).toBe(true);
    const above = await below({ more: [unknown] });
    expectRefused(judge(above.certificate, above), 'extension-unknown-critical', 1);
    // RFC 5280 4.2.1.11: policy constraints, which are not followed here, must not be passed over.
    const constrained = await below({ more: [ext.extension('2.5.29.36', true, der.sequence())] });
    expectRefused(judge(constrained.certificate, constrained), 'extension-unknown-critical', 1);
  });

  test('without the purpose, key usage or policy that is asked for', async () => {
    expectRefused(judge(device, { purpose: ext.PURPOSE.serverAuth }), 'purpose-missing', 0);
    const open = await issue(sub, publicKey, { extensions: [] });
    expectRefused(judge(open, { purpose: ext.PURPOSE.clientAuth }), 'purpose-missing', 0);
    const everyPurpose = await issue(sub, publicKey, { extensions: [ext.extendedKeyUsage([ext.PURPOSE.any])] });
    expectRefused(judge(everyPurpose, { purpose: ext.PURPOSE.clientAuth }), 'purpose-missing', 0);
    expectRefused(judge(device, { keyUsage: 'nonRepudiation' }), 'key-usage-missing', 0);
    expectRefused(judge(device, { policy: '1.2.3' }), 'policy-missing', 1);
    const narrow = await below({ more: [ext.extendedKeyUsage([ext.PURPOSE.serverAuth])] });
    expectRefused(judge(narrow.certificate, { ...narrow, purpose: ext.PURPOSE.clientAuth }), 'purpose-missing', 1);
    const anyPolicy = await issue(sub, publicKey, { extensions: [ext.certificatePolicies([ext.ANY_POLICY])] });
    expectRefused(judge(anyPolicy, { policy: POLICY }), 'policy-missing', 0);
  });

  test('with a certificate that is malformed, old or weak', async () => {
    expectRefused(judge(Uint8Array.of(0x30, 0)), 'certificate-malformed', 0);
    expectRefused(judge(await withExtensions(sub, ext.keyUsage(['keyAgreement']))), 'certificate-malformed', 0);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const weak = await issue(sub, softwareSigner(privateKey).publicKey, { extensions: [] });
    expectRefused(judge(weak), 'key-weak', 0);
    const algorithm = signatureAlgorithmIdentifier(sub.signer.algorithm);
    const times = der.sequence(der.timeOf(NOW_US - DAY_US), der.timeOf(NOW_US + DAY_US));
    const old = der.sequence(der.integer(7), algorithm, sub.name, times, root.name, publicKey);
    const signature = der.bitString(await sub.signer.sign(old));
    expectRefused(judge(der.sequence(old, algorithm, signature)), 'version-below-3', 0);
    // RFC 5280 4.1.1.2: what is signed names the algorithm as well, so that nobody can change it.
    const other = signatureAlgorithmIdentifier('ecdsa-p384-sha384');
    expectRefused(judge(der.sequence(old, other, signature)), 'certificate-malformed', 0);
  });

  test('by bounds, whatever is sent along', async () => {
    const pool = Array.from({ length: MAX_POOL_CERTIFICATES + 1 }, () => sub.certificate);
    expectRefused(judge(device, { others: pool }), 'too-many-certificates', 0);
    let checked = 0;
    const counting: Crypto = { ...crypto, verify: (...signed) => (checked++, crypto.verify(...signed)) };
    const namesakes = await Promise.all(Array.from({ length: 40 }, () => makeAuthority(root, 'Device CA')));
    const others = namesakes.map(({ certificate }) => certificate);
    expectRefused(judge(device, { others }, counting), 'too-many-signatures', 0);
    expect(checked).toBe(MAX_PATH_SIGNATURES);
  });
});

function pathNameOf(certificate: Uint8Array): Uint8Array {
  const { start, end } = pathCertificate(certificate)!.read.ranges.subject;
  return certificate.slice(start, end);
}

describe('trap 2: only this authority and this root', () => {
  test('a device of a sibling authority of the same root is refused, although its path is good', async () => {
    const printer = await issue(sibling, publicKey);
    const others = [sub.certificate, sibling.certificate];
    expect(judge(printer, { others }).ok).toBe(true);
    expect(judge(printer, { others, pins: PINS })).toMatchObject({ ok: false, rule: 'pinned-issuer-absent', at: 1 });
    expect(judge(device, { others, pins: PINS }).ok).toBe(true);
  });

  test('an authority of the same name and root with another key is refused', async () => {
    const namesake = await makeAuthority(root, 'Device CA');
    const printer = await issue(namesake, publicKey);
    const verdict = judge(printer, { others: [namesake.certificate, sub.certificate], pins: PINS });
    expect(verdict).toMatchObject({ ok: false, rule: 'pinned-issuer-absent' });
  });

  test('an authority below the pinned one is not the pinned one', async () => {
    const wide = await makeAuthority(root, 'Wide CA', { pathLength: 3 });
    const { certificate, others } = await below({}, {}, wide);
    const pins = { issuerKey: pinOf(wide), rootKey: pinOf(root) };
    expect(judge(certificate, { others: [...others, wide.certificate] }).ok).toBe(true);
    expect(judge(certificate, { others: [...others, wide.certificate], pins })).toMatchObject({
      ok: false,
      rule: 'pinned-issuer-absent',
    });
  });

  test('the pinned authority under another trusted root is refused', async () => {
    const second = await makeRoot('ecdsa-p256-sha256', 'Second Root');
    const cross = await issue(second, sub.signer.publicKey, {
      subject: nameOf('Device CA'),
      extensions: [ext.basicConstraints({ ca: true }), ext.keyUsage(['keyCertSign'])],
    });
    const anchors = [second.certificate, root.certificate];
    expect(judge(device, { others: [cross], anchors, pins: PINS })).toMatchObject({
      ok: false,
      rule: 'pinned-root-absent',
    });
    expect(judge(device, { others: [cross, sub.certificate], anchors, pins: PINS }).ok).toBe(true);
  });

  test('the authority alone as anchor does not stand in for the root', () => {
    expect(judge(device, { anchors: [sub.certificate] }).ok).toBe(true);
    expect(judge(device, { anchors: [sub.certificate], pins: PINS })).toMatchObject({ rule: 'pinned-root-absent' });
  });
});

test('trap 3: no verdict is remembered, so what is revoked between two questions is refused the second time', () => {
  const revoked = new Set<string>();
  const statusOf = (_: unknown, serialHex: string) => (revoked.has(serialHex) ? 'revoked' : 'good');
  expect(judge(device, { statusOf }).ok).toBe(true);
  revoked.add(pathCertificate(device)!.read.serialHex);
  expect(judge(device, { statusOf })).toMatchObject({ ok: false, rule: 'revoked' });
});

describe('any input', () => {
  withstandsMutations(
    () => [device],
    (certificate) => {
      const verdict = judge(certificate, { others: [sub.certificate, certificate] });
      return verdict.ok ? { ok: true } : trustFault('signature-invalid', verdict.at, verdict.rule ? 'RFC 5280 6' : '');
    },
  );
});
