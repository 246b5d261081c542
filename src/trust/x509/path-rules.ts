import { hex, type KeyUsage } from '#bytes';
import type { Micros } from '#kernel';
import type { Crypto } from '../ports.ts';
import { ANY_POLICY, EXTENSION, PURPOSE } from './extensions.ts';
import { NameConstraintCheck } from './name-constraints.ts';
import { type PathCertificate, type PathRefusal, pathRefusal, type PathRule } from './path-verdict.ts';

/** What is asked of a path besides leading to an anchor. */
export interface PathDemands {
  /** Every certificate must be valid at this time. */
  readonly atUs: Micros;
  /** Dotted; the end entity must have it, and authorities that name purposes as well. */
  readonly purpose?: string;
  /** The end entity must have it. */
  readonly keyUsage?: KeyUsage;
  /** Dotted; every certificate below the anchor must have it, authorities also as anyPolicy. */
  readonly policy?: string;
  /**
   * SHA-256 of SubjectPublicKeyInfo, lower-case hexadecimal. Being below the right root is not enough: a sibling
   * authority of the same root must not be able to stand in, so the direct issuer of the end entity is named as well.
   */
  readonly pins?: { readonly issuerKey: string; readonly rootKey: string };
  /** Whether `issuer` has taken back the certificate with this serial number; absent: not asked. */
  readonly statusOf?: (issuer: PathCertificate, serialHex: string) => 'good' | 'revoked' | 'unknown';
}

const US_PER_MS = 1000;
/** NIST SP 800-131A 3 */
const MIN_RSA_BITS = 2048;
/** What is wrong with these harms no conclusion: the octets are what was signed and mean one thing. */
const HARMLESS_FAULTS: ReadonlySet<string> = new Set(['default-encoded', 'serial-negative']);
/** The critical extensions that this file or the one that asks looks at. */
const KNOWN_EXTENSIONS: ReadonlySet<string> = new Set([
  EXTENSION.basicConstraints,
  EXTENSION.keyUsage,
  EXTENSION.extendedKeyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.nameConstraints,
  EXTENSION.certificatePolicies,
]);

/** SHA-256 of the SubjectPublicKeyInfo, lower-case hexadecimal: what pins are compared with. */
export function keyPin(ports: Crypto, { bytes, read }: PathCertificate): string {
  const { start, end } = read.ranges.publicKey;
  return hex(ports.digest('sha256', bytes.subarray(start, end)));
}

/** The first rule that the complete `path`, whose signatures hold, breaks; from the anchor down, as RFC 5280 6.1 goes. */
export function brokenRule(
  path: readonly PathCertificate[],
  demands: PathDemands,
  ports: Crypto,
): PathRefusal | undefined {
  const anchor = path.length - 1;
  const constraints = new NameConstraintCheck();
  for (let at = anchor; at >= 0; at--) {
    const certificate = path[at]!;
    const broken = certificateRule(certificate, demands) ?? (at > 0 ? authorityRule(path, at) : undefined);
    if (broken) return pathRefusal(broken, path, at);
    const status = statusRule(path, at, demands);
    if (status) return pathRefusal(status, path, at);
    // RFC 5280 6.1.3 (b): a self-issued authority carries its own name through a change of keys.
    const form = at > 0 && certificate.read.selfIssued ? undefined : constraints.forbidden(certificate);
    if (form) return pathRefusal('name-not-permitted', path, at, form);
    if (at > 0) constraints.add(certificate);
    const asked = demandRule(certificate, demands, at === 0, at === anchor);
    if (asked) return pathRefusal(asked.rule, path, at, asked.detail);
  }
  return pinRule(path, demands, ports);
}

function certificateRule({ read }: PathCertificate, { atUs }: PathDemands): PathRule | undefined {
  if (read.faults.some(({ reason }) => !HARMLESS_FAULTS.has(reason))) return 'certificate-malformed';
  if (read.version !== 3) return 'version-below-3';
  const { notBeforeMs, notAfterMs, publicKey, extensions } = read;
  if (notBeforeMs === undefined || notAfterMs === undefined) return 'certificate-malformed';
  if (atUs < notBeforeMs * US_PER_MS) return 'not-yet-valid';
  // RFC 5280 4.1.2.5: notAfter is inclusive, to the end of its second.
  if (atUs >= (notAfterMs + 1000) * US_PER_MS) return 'expired';
  const isRsa = publicKey.type === 'rsa' || publicKey.type === 'rsa-pss';
  if (isRsa && (publicKey.bits ?? 0) < MIN_RSA_BITS) return 'key-weak';
  return extensions.all.some(({ critical, oid }) => critical && !KNOWN_EXTENSIONS.has(oid))
    ? 'extension-unknown-critical'
    : undefined;
}

function authorityRule(path: readonly PathCertificate[], at: number): PathRule | undefined {
  const { basicConstraints, keyUsage } = path[at]!.read.extensions;
  if (!basicConstraints?.ca) return 'not-an-authority';
  if (!keyUsage?.includes('keyCertSign')) return 'key-usage-missing';
  // RFC 5280 4.2.1.9: authorities between this one and the end entity, without those that issued to themselves.
  const below = path.slice(1, at).filter(({ read }) => !read.selfIssued).length;
  return basicConstraints.pathLength !== undefined && below > basicConstraints.pathLength ? 'path-too-long' : undefined;
}

function statusRule(
  path: readonly PathCertificate[],
  at: number,
  { statusOf }: PathDemands,
): 'revoked' | 'status-unknown' | undefined {
  const issuer = path[at + 1];
  if (!statusOf || !issuer) return undefined;
  const status = statusOf(issuer, path[at]!.read.serialHex);
  if (status === 'good') return undefined;
  return status === 'revoked' ? 'revoked' : 'status-unknown';
}

function demandRule(
  { read }: PathCertificate,
  { purpose, keyUsage, policy }: PathDemands,
  isEndEntity: boolean,
  isAnchor: boolean,
): { readonly rule: PathRule; readonly detail: string } | undefined {
  const { extendedKeyUsage: purposes, certificatePolicies: policies, keyUsage: usages = [] } = read.extensions;
  if (purpose !== undefined) {
    const fits = purposes.includes(purpose);
    const isOpen = !isEndEntity && (purposes.length === 0 || purposes.includes(PURPOSE.any));
    if (!fits && !isOpen) return { rule: 'purpose-missing', detail: purpose };
  }
  if (isEndEntity && keyUsage !== undefined && !usages.includes(keyUsage))
    return { rule: 'key-usage-missing', detail: keyUsage };
  if (policy !== undefined && !isAnchor) {
    const fits = policies.includes(policy) || (!isEndEntity && policies.includes(ANY_POLICY));
    if (!fits) return { rule: 'policy-missing', detail: policy };
  }
  return undefined;
}

function pinRule(path: readonly PathCertificate[], { pins }: PathDemands, ports: Crypto): PathRefusal | undefined {
  if (!pins) return undefined;
  const issuer = path[1];
  const root = path.at(-1);
  if (!root || keyPin(ports, root) !== pins.rootKey)
    return pathRefusal('pinned-root-absent', path, path.length - 1, pins.rootKey);
  if (!issuer || keyPin(ports, issuer) !== pins.issuerKey)
    return pathRefusal('pinned-issuer-absent', path, Math.min(1, path.length - 1), pins.issuerKey);
  return undefined;
}
