import type { Micros } from '#kernel';
import { MAX_SIGNATURE_TIME_STAMPS } from '../limits.ts';
import type { Crypto } from '../ports.ts';
import type { PathRule, PathVerdict } from '../x509/path-verdict.ts';
import { singleValue } from './attributes.ts';
import { ATTRIBUTE } from './oids.ts';
import { readSignedData, type SignedData, type SignerInfo } from './signed-data.ts';
import { type TimeStampVerdict, verifyTimeStamp } from './time-stamp-token.ts';
import { type Failure, type PathCheck, type SignatureRule, verifySignedData } from './verify.ts';

/** Main indications of EN 319 102-1 section 5.1.2, in the order in which one of them outweighs the others. */
const INDICATIONS = ['TOTAL-FAILED', 'INDETERMINATE', 'TOTAL-PASSED'] as const;
export type Indication = (typeof INDICATIONS)[number];

/** Sub-indications of EN 319 102-1 section 5.1.3 that are given here. */
export type SubIndication =
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'REVOKED'
  | 'NOT_YET_VALID'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'REVOKED_NO_POE'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'TRY_LATER'
  | 'SIGNED_DATA_NOT_FOUND';

/** Why a signature did not pass: the rule, its clause, and what it comes to. */
export interface Reason extends Failure {
  readonly indication: Exclude<Indication, 'TOTAL-PASSED'>;
  readonly subIndication: SubIndication;
}

/** What is known of one signature. */
export interface SignatureReport {
  readonly indication: Indication;
  /** Of the first of the weightiest reasons; absent when all is well. */
  readonly subIndication?: SubIndication;
  readonly reasons: readonly Reason[];
  /** Level T needs a good time stamp of the signature. */
  readonly level: 'CAdES-B' | 'CAdES-T';
  /** When the signature is proved to have existed: the earliest good time stamp, or the time of validation. */
  readonly provedTimeUs: Micros;
  /** What the signer claims. */
  readonly claimedTimeUs?: Micros;
  /** DER. */
  readonly certificate?: Uint8Array;
  readonly timeStamps: readonly TimeStampVerdict[];
}

export interface CadesReport {
  /** The weightiest of the signatures'. */
  readonly indication: Indication;
  readonly subIndication?: SubIndication;
  /** Reasons that concern the message as a whole: it could not be read, or has no signature. */
  readonly reasons: readonly Reason[];
  readonly signatures: readonly SignatureReport[];
}

export interface CadesValidation {
  /** What the signature is over, when the message does not hold it. */
  readonly content?: Uint8Array;
  readonly nowUs: Micros;
  /** Judges the signer's path at the time that the signature is proved to have existed. */
  readonly pathAt: (timeUs: Micros) => PathCheck;
  /** Judges the path of a time-stamping authority at the time of its token. */
  readonly timeStampPathAt: (timeUs: Micros) => PathCheck;
  /** Dotted policies of time stamps that count; any when left out. */
  readonly timeStampPolicies?: readonly string[];
}

/** Validates a CAdES signature of level B or T (EN 319 102-1 sections 5.3 and 5.5) and says what was found. Never throws. */
export function validateCades(ports: Crypto, message: Uint8Array, validation: CadesValidation): CadesReport {
  const read = readSignedData(message);
  if (!read.ok) {
    return unusable({ rule: 'message', clause: read.clause, detail: `${read.reason} at ${read.at}` }, 'FORMAT_FAILURE');
  }
  const { signedData } = read;
  if (signedData.signers.length === 0) {
    return unusable({ rule: 'signature-absent', clause: 'RFC 5652 5.1' }, 'FORMAT_FAILURE');
  }
  const signatures = signedData.signers.map((info) => reportOn(ports, signedData, info, validation));
  const indication = weightiest(signatures.map((each) => each.indication));
  const decisive = signatures.find((each) => each.indication === indication);
  const known = { indication, reasons: [], signatures };
  return decisive?.subIndication === undefined ? known : { ...known, subIndication: decisive.subIndication };
}

const unusable = (failure: Failure, subIndication: SubIndication): CadesReport => ({
  indication: 'TOTAL-FAILED',
  subIndication,
  reasons: [{ ...failure, indication: 'TOTAL-FAILED', subIndication }],
  signatures: [],
});

const weightiest = (all: readonly Indication[]): Indication =>
  INDICATIONS.find((indication) => all.includes(indication)) ?? 'INDETERMINATE';

function reportOn(
  ports: Crypto,
  signedData: SignedData,
  info: SignerInfo,
  validation: CadesValidation,
): SignatureReport {
  const timeStamps = timeStampsOf(ports, signedData, info, validation);
  const proved = timeStamps.filter(({ good }) => good).map(({ info: token }) => token?.timeUs ?? validation.nowUs);
  // A loop and not a spread: the number of values is the sender's choice.
  const provedTimeUs = proved.reduce((earliest, timeUs) => Math.min(earliest, timeUs), validation.nowUs);
  const { signatures } = verifySignedData(
    ports,
    { ...signedData, signers: [info] },
    {
      ...(validation.content === undefined ? {} : { content: validation.content }),
      path: validation.pathAt(provedTimeUs),
      needsSigningCertificate: true,
    },
  );
  const [verdict] = signatures;
  const isStamped = proved.length > 0;
  const reasons = (verdict?.failures ?? []).map((failure) => reasonOf(failure, verdict?.path, isStamped));
  // EN 319 122-1 section 6.3: the baseline has the claimed time in every signature.
  if (singleValue(info.signedAttributes ?? [], ATTRIBUTE.signingTime) === 'absent') {
    const failure = { rule: 'signing-time', clause: 'EN 319 122-1 6.3' };
    reasons.push({ ...failure, indication: 'INDETERMINATE', subIndication: 'SIG_CONSTRAINTS_FAILURE' });
  }
  const indication = reasons.length === 0 ? 'TOTAL-PASSED' : weightiest(reasons.map((each) => each.indication));
  const decisive = reasons.find((each) => each.indication === indication);
  return {
    indication,
    reasons,
    level: isStamped ? 'CAdES-T' : 'CAdES-B',
    provedTimeUs,
    timeStamps,
    ...(decisive === undefined ? {} : { subIndication: decisive.subIndication }),
    ...(verdict?.signingTimeUs === undefined ? {} : { claimedTimeUs: verdict.signingTimeUs }),
    ...(verdict?.certificate === undefined ? {} : { certificate: verdict.certificate }),
  };
}

/** A time stamp that does not hold proves nothing and costs nothing (EN 319 102-1 section 5.5.4). */
function timeStampsOf(
  ports: Crypto,
  { certificates }: SignedData,
  { unsignedAttributes, signature }: SignerInfo,
  validation: CadesValidation,
): TimeStampVerdict[] {
  return unsignedAttributes
    .filter(({ type }) => type === ATTRIBUTE.signatureTimeStamp)
    .flatMap(({ values }) => values)
    .slice(0, MAX_SIGNATURE_TIME_STAMPS)
    .map((token) =>
      verifyTimeStamp(ports, token, {
        data: signature,
        certificates,
        pathAt: validation.timeStampPathAt,
        ...(validation.timeStampPolicies === undefined ? {} : { policies: validation.timeStampPolicies }),
      }),
    );
}

type Outcome = readonly [indication: Reason['indication'], subIndication: SubIndication];

/** EN 319 102-1 sections 5.2.2 to 5.2.8: what each broken rule comes to. Paths are told apart below. */
const OUTCOMES: Readonly<Record<Exclude<SignatureRule, 'path'>, Outcome>> = {
  'content-absent': ['INDETERMINATE', 'SIGNED_DATA_NOT_FOUND'],
  'content-differs': ['TOTAL-FAILED', 'HASH_FAILURE'],
  'certificate-absent': ['INDETERMINATE', 'NO_SIGNING_CERTIFICATE_FOUND'],
  'certificate-key-usage': ['INDETERMINATE', 'CHAIN_CONSTRAINTS_FAILURE'],
  'digest-algorithm': ['INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE'],
  'signature-algorithm': ['INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE'],
  'signed-attributes': ['TOTAL-FAILED', 'FORMAT_FAILURE'],
  'content-type': ['TOTAL-FAILED', 'FORMAT_FAILURE'],
  'message-digest': ['TOTAL-FAILED', 'HASH_FAILURE'],
  'signing-certificate': ['INDETERMINATE', 'NO_SIGNING_CERTIFICATE_FOUND'],
  signature: ['TOTAL-FAILED', 'SIG_CRYPTO_FAILURE'],
};

/** EN 319 102-1 sections 5.2.6 and 5.2.8, for the rules of a path. */
const PATH_OUTCOMES: Readonly<Record<PathRule, SubIndication>> = {
  'certificate-malformed': 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'version-below-3': 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'too-many-certificates': 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'too-many-signatures': 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'no-path-to-anchor': 'NO_CERTIFICATE_CHAIN_FOUND',
  'signature-invalid': 'NO_CERTIFICATE_CHAIN_FOUND',
  'algorithm-unsupported': 'CRYPTO_CONSTRAINTS_FAILURE',
  'key-weak': 'CRYPTO_CONSTRAINTS_FAILURE',
  'not-yet-valid': 'OUT_OF_BOUNDS_NO_POE',
  expired: 'OUT_OF_BOUNDS_NO_POE',
  revoked: 'REVOKED_NO_POE',
  'status-unknown': 'TRY_LATER',
  'name-not-permitted': 'CHAIN_CONSTRAINTS_FAILURE',
  'policy-missing': 'CHAIN_CONSTRAINTS_FAILURE',
  'not-an-authority': 'CHAIN_CONSTRAINTS_FAILURE',
  'path-too-long': 'CHAIN_CONSTRAINTS_FAILURE',
  'key-usage-missing': 'CHAIN_CONSTRAINTS_FAILURE',
  'extension-unknown-critical': 'CERTIFICATE_CHAIN_GENERAL_FAILURE',
  'purpose-missing': 'CHAIN_CONSTRAINTS_FAILURE',
  'pinned-issuer-absent': 'NO_CERTIFICATE_CHAIN_FOUND',
  'pinned-root-absent': 'NO_CERTIFICATE_CHAIN_FOUND',
};

function reasonOf(failure: Failure<SignatureRule>, path: PathVerdict | undefined, isStamped: boolean): Reason {
  const [indication, subIndication] = failure.rule === 'path' ? pathOutcome(path, isStamped) : OUTCOMES[failure.rule];
  return { ...failure, indication, subIndication };
}

/**
 * EN 319 102-1 section 5.5.4: with a proof of existence, a certificate of the signer that was revoked or not yet valid at
 * the proved time settles the matter; without one, the signature may be older than what ended the certificate.
 */
function pathOutcome(path: PathVerdict | undefined, isStamped: boolean): Outcome {
  if (path === undefined || path.ok) return ['INDETERMINATE', 'CERTIFICATE_CHAIN_GENERAL_FAILURE'];
  if (isStamped && path.at === 0 && path.rule === 'revoked') return ['TOTAL-FAILED', 'REVOKED'];
  if (isStamped && path.at === 0 && path.rule === 'not-yet-valid') return ['TOTAL-FAILED', 'NOT_YET_VALID'];
  return ['INDETERMINATE', PATH_OUTCOMES[path.rule]];
}
