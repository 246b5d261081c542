import { nameToText } from '#bytes';
import type { Micros } from '#kernel';
import { lintCertificate } from '../lint-run.ts';
import type { Crypto, Signer } from '../ports.ts';
import { isRefusal, keyBreach, namesOf, subjectOf, type Validity, validityOf } from '../profiles/conformance.ts';
import { publicKeyOf } from '../profiles/key-kind.ts';
import { mayIssue, type Profile } from '../profiles/profile.ts';
import type { Variables } from '../profiles/template.ts';
import type { Refusal } from '../refusal.ts';
import { keyMayRepeat, type NewRecord, type Registry } from '../registry.ts';
import { buildCertificate } from '../x509/certificate.ts';
import type { AltName } from '../x509/general-names.ts';
import { encodeName } from '../x509/name.ts';
import { pathCertificate } from '../x509/path.ts';
import { keyPin } from '../x509/path-rules.ts';
import type { PathCertificate } from '../x509/path-verdict.ts';
import { serialNumber } from '../x509/serial-number.ts';
import type { Authority } from './authority.ts';
import { certificateExtensions } from './certificate-extensions.ts';
import { lintRefusal, refuseIssuance } from './refusals.ts';

export interface IssuingPorts {
  readonly cryptography: Crypto;
  readonly registry: Registry;
}

/** What is certified. Who asks for it, and whether it may, was decided before. */
export interface IssuanceRequest {
  /** SubjectPublicKeyInfo, DER; whoever asks has proved to hold the private key. */
  readonly publicKey: Uint8Array;
  /** Values for the templates of the profile, besides those of the authority. */
  readonly variables: Variables;
  /** Names asked for. */
  readonly names: readonly AltName[];
  /** Earlier than the profile would have it. */
  readonly notAfterUs?: Micros;
  /** First octets of the serial number, see `serialNumber`. */
  readonly serialPrefix?: Uint8Array;
  /** `inactive` keeps it from working until it is activated; `active` when left out. */
  readonly state?: NewRecord['state'];
}

/** A certificate that the registry knows. */
export interface Issued {
  readonly ok: true;
  /** DER. */
  readonly certificate: Uint8Array;
  readonly record: NewRecord;
}

/** Who signs: an authority, or for a root the new key itself. */
interface Signing {
  readonly signer: Signer;
  readonly issuer?: Authority;
}

/**
 * Certifies a key as the profile says: the request is measured by the profile, the certificate built, its octets
 * measured by every lint, and the registry has it before it is answered. Whatever fails, there is no certificate.
 * Rejects when signer or registry cannot be reached.
 */
export async function issue(
  request: IssuanceRequest,
  profile: Profile,
  authority: Authority,
  ports: IssuingPorts,
  nowUs: Micros,
): Promise<Issued | Refusal> {
  if (!mayIssue(authority.purpose, profile.purpose)) return refuseIssuance('authority-issues-purpose', profile.purpose);
  return certify(request, profile, { signer: authority.issuer.signer, issuer: authority }, ports, nowUs);
}

/** The same for an authority that signs itself, when there is no `issuer`. */
export async function certify(
  request: IssuanceRequest,
  profile: Profile,
  signing: Signing,
  ports: IssuingPorts,
  nowUs: Micros,
): Promise<Issued | Refusal> {
  // The values of the authority win: nobody asks for another tenant or another place to look for status.
  const variables = { ...request.variables, ...signing.issuer?.variables };
  const wanted = measured(request, profile, variables, signing.issuer, nowUs);
  if ('ok' in wanted) return wanted;
  const { publicKey } = request;
  const above = signing.issuer?.issuer.authorityKeyIdentifier;
  const extensions = certificateExtensions(
    { profile, variables, names: wanted.names, publicKey, ...(above ? { authorityKeyIdentifier: above } : {}) },
    ports.cryptography,
  );
  if (isRefusal(extensions)) return extensions;
  const content = {
    serial: serialNumber(ports.cryptography, request.serialPrefix),
    issuer: signing.issuer?.issuer.name ?? wanted.subject,
    subject: wanted.subject,
    publicKey,
    ...wanted.validity,
    extensions,
  };
  const certificate = await buildCertificate(content, signing.signer);
  const plan = { profile, variables, names: wanted.names };
  return recordCertificate(certificate, plan, signing.issuer, ports, nowUs, request.state);
}

interface Measured {
  /** Name, DER. */
  readonly subject: Uint8Array;
  readonly names: readonly AltName[];
  readonly validity: Validity;
}

function measured(
  request: IssuanceRequest,
  profile: Profile,
  variables: Variables,
  issuer: Authority | undefined,
  nowUs: Micros,
): Measured | Refusal {
  const key = publicKeyOf(request.publicKey);
  if (!key) return refuseIssuance('key-readable');
  const wrongKey = keyBreach(profile, key);
  if (wrongKey) return wrongKey;
  const subject = subjectOf(profile, variables);
  if (isRefusal(subject)) return subject;
  const names = namesOf(profile, variables, request.names);
  if (isRefusal(names)) return names;
  const validity = validityOf(profile, nowUs, issuer, request.notAfterUs);
  if ('ok' in validity) return validity;
  return { subject: encodeName(subject), names, validity };
}

/** Measures finished octets, ours or imported, and hands them to the registry. */
export async function recordCertificate(
  certificate: Uint8Array,
  plan: { readonly profile: Profile; readonly variables: Variables; readonly names: readonly AltName[] },
  issuer: Pick<Authority, 'id' | 'certificate'> | undefined,
  { cryptography, registry }: IssuingPorts,
  nowUs: Micros,
  state: NewRecord['state'] = 'active',
): Promise<Issued | Refusal> {
  const own = pathCertificate(certificate);
  if (!own) return lintRefusal(lintCertificate(certificate)) ?? refuseIssuance('certificate-readable');
  const record = recordOf(own, plan, issuer?.id ?? keyPin(cryptography, own), cryptography, nowUs, state);
  const sharing = (await registry.findByKey(record.keyPin)).filter((each) => each.authorityId === record.authorityId);
  const [first] = sharing;
  const isTaken = first !== undefined && !keyMayRepeat(plan.profile.duplicateKey, record.subject, sharing);
  const around = { issuer: issuer?.certificate ?? own, plan, ...(isTaken ? { keyTakenBy: first.serialHex } : {}) };
  const broken = lintRefusal(lintCertificate(certificate, around));
  if (broken) return broken;
  const added = await registry.add(record, plan.profile.duplicateKey);
  if (added.ok) return { ok: true, certificate, record };
  return refuseIssuance(added.reason === 'key-taken' ? 'key-is-new' : 'registry-holds-certificate', record.serialHex);
}

const US_PER_MS = 1000;

function recordOf(
  own: PathCertificate,
  { profile, variables }: { readonly profile: Profile; readonly variables: Variables },
  authorityId: string,
  cryptography: Crypto,
  recordedAtUs: Micros,
  state: NewRecord['state'],
): NewRecord {
  const { read } = own;
  const { deviceSerial } = variables;
  const namesDevice = profile.subject.some(({ text }) => text.includes('{deviceSerial}'));
  return {
    authorityId,
    serialHex: read.serialHex,
    keyPin: keyPin(cryptography, own),
    subject: nameToText(read.subject),
    ...(namesDevice && deviceSerial !== undefined ? { deviceSerial } : {}),
    profileId: profile.id,
    profileVersion: profile.version,
    notBeforeUs: (read.notBeforeMs ?? 0) * US_PER_MS,
    notAfterUs: (read.notAfterMs ?? 0) * US_PER_MS,
    recordedAtUs,
    certificate: own.bytes,
    state,
  };
}
