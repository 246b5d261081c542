import type { Micros } from '#kernel';
import type { TrustFault } from '../fault.ts';
import type { Signer } from '../ports.ts';
import { isRefusal, subjectOf } from '../profiles/conformance.ts';
import {
  type AuthorityPurpose,
  isAuthorityPurpose,
  isRootPurpose,
  mayIssue,
  type Profile,
} from '../profiles/profile.ts';
import type { Variables } from '../profiles/template.ts';
import type { Refusal } from '../refusal.ts';
import { sameOctets } from '../x509/certificate.ts';
import { encodeName } from '../x509/name.ts';
import { pathCertificate, validatePath } from '../x509/path.ts';
import { keyPin } from '../x509/path-rules.ts';
import { buildRequest } from '../x509/request.ts';
import { type Authority, authorityOf } from './authority.ts';
import { certify, type Issued, issue, type IssuingPorts, recordCertificate } from './issue.ts';
import { refuseIssuance } from './refusals.ts';

/** What a new authority is to be; values stand for the templates of the profile and stay with the authority. */
export interface AuthorityWish {
  readonly profile: Profile;
  readonly variables: Variables;
  /** Its own key. */
  readonly signer: Signer;
}

/** A root of its own key, recorded under itself. */
export async function createRoot(
  { profile, variables, signer }: AuthorityWish,
  ports: IssuingPorts,
  nowUs: Micros,
): Promise<Authority | Refusal> {
  if (!isRootPurpose(profile.purpose)) return refuseIssuance('authority-issues-purpose', profile.purpose);
  const request = { publicKey: signer.publicKey, variables, names: [] };
  return ready(await certify(request, profile, { signer }, ports, nowUs), { profile, variables, signer }, ports);
}

/** An authority below one whose key is at hand. */
export async function createSubordinate(
  { profile, variables, signer }: AuthorityWish,
  above: Authority,
  ports: IssuingPorts,
  nowUs: Micros,
): Promise<Authority | Refusal> {
  const request = { publicKey: signer.publicKey, variables, names: [] };
  return ready(await issue(request, profile, above, ports, nowUs), { profile, variables, signer }, ports);
}

function ready(
  issued: Issued | Refusal,
  { profile, variables, signer }: AuthorityWish,
  { cryptography }: IssuingPorts,
): Authority | Refusal {
  if (!issued.ok) return issued;
  if (!isAuthorityPurpose(profile.purpose)) return refuseIssuance('authority-issues-purpose', profile.purpose);
  return authorityOrRefusal(authorityOf(profile.purpose, issued.certificate, signer, variables, cryptography));
}

const authorityOrRefusal = (made: Authority | TrustFault): Authority | Refusal =>
  made.ok ? made : refuseIssuance('key-of-authority', `${made.reason} ${made.clause}`);

/** A request to carry to an authority whose key is kept offline, DER (RFC 2986); `issue` there answers it. */
export async function subordinateRequest({ profile, variables, signer }: AuthorityWish): Promise<Uint8Array | Refusal> {
  const subject = subjectOf(profile, variables);
  return isRefusal(subject) ? subject : buildRequest({ subject: encodeName(subject) }, signer);
}

/**
 * Takes in the certificate that was made elsewhere for the key of `wish`: it must lead to `root`, follow the profile and
 * break no lint, and the registry must take it. `root` is the certificate of the root, DER, with its purpose.
 */
export async function importSubordinate(
  certificate: Uint8Array,
  wish: AuthorityWish,
  root: { readonly certificate: Uint8Array; readonly purpose: AuthorityPurpose },
  ports: IssuingPorts,
  nowUs: Micros,
): Promise<Authority | Refusal> {
  const { profile, signer } = wish;
  if (!mayIssue(root.purpose, profile.purpose)) return refuseIssuance('authority-issues-purpose', profile.purpose);
  const own = pathCertificate(certificate);
  const anchor = pathCertificate(root.certificate);
  if (!own || !anchor) return refuseIssuance('certificate-readable');
  const { start, end } = own.read.publicKey;
  if (!sameOctets(certificate.subarray(start, end), signer.publicKey)) return refuseIssuance('key-of-authority');
  const pin = keyPin(ports.cryptography, anchor);
  const pins = { issuerKey: pin, rootKey: pin };
  const verdict = validatePath(
    { certificate, others: [], anchors: [root.certificate], atUs: nowUs, pins },
    ports.cryptography,
  );
  if (!verdict.ok) return refuseIssuance('path-to-root', verdict.rule);
  const variables = { ...wish.variables, authority: pin };
  const issuer = { id: pin, certificate: anchor };
  const recorded = await recordCertificate(certificate, { profile, variables, names: [] }, issuer, ports, nowUs);
  return ready(recorded, wish, ports);
}
