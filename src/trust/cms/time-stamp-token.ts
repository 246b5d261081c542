import type { Micros } from '#kernel';
import type { Crypto } from '../ports.ts';
import { sameOctets } from '../x509/certificate.ts';
import { openCertificate } from './certificate-reference.ts';
import { CONTENT_TYPE } from './oids.ts';
import { readSignedData } from './signed-data.ts';
import { isForTimeStamping } from './time-stamp-authority.ts';
import { readTimeStampInfo, type TimeStampInfo } from './time-stamp.ts';
import { type Failure, type PathCheck, type SignatureRule, verifySignedData } from './verify.ts';

export type TimeStampRule =
  | SignatureRule
  | 'token'
  | 'signer-count'
  | 'extended-key-usage'
  | 'imprint'
  | 'nonce'
  | 'policy';

/** What a token has to answer. */
export interface TimeStampExpectation {
  /** The data that were stamped. */
  readonly data: Uint8Array;
  /** DER of the INTEGER that the request carried. */
  readonly nonce?: Uint8Array;
  /** Dotted; any policy is good when left out. */
  readonly policies?: readonly string[];
  /** Certificates known from elsewhere, DER; needed when the token carries none. */
  readonly certificates?: readonly Uint8Array[];
  /** The path check for the moment that the token states. */
  readonly pathAt: (timeUs: Micros) => PathCheck;
}

export interface TimeStampVerdict {
  readonly good: boolean;
  readonly failures: readonly Failure<TimeStampRule>[];
  /** What the token says, where it could be read. */
  readonly info?: TimeStampInfo;
  /** The authority's certificate, DER. */
  readonly certificate?: Uint8Array;
}

const bad = (rule: TimeStampRule, clause: string, detail: string): TimeStampVerdict => ({
  good: false,
  failures: [{ rule, clause, detail }],
});

/** Verifies a token in BER or DER (RFC 3161 sections 2.2 and 2.4.2). Never throws. */
export function verifyTimeStamp(ports: Crypto, token: Uint8Array, expected: TimeStampExpectation): TimeStampVerdict {
  const read = readSignedData(token);
  if (!read.ok) return bad('token', read.clause, read.reason);
  const { signedData } = read;
  if (signedData.contentType !== CONTENT_TYPE.timeStampInfo || signedData.content === undefined) {
    return bad('token', 'RFC 3161 2.4.2', signedData.contentType);
  }
  const content = readTimeStampInfo(signedData.content);
  if (!content.ok) return bad('token', content.clause, content.reason);
  const { info } = content;
  const failures: Failure<TimeStampRule>[] = [];
  // RFC 3161 section 2.4.2: the token is signed by the authority and by nobody else.
  if (signedData.signers.length !== 1) failures.push({ rule: 'signer-count', clause: 'RFC 3161 2.4.2' });
  const { signatures } = verifySignedData(ports, signedData, {
    ...(expected.certificates === undefined ? {} : { certificates: expected.certificates }),
    path: expected.pathAt(info.timeUs),
    needsSigningCertificate: true,
  });
  for (const signature of signatures) failures.push(...signature.failures);
  const certificate = signatures[0]?.certificate;
  const opened = certificate && openCertificate(certificate);
  if (opened && !isForTimeStamping(opened)) failures.push({ rule: 'extended-key-usage', clause: 'RFC 3161 2.3' });
  failures.push(...answerFailures(ports, info, expected));
  return { good: failures.length === 0, failures, info, ...(certificate === undefined ? {} : { certificate }) };
}

/** The token against the question (RFC 3161 section 2.2). */
function answerFailures(
  ports: Crypto,
  { imprint, nonce, policy }: TimeStampInfo,
  expected: TimeStampExpectation,
): Failure<TimeStampRule>[] {
  const failures: Failure<TimeStampRule>[] = [];
  const { algorithm, digest } = imprint;
  if (algorithm === undefined || !sameOctets(ports.digest(algorithm, expected.data), digest)) {
    failures.push({ rule: 'imprint', clause: 'RFC 3161 2.4.2' });
  }
  if (expected.nonce !== undefined && (nonce === undefined || !sameOctets(nonce, expected.nonce))) {
    failures.push({ rule: 'nonce', clause: 'RFC 3161 2.4.2' });
  }
  if (expected.policies?.includes(policy) === false) {
    failures.push({ rule: 'policy', clause: 'RFC 3161 2.4.2', detail: policy });
  }
  return failures;
}
