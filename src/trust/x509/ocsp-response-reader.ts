import { type ByteRange, type Certificate, IDENTIFIER, type PublicKey, readCertificate } from '#bytes';
import type { Micros } from '#kernel';
import { DerCursor } from '../der-cursor.ts';
import { attempt, refuse, type TrustFault, trustFault } from '../fault.ts';
import { MAX_OCSP_CERTIFICATES, MAX_OCSP_IDS, MAX_OCSP_RESPONSE_OCTETS } from '../limits.ts';
import type { Crypto } from '../ports.ts';
import { signatureAlgorithmAt } from './algorithms.ts';
import { sameOctets } from './certificate.ts';
import { revocationReason } from './crl.ts';
import { publicKeyOctets, PURPOSE } from './extensions.ts';
import { type CertificateId, readCertificateId } from './ocsp-id.ts';
import { readNonce } from './ocsp-request.ts';
import { type CertificateStatus, OCSP_ERRORS, type OcspError } from './ocsp-response.ts';

const CLAUSE = 'RFC 6960 4.2.1';
const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1';
const FIRST = 0xa0;
const BY_NAME = 0xa1;
const BY_KEY = 0xa2;
const GOOD = 0x80;
const REVOKED = 0xa1;
const UNKNOWN = 0x82;
const RESPONSE_EXTENSIONS = 0xa1;
const SINGLE_EXTENSIONS = 0xa1;
const US_PER_MS = 1000;

export interface OcspAnswerRead {
  readonly id: CertificateId;
  readonly status: CertificateStatus;
  readonly thisUpdateUs: Micros;
  readonly nextUpdateUs?: Micros;
}

/** A signed answer as it stands. Nothing here is verified; positions are in `bytes`. */
export interface OcspResponse {
  readonly ok: true;
  readonly bytes: Uint8Array;
  readonly responder: { readonly kind: 'name' | 'key' } & ByteRange;
  readonly producedAtUs: Micros;
  readonly answers: readonly OcspAnswerRead[];
  /** The octets inside the nonce. */
  readonly nonce?: ByteRange;
  /** ResponseData: what is signed. */
  readonly data: ByteRange;
  readonly signatureAlgorithm: ByteRange;
  readonly signature: ByteRange;
  readonly certificates: readonly ByteRange[];
}

/** An answer that says why there is none. */
export interface OcspRefusal {
  readonly ok: true;
  readonly error: OcspError;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Reads the OCSP response that fills `bytes`. */
export function readOcspResponse(bytes: Uint8Array): OcspResponse | OcspRefusal | TrustFault {
  if (bytes.length > MAX_OCSP_RESPONSE_OCTETS) return trustFault('too-large', 0, CLAUSE);
  return attempt(() => {
    const outer = new DerCursor(bytes, 0, bytes.length, CLAUSE);
    const response = outer.open();
    outer.close();
    const statusAt = response.at;
    const status = response.enumerated();
    if (status !== 0) {
      response.close();
      const errors = Object.keys(OCSP_ERRORS) as OcspError[];
      const error = errors.find((each) => OCSP_ERRORS[each] === status);
      return error ? { ok: true, error } : response.refuse('value-unknown', statusAt);
    }
    const wrapper = response.open(FIRST);
    const typed = wrapper.open();
    if (typed.oid() !== BASIC_RESPONSE) typed.refuse('value-unknown', typed.at);
    const { start, end } = typed.octets();
    typed.close();
    wrapper.close();
    response.close();
    const octets = new DerCursor(bytes, start, end, CLAUSE);
    const basic = octets.open();
    octets.close();
    return readBasic(basic);
  });
}

function readBasic(basic: DerCursor): OcspResponse {
  const data = basic.take(IDENTIFIER.sequence);
  const algorithm = basic.take(IDENTIFIER.sequence);
  const signature = basic.wholeBits();
  const wrapper = basic.openOptional(FIRST);
  basic.close();
  const certificates = wrapper ? readCertificates(wrapper) : [];
  return {
    ok: true,
    bytes: basic.bytes,
    ...readData(basic.inside(data)),
    data: { start: data.start, end: data.end },
    signatureAlgorithm: { start: algorithm.start, end: algorithm.end },
    signature,
    certificates,
  };
}

function readCertificates(wrapper: DerCursor): ByteRange[] {
  const list = wrapper.open();
  wrapper.close();
  const certificates: ByteRange[] = [];
  while (!list.done) {
    if (certificates.length === MAX_OCSP_CERTIFICATES) list.refuse('too-many-elements', list.at);
    const { start, end } = list.take(IDENTIFIER.sequence);
    certificates.push({ start, end });
  }
  return certificates;
}

function readData(data: DerCursor): Pick<OcspResponse, 'responder' | 'producedAtUs' | 'answers' | 'nonce'> {
  const version = data.openOptional(FIRST);
  if (version && version.number() !== 0) version.refuse('version-unknown', version.at);
  const responder = readResponder(data);
  const producedAtUs = data.timeUs();
  const list = data.open();
  const extensions = data.openOptional(RESPONSE_EXTENSIONS);
  data.close();
  const answers: OcspAnswerRead[] = [];
  while (!list.done) {
    if (answers.length === MAX_OCSP_IDS) list.refuse('too-many-elements', list.at);
    answers.push(readAnswer(list.open()));
  }
  const nonce = extensions && readNonce(extensions);
  return nonce ? { responder, producedAtUs, answers, nonce } : { responder, producedAtUs, answers };
}

function readResponder(data: DerCursor): OcspResponse['responder'] {
  if (data.is(BY_KEY)) {
    const wrapper = data.open(BY_KEY);
    const { start, end } = wrapper.octets();
    wrapper.close();
    return { kind: 'key', start, end };
  }
  const wrapper = data.open(BY_NAME);
  const { start, end } = wrapper.take(IDENTIFIER.sequence);
  wrapper.close();
  return { kind: 'name', start, end };
}

function readAnswer(answer: DerCursor): OcspAnswerRead {
  const id = readCertificateId(answer);
  const status = readStatus(answer);
  const draft: Mutable<OcspAnswerRead> = { id, status, thisUpdateUs: answer.timeUs() };
  const nextUpdate = answer.openOptional(FIRST);
  if (nextUpdate) {
    draft.nextUpdateUs = nextUpdate.timeUs();
    nextUpdate.close();
  }
  answer.optional(SINGLE_EXTENSIONS);
  answer.close();
  return draft;
}

function readStatus(answer: DerCursor): CertificateStatus {
  if (answer.is(GOOD) || answer.is(UNKNOWN)) {
    const state = answer.is(GOOD) ? 'good' : 'unknown';
    const { start, contentStart, end } = answer.take();
    if (contentStart !== end) answer.refuse('unexpected-element', start);
    return { state };
  }
  const revoked = answer.open(REVOKED);
  const revokedAtUs = revoked.timeUs();
  const wrapper = revoked.openOptional(FIRST);
  revoked.close();
  if (!wrapper) return { state: 'revoked', revokedAtUs };
  const at = wrapper.at;
  const reason = revocationReason(wrapper.enumerated()) ?? wrapper.refuse('value-unknown', at);
  wrapper.close();
  return { state: 'revoked', revokedAtUs, reason };
}

export interface OcspQuestion {
  /** Certificate of the authority that issued the certificate in question, DER; trusted by the caller. */
  readonly issuer: Uint8Array;
  /** From `ocspIssuerId`. */
  readonly issuerId: string;
  readonly serialHex: string;
  readonly atUs: Micros;
  /** How far clocks may differ, microseconds. */
  readonly toleranceUs: number;
  /** Asks for this nonce in the answer. */
  readonly nonce?: Uint8Array;
}

/** The status that `response` proves, or what it lacks (RFC 6960 3.2). */
export function provenStatus(
  response: OcspResponse,
  question: OcspQuestion,
  ports: Crypto,
): OcspAnswerRead | TrustFault {
  return attempt(() => {
    const { bytes, data, signature, signatureAlgorithm } = response;
    const answer = response.answers.find(
      ({ id }) => id.issuerId === question.issuerId && id.serialHex === question.serialHex,
    );
    if (!answer) return refuse('value-unknown', data.start, 'RFC 6960 3.2 (1)');
    const key = responderKey(response, question, ports);
    const algorithm = signatureAlgorithmAt(bytes, signatureAlgorithm, key.publicKey);
    if (algorithm === undefined) return refuse('algorithm-unsupported', signatureAlgorithm.start, 'RFC 6960 4.3');
    const spki = key.bytes.subarray(key.publicKey.start, key.publicKey.end);
    const signed = bytes.subarray(data.start, data.end);
    if (!ports.verify(spki, algorithm, signed, bytes.subarray(signature.start, signature.end)))
      refuse('signature-invalid', signature.start, 'RFC 6960 3.2 (2)');
    checkTimes(answer, question);
    if (question.nonce) {
      const { nonce } = response;
      if (!nonce || !sameOctets(bytes.subarray(nonce.start, nonce.end), question.nonce))
        refuse('value-unknown', nonce?.start ?? data.start, 'RFC 9654 2.1');
    }
    return answer;
  });
}

function checkTimes({ id, thisUpdateUs, nextUpdateUs }: OcspAnswerRead, { atUs, toleranceUs }: OcspQuestion): void {
  if (thisUpdateUs > atUs + toleranceUs) refuse('value-out-of-range', id.end, 'RFC 6960 3.2 (5)');
  if (nextUpdateUs !== undefined && nextUpdateUs < atUs - toleranceUs)
    refuse('value-out-of-range', id.end, 'RFC 6960 3.2 (6)');
}

interface Key {
  readonly bytes: Uint8Array;
  readonly publicKey: PublicKey;
}

/** The key that the responder claims: that of the issuer, or of a certificate the issuer made for it (RFC 6960 4.2.2.2). */
function responderKey(response: OcspResponse, question: OcspQuestion, ports: Crypto): Key {
  const issuer = readCertificate(question.issuer, 0, question.issuer.length);
  if (!issuer.ok) return refuse(issuer.reason, issuer.at, 'RFC 5280 4.1');
  if (isResponder(response, question.issuer, issuer, ports))
    return { bytes: question.issuer, publicKey: issuer.publicKey };
  for (const range of response.certificates) {
    const bytes = response.bytes.slice(range.start, range.end);
    const certificate = readCertificate(bytes, 0, bytes.length);
    if (!certificate.ok || !isResponder(response, bytes, certificate, ports)) continue;
    if (isDelegated(bytes, certificate, issuer, question, ports)) return { bytes, publicKey: certificate.publicKey };
  }
  return refuse('key-mismatch', response.responder.start, 'RFC 6960 4.2.2.2');
}

function isResponder({ responder, bytes }: OcspResponse, holder: Uint8Array, holderRead: Certificate, ports: Crypto) {
  const claimed = bytes.subarray(responder.start, responder.end);
  const { subject, publicKey } = holderRead.ranges;
  if (responder.kind === 'name') return sameOctets(claimed, holder.subarray(subject.start, subject.end));
  return sameOctets(claimed, ports.digest('sha1', publicKeyOctets(holder.subarray(publicKey.start, publicKey.end))));
}

function isDelegated(
  bytes: Uint8Array,
  certificate: Certificate,
  issuer: Certificate,
  question: OcspQuestion,
  ports: Crypto,
): boolean {
  const { notBeforeMs, notAfterMs, signatureAlgorithm, signature, ranges } = certificate;
  if (!certificate.extensions.extendedKeyUsage.includes(PURPOSE.ocspSigning)) return false;
  if (certificate.faults.length > 0 || !signature || !signatureAlgorithm) return false;
  if (notBeforeMs === undefined || notBeforeMs * US_PER_MS > question.atUs + question.toleranceUs) return false;
  if (notAfterMs === undefined || notAfterMs * US_PER_MS < question.atUs - question.toleranceUs) return false;
  const algorithm = signatureAlgorithmAt(bytes, signatureAlgorithm, issuer.publicKey);
  if (algorithm === undefined) return false;
  const spki = question.issuer.subarray(issuer.publicKey.start, issuer.publicKey.end);
  const tbs = bytes.subarray(ranges.tbs.start, ranges.tbs.end);
  return ports.verify(spki, algorithm, tbs, bytes.subarray(signature.start, signature.end));
}
