import { readCertificate } from '#bytes';
import {
  MAX_CERTIFICATE_OCTETS,
  MAX_PATH_CERTIFICATES,
  MAX_PATH_SIGNATURES,
  MAX_POOL_CERTIFICATES,
} from '../limits.ts';
import type { Crypto } from '../ports.ts';
import { signatureAlgorithmAt } from './algorithms.ts';
import { sameOctets } from './certificate.ts';
import { sameName } from './name.ts';
import { brokenRule, type PathDemands } from './path-rules.ts';
import {
  type PathCertificate,
  type PathRefusal,
  pathRefusal,
  type PathRule,
  type PathVerdict,
} from './path-verdict.ts';

/** May this certificate be trusted, and by which path. All certificates are DER. */
export interface PathQuestion extends PathDemands {
  readonly certificate: Uint8Array;
  /** Certificates that came along, in any order, useful or not; at most `MAX_POOL_CERTIFICATES`. */
  readonly others: readonly Uint8Array[];
  /** Roots that are trusted already. */
  readonly anchors: readonly Uint8Array[];
}

/** How far a path came; of several that failed, the one that came furthest explains most. */
const PROGRESS: Readonly<Partial<Record<PathRule, number>>> = {
  'no-path-to-anchor': 0,
  'algorithm-unsupported': 1,
  'signature-invalid': 1,
  'too-many-certificates': 2,
};
const COMPLETE = 3;

/**
 * Seeks a path from the certificate to an anchor and judges it by RFC 5280 6 and the demands. Policy mappings, policy
 * constraints and inhibitAnyPolicy are not followed: critical, as RFC 5280 demands of the last two, they refuse the path.
 */
export function validatePath(question: PathQuestion, ports: Crypto): PathVerdict {
  const leaf = pathCertificate(question.certificate);
  if (!leaf) return pathRefusal('certificate-malformed', [], 0);
  if (question.others.length > MAX_POOL_CERTIFICATES) return pathRefusal('too-many-certificates', [leaf], 0);
  return new PathSearch(question, ports).from(leaf);
}

/** The certificate that fills `bytes`; undefined when it cannot be read to its end. */
export function pathCertificate(bytes: Uint8Array): PathCertificate | undefined {
  if (bytes.length > MAX_CERTIFICATE_OCTETS) return undefined;
  const read = readCertificate(bytes, 0, bytes.length);
  return read.ok ? { bytes, read } : undefined;
}

const isDefined = <Value>(value: Value | undefined): value is Value => value !== undefined;

class PathSearch {
  readonly #question: PathQuestion;
  readonly #ports: Crypto;
  readonly #anchors: readonly PathCertificate[];
  readonly #candidates: readonly PathCertificate[];
  #signatures = 0;
  #furthest: PathRefusal | undefined;

  constructor(question: PathQuestion, ports: Crypto) {
    this.#question = question;
    this.#ports = ports;
    this.#anchors = question.anchors.map(pathCertificate).filter(isDefined);
    this.#candidates = [...this.#anchors, ...question.others.map(pathCertificate).filter(isDefined)];
  }

  from(leaf: PathCertificate): PathVerdict {
    const found = this.#extend([leaf]);
    return found ? { ok: true, path: found } : (this.#furthest ?? pathRefusal('no-path-to-anchor', [leaf], 0));
  }

  /** The first good path that begins with `path`. Every step costs a signature, and these are counted. */
  #extend(path: readonly PathCertificate[]): readonly PathCertificate[] | undefined {
    const last = path.at(-1)!;
    if (this.#anchors.some((anchor) => isSameKeyAndName(anchor, last))) {
      const broken = brokenRule(path, this.#question, this.#ports);
      if (!broken) return path;
      this.#note(broken);
      return undefined;
    }
    const issuers = this.#candidates.filter((each) => mayIssue(each, last) && !isIn(path, each)).sort(byKeyId(last));
    if (issuers.length === 0) this.#note(pathRefusal('no-path-to-anchor', path, path.length - 1));
    for (const issuer of issuers) {
      const broken = this.#stepRule(path, last, issuer);
      if (broken) {
        this.#note(pathRefusal(broken, path, path.length - 1));
        if (broken === 'too-many-signatures') return undefined;
        continue;
      }
      const found = this.#extend([...path, issuer]);
      if (found) return found;
    }
    return undefined;
  }

  #stepRule(
    path: readonly PathCertificate[],
    { bytes, read }: PathCertificate,
    issuer: PathCertificate,
  ): PathRule | undefined {
    if (path.length === MAX_PATH_CERTIFICATES) return 'too-many-certificates';
    if (this.#signatures === MAX_PATH_SIGNATURES) return 'too-many-signatures';
    this.#signatures++;
    const { publicKey } = issuer.read;
    const { signature, signatureAlgorithm, ranges } = read;
    const algorithm = signatureAlgorithm && signatureAlgorithmAt(bytes, signatureAlgorithm, publicKey);
    if (!signature || algorithm === undefined) return 'algorithm-unsupported';
    const holds = this.#ports.verify(
      issuer.bytes.subarray(publicKey.start, publicKey.end),
      algorithm,
      bytes.subarray(ranges.tbs.start, ranges.tbs.end),
      bytes.subarray(signature.start, signature.end),
    );
    return holds ? undefined : 'signature-invalid';
  }

  #note(refusal: PathRefusal): void {
    const progress = ({ rule }: PathRefusal): number => PROGRESS[rule] ?? COMPLETE;
    if (!this.#furthest || progress(refusal) > progress(this.#furthest)) this.#furthest = refusal;
  }
}

/** RFC 5280 6.1.3 (a)(4) */
const mayIssue = (issuer: PathCertificate, { read }: PathCertificate): boolean =>
  sameName(issuer.read.subject, read.issuer);

/** Those first whose key identifier is the one that `child` names (RFC 5280 4.2.1.1). */
function byKeyId({ read }: PathCertificate): (left: PathCertificate, right: PathCertificate) => number {
  const wanted = read.extensions.authorityKeyId;
  const rank = (each: PathCertificate): number => (each.read.extensions.subjectKeyId === wanted ? 0 : 1);
  return (left, right) => rank(left) - rank(right);
}

const isIn = (path: readonly PathCertificate[], certificate: PathCertificate): boolean =>
  path.some((each) => isSameKeyAndName(each, certificate));

function isSameKeyAndName(left: PathCertificate, right: PathCertificate): boolean {
  const [leftKey, rightKey] = [left.read.ranges.publicKey, right.read.ranges.publicKey];
  return (
    sameOctets(left.bytes.subarray(leftKey.start, leftKey.end), right.bytes.subarray(rightKey.start, rightKey.end)) &&
    sameName(left.read.subject, right.read.subject)
  );
}
