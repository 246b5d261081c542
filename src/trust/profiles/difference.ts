import type { Certificate } from '#bytes';
import { sameOctets } from '../x509/certificate.ts';
import { EXTENSION, PURPOSE, subjectAltName } from '../x509/extensions.ts';
import type { AltName } from '../x509/general-names.ts';
import { encodeName } from '../x509/name.ts';
import { isRefusal, renderAll, subjectOf } from './conformance.ts';
import { keyKindOf } from './key-kind.ts';
import { isAuthorityPurpose, isRootPurpose, type Profile } from './profile.ts';
import type { Variables } from './template.ts';

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 24 * 60 * MS_PER_MINUTE;

/**
 * The fields of the profile that a certificate does not follow, by comparing the finished octets with the profile once
 * more: whoever built them does not judge them.
 */
export function profileDifferences(
  bytes: Uint8Array,
  read: Certificate,
  plan: { readonly profile: Profile; readonly variables: Variables; readonly names: readonly AltName[] },
): readonly string[] {
  const { profile, variables, names } = plan;
  const { extensions } = read;
  const kind = keyKindOf(read.publicKey);
  const isCritical = extensions.all.some(({ oid, critical }) => oid === EXTENSION.extendedKeyUsage && critical);
  const holds: Readonly<Record<string, boolean>> = {
    subject: hasSubject(bytes, read, profile, variables),
    names: hasNames(bytes, read, names),
    keys: kind !== undefined && profile.keys.includes(kind),
    keyUsage: isSameSet(extensions.keyUsage ?? [], profile.keyUsage),
    purposes: isSameSet(
      extensions.extendedKeyUsage,
      profile.purposes.map((name) => PURPOSE[name]),
    ),
    purposesCritical: profile.purposes.length === 0 || isCritical === profile.purposesCritical,
    basicConstraints: hasConstraints(read, profile),
    policies: hasTexts(extensions.certificatePolicies, profile.policies, variables),
    validityDays: isWithinDays(read, profile),
    crlUrls: hasTexts(extensions.crlUrls, profile.crlUrls, variables),
    freshestCrlUrls: hasTexts(extensions.freshestCrlUrls, profile.freshestCrlUrls, variables),
    ocspUrls: hasTexts(extensions.ocspUrls, profile.ocspUrls, variables),
    caIssuerUrls: hasTexts(extensions.caIssuerUrls, profile.caIssuerUrls, variables),
    ocspNoCheck: extensions.all.some(({ oid }) => oid === EXTENSION.ocspNoCheck) === profile.ocspNoCheck,
    nothingElse: extensions.all.every(({ oid }) => WRITTEN.has(oid)),
    issuer: read.selfIssued === isRootPurpose(profile.purpose),
  };
  return Object.keys(holds).filter((field) => holds[field] !== true);
}

/** All extensions that come from a profile, its authority or the key. */
const WRITTEN: ReadonlySet<string> = new Set([
  EXTENSION.subjectKeyIdentifier,
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.keyUsage,
  EXTENSION.extendedKeyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.basicConstraints,
  EXTENSION.certificatePolicies,
  EXTENSION.crlDistributionPoints,
  EXTENSION.freshestCrl,
  EXTENSION.authorityInfoAccess,
  EXTENSION.ocspNoCheck,
]);

const isSameSet = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((each) => right.includes(each));

function hasTexts(found: readonly string[], templates: readonly string[], variables: Variables): boolean {
  const wanted = renderAll(templates, variables);
  return !isRefusal(wanted) && isSameSet(found, wanted);
}

function hasSubject(bytes: Uint8Array, { ranges }: Certificate, profile: Profile, variables: Variables): boolean {
  const wanted = subjectOf(profile, variables);
  const { start, end } = ranges.subject;
  return !isRefusal(wanted) && sameOctets(bytes.subarray(start, end), encodeName(wanted));
}

function hasNames(bytes: Uint8Array, { extensions }: Certificate, names: readonly AltName[]): boolean {
  const own = extensions.all.find(({ oid }) => oid === EXTENSION.subjectAltName);
  if (!own || names.length === 0) return !own && names.length === 0;
  return sameOctets(bytes.subarray(own.start, own.end), subjectAltName(names));
}

function hasConstraints({ extensions }: Certificate, { purpose, pathLength }: Profile): boolean {
  const { ca = false, pathLength: found } = extensions.basicConstraints ?? {};
  return ca === isAuthorityPurpose(purpose) && found === pathLength;
}

function isWithinDays(read: Certificate, { validityDays, backdatingMinutes }: Profile): boolean {
  const { notBeforeMs = 0, notAfterMs = Number.POSITIVE_INFINITY } = read;
  return notAfterMs - notBeforeMs <= validityDays * MS_PER_DAY + backdatingMinutes * MS_PER_MINUTE;
}
