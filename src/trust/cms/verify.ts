import type { Micros } from '#kernel';
import { MAX_CMS_SIGNER_CANDIDATES } from '../limits.ts';
import type { Crypto } from '../ports.ts';
import { sameOctets } from '../x509/certificate.ts';
import type { PathVerdict } from '../x509/path-verdict.ts';
import { type Attribute, encodeAttributes, readSingle, singleValue } from './attributes.ts';
import { refersTo, openCertificates, publicKeyOf, type ReadCertificate } from './certificate-reference.ts';
import { messageDigestOf, type MessageDigest, messageSignatureOf } from './digests.ts';
import { takeContent } from './elements.ts';
import { ATTRIBUTE, CONTENT_TYPE } from './oids.ts';
import type { SignedData, SignerInfo } from './signed-data.ts';
import { signingCertificateState } from './signing-certificate.ts';

/** What a signature can fail by. */
export type SignatureRule =
  | 'content-absent'
  | 'content-differs'
  | 'certificate-absent'
  | 'certificate-key-usage'
  | 'digest-algorithm'
  | 'signature-algorithm'
  | 'signed-attributes'
  | 'content-type'
  | 'message-digest'
  | 'signing-certificate'
  | 'signature'
  | 'path';

/** A rule that a message did not keep, and the clause that states it. */
export interface Failure<Rule extends string = string> {
  readonly rule: Rule;
  readonly clause: string;
  /** The rule of the path that did not hold, or what else is known. */
  readonly detail?: string;
}

/**
 * Judges the path of a certificate, as `validatePath` does, for the time and the purpose that the caller has in mind.
 * `others` and `crls` came with the message, in any order, useful or not. All are DER.
 */
export type PathCheck = (
  certificate: Uint8Array,
  others: readonly Uint8Array[],
  crls: readonly Uint8Array[],
) => PathVerdict;

export interface VerifyOptions {
  /** The content, for a detached signature. */
  readonly content?: Uint8Array;
  /** Certificates known from elsewhere, DER. */
  readonly certificates?: readonly Uint8Array[];
  readonly path: PathCheck;
  /** Demands the ESS signing certificate (RFC 5035); where it is present it always has to fit. */
  readonly needsSigningCertificate?: boolean;
  /**
   * Lets plain data be signed without signed attributes. Refused otherwise: the DER of signed attributes could be handed
   * over as the content of such a message, under the same signature.
   */
  readonly allowsBareSignatures?: boolean;
}

/** What holds of one signature. It is good when `failures` is empty; otherwise all that could be judged stand there. */
export interface SignatureVerdict {
  readonly good: boolean;
  readonly failures: readonly Failure<SignatureRule>[];
  /** DER, where the message or the caller has it. */
  readonly certificate?: Uint8Array;
  /** What the signer claims; a time stamp proves it. */
  readonly signingTimeUs?: Micros;
  /** Absent when there is no certificate to judge. */
  readonly path?: PathVerdict;
}

/** One verdict per signer, in the order of the message. */
export interface SignedDataVerdict {
  /** There is a signature, and all of them are good. */
  readonly good: boolean;
  readonly signatures: readonly SignatureVerdict[];
}

/** Verifies every signature of a SignedData (RFC 5652 sections 5.4 to 5.6). Never throws. */
export function verifySignedData(ports: Crypto, signedData: SignedData, options: VerifyOptions): SignedDataVerdict {
  const certificates = openCertificates([...signedData.certificates, ...(options.certificates ?? [])]);
  const signatures = signedData.signers.map((info) => verifySigner(ports, signedData, info, certificates, options));
  return { good: signatures.length > 0 && signatures.every(({ good }) => good), signatures };
}

function verifySigner(
  ports: Crypto,
  signedData: SignedData,
  info: SignerInfo,
  certificates: readonly ReadCertificate[],
  options: VerifyOptions,
): SignatureVerdict {
  const failures: Failure<SignatureRule>[] = [];
  const fail = (rule: SignatureRule, clause: string, detail?: string): void => {
    failures.push(detail === undefined ? { rule, clause } : { rule, clause, detail });
  };
  const content = contentOf(signedData, options, fail);
  const digest = messageDigestOf(info.digestAlgorithm);
  if (digest === undefined) fail('digest-algorithm', 'RFC 5754 2', info.digestAlgorithm.oid);
  if (content !== undefined && digest !== undefined)
    checkContent(ports, signedData, info, content, digest, options, fail);

  const candidates = certificates
    .filter((certificate) => refersTo(info.signer, certificate))
    .slice(0, MAX_CMS_SIGNER_CANDIDATES);
  const signed = info.signedAttributes === undefined ? content : encodeAttributes(info.signedAttributes);
  const canJudge = digest !== undefined && signed !== undefined;
  const holder = canJudge ? candidates.find((each) => isBy(ports, info, digest, signed, each)) : undefined;
  const certificate = holder ?? candidates[0];
  let path: PathVerdict | undefined;
  if (certificate === undefined) fail('certificate-absent', 'RFC 5652 5.3');
  else {
    if (canJudge && holder === undefined) failSignature(info, digest, certificate, fail);
    checkCertificate(ports, info.signedAttributes ?? [], certificate, options, fail);
    const others = [...signedData.certificates, ...(options.certificates ?? [])];
    path = options.path(certificate.encoded, others, signedData.crls);
    if (!path.ok) fail('path', path.clause, path.rule);
  }
  const signingTimeUs = readSingle(info.signedAttributes ?? [], ATTRIBUTE.signingTime, (cursor) => cursor.timeUs());
  return {
    good: failures.length === 0,
    failures,
    ...(certificate === undefined ? {} : { certificate: certificate.encoded }),
    ...(signingTimeUs === undefined ? {} : { signingTimeUs }),
    ...(path === undefined ? {} : { path }),
  };
}

type Fail = (rule: SignatureRule, clause: string, detail?: string) => void;

/** RFC 5652 section 5.2: the content of a detached signature comes from the caller; two that differ are an attack. */
function contentOf({ content }: SignedData, options: VerifyOptions, fail: Fail): Uint8Array | undefined {
  if (content === undefined && options.content === undefined) fail('content-absent', 'RFC 5652 5.2');
  if (content !== undefined && options.content !== undefined && !sameOctets(content, options.content)) {
    fail('content-differs', 'RFC 5652 5.2');
  }
  return content ?? options.content;
}

/** The signed attributes against the content (RFC 5652 sections 5.3, 5.4, 11.1, 11.2). */
function checkContent(
  ports: Crypto,
  { contentType }: SignedData,
  { signedAttributes }: SignerInfo,
  content: Uint8Array,
  digest: MessageDigest,
  options: VerifyOptions,
  fail: Fail,
): void {
  if (signedAttributes === undefined) {
    const allowed = options.allowsBareSignatures === true && contentType === CONTENT_TYPE.data;
    if (!allowed) fail('signed-attributes', 'RFC 5652 5.3');
    return;
  }
  const named = readSingle(signedAttributes, ATTRIBUTE.contentType, (cursor) => cursor.oid());
  if (named !== contentType) fail('content-type', 'RFC 5652 11.1');
  // RFC 5652 section 11.3: the time may be absent; it may not be there twice, or be no time.
  const hasTime = singleValue(signedAttributes, ATTRIBUTE.signingTime) !== 'absent';
  if (hasTime && readSingle(signedAttributes, ATTRIBUTE.signingTime, (cursor) => cursor.timeUs()) === undefined) {
    fail('signed-attributes', 'RFC 5652 11.3');
  }
  const stated = readSingle(signedAttributes, ATTRIBUTE.messageDigest, (cursor) => takeContent(cursor));
  if (stated === undefined || !sameOctets(stated, ports.digest(digest, content))) {
    fail('message-digest', 'RFC 5652 11.2');
  }
}

function isBy(
  ports: Crypto,
  info: SignerInfo,
  digest: MessageDigest,
  signed: Uint8Array,
  certificate: ReadCertificate,
): boolean {
  const algorithm = messageSignatureOf(info.signatureAlgorithm, digest, certificate.fields.publicKey);
  return algorithm !== undefined && ports.verify(publicKeyOf(certificate), algorithm, signed, info.signature);
}

/** Tells an algorithm that is refused from a signature that does not hold. */
function failSignature(info: SignerInfo, digest: MessageDigest, certificate: ReadCertificate, fail: Fail): void {
  const algorithm = messageSignatureOf(info.signatureAlgorithm, digest, certificate.fields.publicKey);
  if (algorithm === undefined) fail('signature-algorithm', 'RFC 5652 5.3', info.signatureAlgorithm.oid);
  else fail('signature', 'RFC 5652 5.6');
}

function checkCertificate(
  ports: Crypto,
  attributes: readonly Attribute[],
  certificate: ReadCertificate,
  options: VerifyOptions,
  fail: Fail,
): void {
  const { keyUsage } = certificate.fields.extensions;
  // RFC 5280 4.2.1.3: a key may sign data when one of these bits is set, or the extension is absent.
  if (keyUsage !== undefined && !keyUsage.includes('digitalSignature') && !keyUsage.includes('nonRepudiation')) {
    fail('certificate-key-usage', 'RFC 5280 4.2.1.3');
  }
  const state = signingCertificateState(ports, attributes, certificate);
  if (state === 'mismatch' || (state === 'absent' && options.needsSigningCertificate === true)) {
    fail('signing-certificate', 'RFC 5035 5.4', state);
  }
}
