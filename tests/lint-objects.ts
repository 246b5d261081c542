import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readCertificate } from '#bytes';
import { generateSigner } from '#connect';
import {
  buildCrl,
  type CrlContent,
  encodeCrlEntry,
  extensions as ext,
  pathCertificate,
  readCrl,
  type Revocation,
} from '#trust';
import type { CertificateObject, CrlObject } from '../src/trust/lint.ts';
import type { Profile } from '../src/trust/profiles/profile.ts';
import { DAY_US, deviceExtensions, issue, makeAuthority, makeRoot, NOW_US, POLICY } from './trust-authorities.ts';

/** Certificates and lists for tests of one rule: good as they are, bad by what the test wishes. */

export { DAY_US, NOW_US };

const root = await makeRoot();
export const issuer = await makeAuthority(root);
export const { publicKey } = await generateSigner('ecdsa-p256-sha256');

/** SubjectPublicKeyInfo of a new key. */
export const ecKey = async (namedCurve: string): Promise<Uint8Array> =>
  new Uint8Array(
    createPublicKey(generateKeyPairSync('ec', { namedCurve }).privateKey).export({ format: 'der', type: 'spki' }),
  );

interface CertificateWish {
  readonly serial?: Uint8Array;
  readonly notBeforeUs?: number;
  readonly notAfterUs?: number;
  /** Instead of all others. */
  readonly extensions?: readonly Uint8Array[];
  /** Besides the usual ones. */
  readonly more?: readonly Uint8Array[];
  readonly publicKey?: Uint8Array;
}

const HOST = { kind: 'dns', text: 'pump-7.example.test' } as const;

export async function certificateObject({
  publicKey: key = publicKey,
  more = [],
  ...wish
}: CertificateWish = {}): Promise<CertificateObject & { readonly issuer: NonNullable<CertificateObject['issuer']> }> {
  const extensions = [...deviceExtensions(publicKey, issuer), ext.subjectAltName([HOST]), ...more];
  const bytes = await issue(issuer, key, { extensions, ...wish });
  return { bytes, read: readAll(bytes), issuer: pathCertificate(issuer.certificate)! };
}

function readAll(bytes: Uint8Array): CertificateObject['read'] {
  const read = readCertificate(bytes, 0, bytes.length);
  if (!read.ok) throw new Error(read.reason);
  return read;
}

/** The same with one text of the octets replaced by another as long. */
export function patched(object: CertificateObject, from: string, to: string): CertificateObject {
  const bytes = new Uint8Array(Buffer.from(Buffer.from(object.bytes).toString('latin1').replace(from, to), 'latin1'));
  return { ...object, bytes, read: readAll(bytes) };
}

/** The profile that `certificateObject` follows. */
export function plan(changes: Partial<Profile> = {}): NonNullable<CertificateObject['plan']> {
  const profile: Profile = {
    ok: true,
    id: 'device-auth',
    version: 1,
    purpose: 'device-auth',
    title: { en: 'Device', ja: '機器' },
    subject: [
      { type: 'C', text: '{country}' },
      { type: 'O', text: '{organization}' },
      { type: 'CN', text: '{deviceSerial}' },
    ],
    names: [],
    keys: ['p256'],
    keyUsage: ['digitalSignature'],
    purposes: ['clientAuth'],
    purposesCritical: false,
    policies: [POLICY],
    validityDays: 366,
    backdatingMinutes: 24 * 60,
    crlUrls: [],
    freshestCrlUrls: [],
    ocspUrls: [],
    caIssuerUrls: [],
    ocspNoCheck: false,
    protocols: ['est'],
    credentials: ['one-time-code'],
    approval: 'none',
    renewalWindowDays: 30,
    duplicateKey: 'refuse',
    ...changes,
  };
  const variables = { country: 'JP', organization: 'Example Hospital', deviceSerial: 'pump-7' };
  return { profile, variables, names: [HOST] };
}

type CrlWish = Partial<CrlContent> & { readonly revocations?: readonly Revocation[] };

export async function crlObject({ revocations = [], ...wish }: CrlWish = {}): Promise<CrlObject> {
  const content = {
    number: 7,
    thisUpdateUs: NOW_US,
    nextUpdateUs: NOW_US + DAY_US,
    entries: revocations.map(encodeCrlEntry),
    ...wish,
  };
  const bytes = await buildCrl(content, issuer);
  const crl = readCrl(bytes);
  if (!crl.ok) throw new Error(crl.reason);
  return { bytes, crl };
}
