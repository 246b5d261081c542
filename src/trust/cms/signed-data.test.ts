import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { der } from '#bytes';
import { type Actor, hierarchy, type Hierarchy, type Kind, NOW_US, ports } from '../../../tests/cms-actors.ts';
import { expectToWithstand, isInside } from '../../../tests/mutated-input.ts';
import { sameOctets } from '../x509/certificate.ts';
import { encodeAttributes } from './attributes.ts';
import { encodeCertificateReference } from './certificate-reference.ts';
import { ATTRIBUTE, CONTENT_TYPE } from './oids.ts';
import { signData, type SignedDataRequest } from './sign.ts';
import { encodeSignedData, readSignedData, type SignedData } from './signed-data.ts';
import { type VerifyOptions, verifySignedData } from './verify.ts';

const CONTENT = new TextEncoder().encode('{"pump":"A-17","infused":12.5}');
const KINDS: readonly Kind[] = ['p256', 'p384', 'rsa', 'ed25519'];

let world: Hierarchy;
let other: Hierarchy;
const signers = new Map<Kind, Actor>();
beforeAll(async () => {
  world = await hierarchy('Sign');
  other = await hierarchy('Other');
  for (const kind of KINDS) signers.set(kind, await world.issue(`Signer ${kind}`, { kind }));
});

const signerOf = (kind: Kind): Actor => signers.get(kind)!;
const request = (kind: Kind, more: Partial<SignedDataRequest> = {}): SignedDataRequest => ({
  content: CONTENT,
  signatures: [{ ...signerOf(kind), signingTimeUs: NOW_US }],
  certificates: [world.authority.certificate],
  ...more,
});

function opened(message: Uint8Array): SignedData {
  const read = readSignedData(message);
  if (!read.ok) throw new Error(`${read.reason} at ${read.at}`);
  return read.signedData;
}

const verify = (signedData: SignedData, options: Partial<VerifyOptions> = {}) =>
  verifySignedData(ports, signedData, { path: world.pathAt(NOW_US), ...options });
const rulesOf = (signedData: SignedData, options: Partial<VerifyOptions> = {}): string[] =>
  verify(signedData, options).signatures.flatMap(({ failures }) => failures.map(({ rule }) => rule));

describe('a signature', () => {
  test.each(KINDS)('by %s verifies, with its content inside and detached', async (kind) => {
    const attached = opened(await signData(ports, request(kind)));
    expect(attached.content).toEqual(CONTENT);
    const verdict = verify(attached);
    expect(verdict).toMatchObject({ good: true, signatures: [{ good: true, failures: [], signingTimeUs: NOW_US }] });
    expect(verdict.signatures[0]?.certificate).toEqual(signerOf(kind).certificate);

    const detached = opened(await signData(ports, request(kind, { detached: true })));
    expect(detached.content).toBeUndefined();
    expect(verify(detached, { content: CONTENT }).good).toBe(true);
  });

  test('by a key identifier verifies, and says version 3', async () => {
    const signatures = [{ ...signerOf('p256'), by: 'subject-key-id' as const }];
    const signedData = opened(await signData(ports, request('p256', { signatures })));
    expect(signedData.signers[0]?.signer.kind).toBe('subject-key-id');
    expect(verify(signedData).good).toBe(true);
  });

  test('of several signers is judged one by one', async () => {
    const signatures = KINDS.map((kind) => signerOf(kind));
    const signedData = opened(await signData(ports, request('p256', { signatures })));
    expect(verify(signedData)).toMatchObject({ good: true, signatures: [{}, {}, {}, {}] });
    const [first, ...rest] = signedData.signers;
    const damaged = { ...signedData, signers: [{ ...first!, signature: first!.signature.toReversed() }, ...rest] };
    const verdict = verify(damaged);
    expect(verdict.good).toBe(false);
    expect(verdict.signatures.map(({ good }) => good)).toEqual([false, true, true, true]);
  });
});

describe('a verdict names the rule that is broken:', () => {
  let signedData: SignedData;
  beforeAll(async () => {
    signedData = opened(await signData(ports, request('p256')));
  });
  const changed = (change: Partial<SignedData['signers'][number]>): SignedData => ({
    ...signedData,
    signers: [{ ...signedData.signers[0]!, ...change }],
  });

  test('another content', () => {
    expect(rulesOf({ ...signedData, content: new Uint8Array([1]) })).toEqual(['message-digest']);
    expect(rulesOf(signedData, { content: new Uint8Array([1]) })).toEqual(['content-differs']);
  });

  test('no content at all', () => {
    const { content, ...detached } = signedData;
    expect(content).toBeDefined();
    expect(rulesOf(detached)).toEqual(['content-absent']);
  });

  test('another content type', () => {
    expect(rulesOf({ ...signedData, contentType: CONTENT_TYPE.voucherJson })).toEqual(['content-type']);
  });

  test('no certificate of the signer', () => {
    expect(rulesOf({ ...signedData, certificates: [world.authority.certificate] })).toEqual(['certificate-absent']);
    expect(rulesOf({ ...signedData, certificates: [] }, { certificates: [signerOf('p256').certificate] })).toEqual([]);
  });

  test('a certificate of another authority', () => {
    const verdict = verify(signedData, { path: other.pathAt(NOW_US) });
    expect(verdict.signatures[0]?.failures).toMatchObject([{ rule: 'path', detail: 'no-path-to-anchor' }]);
  });

  test('a certificate that may not sign', async () => {
    const agreeing = await world.issue('Agrees', { usage: ['keyAgreement'] });
    const message = await signData(ports, request('p256', { signatures: [agreeing] }));
    expect(rulesOf(opened(message))).toEqual(['certificate-key-usage']);
  });

  test('an attribute more or less, or twice', () => {
    const signedAttributes = signedData.signers[0]?.signedAttributes ?? [];
    for (const left of signedAttributes) {
      const fewer = signedAttributes.filter((attribute) => attribute !== left);
      expect(rulesOf(changed({ signedAttributes: fewer }))).toContain('signature');
      expect(rulesOf(changed({ signedAttributes: [...signedAttributes, left] })).length).toBeGreaterThan(1);
    }
  });

  test('no signer', () => {
    expect(verify({ ...signedData, signers: [] })).toEqual({ good: false, signatures: [] });
  });

  test('the certificate of a key that signs for another name', async () => {
    // A second certificate of the same key: the signature fits both, the ESS attribute only one (RFC 5035 5.4).
    const { privateKey } = signerOf('p256');
    const twin = await other.issue('Twin', { key: privateKey });
    const signer = { kind: 'subject-key-id' as const, keyId: keyIdOf(twin) };
    const moved = { ...changed({ signer }), certificates: [twin.certificate] };
    expect(rulesOf(moved, { path: other.pathAt(NOW_US) })).toEqual(['signing-certificate']);
  });

  test('a signing certificate of the right digest and the wrong serial number (RFC 5035 5.4)', async () => {
    const [info] = signedData.signers;
    const signedAttributes = info!.signedAttributes!.map((attribute) => {
      if (attribute.type !== ATTRIBUTE.signingCertificateV2) return attribute;
      // The serial number stands last in the attribute.
      const value = attribute.values[0]!.slice();
      value[value.length - 1]! ^= 1;
      return { ...attribute, values: [value] };
    });
    const signature = await signerOf('p256').signer.sign(encodeAttributes(signedAttributes));
    expect(rulesOf(changed({ signedAttributes, signature }))).toEqual(['signing-certificate']);
  });

  test('SHA-1', () => {
    const sha1 = der.sequence(der.oid('1.3.14.3.2.26'));
    const digestAlgorithm = { oid: '1.3.14.3.2.26', encoded: sha1 };
    expect(rulesOf(changed({ digestAlgorithm }))).toContain('digest-algorithm');
  });
});

const keyIdOf = ({ signer }: Actor): Uint8Array => {
  const read = signer.publicKey.subarray(26);
  return ports.digest('sha256', read).subarray(0, 20);
};

test('signed attributes cannot pass for a content (bare signatures are refused unless asked for)', async () => {
  const signedData = opened(await signData(ports, request('p256')));
  const [info] = signedData.signers;
  const { signedAttributes, ...bare } = info!;
  const content = der.setOf(
    signedAttributes!.map(({ type, values }) => der.sequence(der.oid(type), der.setOf(values))),
  );
  const forged = { ...signedData, content, signers: [bare] };
  expect(rulesOf(forged)).toEqual(['signed-attributes']);
  expect(rulesOf(forged, { allowsBareSignatures: true })).toEqual([]);
});

test('a version that does not go with how the signer is named is refused (RFC 5652 5.3)', async () => {
  const message = await signData(ports, request('p256'));
  const { signer } = opened(message).signers[0]!;
  const at = Buffer.from(message).indexOf(der.concat([der.integer(1), encodeCertificateReference(signer)]));
  const changed = message.slice();
  changed[at + 2] = 3;
  expect(readSignedData(changed)).toEqual({ ok: false, reason: 'version-unknown', at, clause: 'RFC 5652 5.3' });
});

test('signing refuses a certificate of another key', async () => {
  const signatures = [{ signer: signerOf('p256').signer, certificate: signerOf('p384').certificate }];
  await expect(signData(ports, request('p256', { signatures }))).rejects.toThrow(RangeError);
});

test('what is read is written again as it was', async () => {
  const signatures = [signerOf('p256'), { ...signerOf('rsa'), by: 'subject-key-id' as const }];
  const message = await signData(ports, request('p256', { signatures }));
  expect(encodeSignedData(opened(message))).toEqual(message);
});

test('hands revocation lists to the path, and keeps what it does not know', async () => {
  const list = der.sequence(der.integer(1));
  const ocsp = der.context(1, true, der.concat([der.oid('1.3.6.1.5.5.7.16.2'), der.sequence()]));
  const attributes = der.context(2, true, der.integer(1));
  const plain = opened(await signData(ports, request('p256', { crls: [list] })));
  let handed: readonly Uint8Array[] = [];
  verify(plain, {
    path: (certificate, others, crls) => {
      handed = crls;
      return world.pathAt(NOW_US)(certificate, others, crls);
    },
  });
  expect(handed).toEqual([list]);
  const more = { ...plain, otherCertificates: [attributes], otherRevocations: [ocsp] };
  const again = opened(encodeSignedData(more));
  expect(again).toEqual(more);
  expect(verify(again).good).toBe(true);
});

test('reads 2,000 damaged messages, and takes none of them for the signed one', async () => {
  const message = await signData(ports, request('p256'));
  expectToWithstand(message, (damaged) => {
    const read = readSignedData(damaged);
    if (!read.ok) return isInside(read, damaged);
    const { content } = read.signedData;
    return !verify(read.signedData).good || (content !== undefined && sameOctets(content, CONTENT));
  });
});

test('any bytes give a message or a fault inside them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => isInside(readSignedData(bytes), bytes)),
    { numRuns: 500 },
  );
});
