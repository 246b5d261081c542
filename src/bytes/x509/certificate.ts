import {
  type ByteRange,
  type DerElement,
  type DerFault,
  expectElement,
  fault,
  IDENTIFIER,
  integerFault,
  integerIsNegative,
  integerToHex,
  integerToNumber,
  oidToText,
  readBitString,
  readElement,
  readHeader,
  timeToMs,
} from '../der/index.ts';
import { signatureName } from './algorithms.ts';
import { NO_EXTENSIONS, readExtensions } from './extension-list.ts';
import type { CertificateExtensions } from './extensions/contract.ts';
import { type CertificateFault, type CertificateFaultReason, enter, type FaultList, note, orNote } from './fault.ts';
import { type Name, readName } from './name.ts';
import { type PublicKey, readPublicKey } from './public-key.ts';

/** Where the parts stand. Every range is a whole element, tag and length included. */
export interface CertificateRanges {
  readonly certificate: ByteRange;
  /** What the signature is over. */
  readonly tbs: ByteRange;
  readonly serial: ByteRange;
  readonly issuer: ByteRange;
  readonly validity: ByteRange;
  readonly subject: ByteRange;
  readonly publicKey: ByteRange;
  readonly signature: ByteRange;
}

/** Where a signature algorithm is named; `name` is absent when we do not know the number. */
export interface SignatureAlgorithm extends ByteRange {
  /** Dotted. */
  readonly oid: string;
  readonly name?: string;
}

/** What a certificate says (RFC 5280 4.1). Nothing here is verified. */
export interface CertificateFields {
  /** 1, 2 or 3; any other number comes with the fault `version-unknown`. */
  readonly version: number;
  /** Upper-case hexadecimal with whole octets, `-` before a negative one. */
  readonly serialHex: string;
  /** Absent when it cannot be read. */
  readonly signatureAlgorithm?: SignatureAlgorithm;
  readonly issuer: Name;
  /** Milliseconds since 1970-01-01T00:00:00Z; absent when the time is malformed. */
  readonly notBeforeMs?: number;
  /** Milliseconds since 1970-01-01T00:00:00Z; absent when the time is malformed. */
  readonly notAfterMs?: number;
  readonly subject: Name;
  /** Subject and issuer are the same octets. Weaker than self-signed, which needs the key to tell. */
  readonly selfIssued: boolean;
  readonly publicKey: PublicKey;
  readonly extensions: CertificateExtensions;
  /** The octets of the signature, inside its BIT STRING; absent when that cannot be read. */
  readonly signature?: ByteRange;
  readonly ranges: CertificateRanges;
}

/**
 * What was understood before reading stopped. Every field is there in full or not at all, except `extensions`, which
 * holds the extensions that are whole.
 */
export type PartialCertificate = Partial<Omit<CertificateFields, 'ranges'>> & {
  readonly ranges: Partial<CertificateRanges>;
};

/** A certificate read to its end. `faults` are those that did not keep us from reading on. */
export interface Certificate extends CertificateFields {
  readonly ok: true;
  readonly faults: readonly CertificateFault[];
}

/** Reading stopped at position `at`; no octet after it was trusted. */
export interface CertificateStop {
  readonly ok: false;
  readonly at: number;
  readonly reason: CertificateFaultReason;
  readonly partial: PartialCertificate;
  readonly faults: readonly CertificateFault[];
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Draft = Mutable<Partial<Omit<CertificateFields, 'ranges'>>> & {
  readonly ranges: Mutable<Partial<CertificateRanges>>;
};

const VERSION = 0xa0;
const ISSUER_UNIQUE_ID = 0x81;
const SUBJECT_UNIQUE_ID = 0x82;
const EXTENSIONS = 0xa3;

/**
 * Reads the certificate at `start`, whose octets must lie before `end`. Never throws and never copies; all positions are
 * absolute in `bytes`. A certificate that is cut or malformed gives what stood before the fault.
 */
export function readCertificate(bytes: Uint8Array, start: number, end: number): Certificate | CertificateStop {
  const draft: Draft = { ranges: {} };
  const faults: FaultList = [];
  const stop = readParts(bytes, start, end, draft, faults);
  if (stop) return { ok: false, at: stop.at, reason: stop.reason, partial: draft, faults };
  if (!isComplete(draft)) return { ok: false, at: end, reason: 'element-missing', partial: draft, faults };
  return { ok: true, ...draft, faults };
}

const isComplete = (draft: Draft): draft is Draft & CertificateFields =>
  draft.publicKey !== undefined && draft.extensions !== undefined && draft.ranges.signature !== undefined;

function readParts(
  bytes: Uint8Array,
  start: number,
  end: number,
  draft: Draft,
  faults: FaultList,
): DerFault | undefined {
  const outer = openSequence(bytes, start, end);
  if (!outer.ok) return outer;
  const outerEnd = Math.min(outer.end, end);
  if (outer.end < end) note(faults, outer.end, 'trailing-bytes');
  if (outer.end <= end) draft.ranges.certificate = { start, end: outer.end };

  const tbs = openSequence(bytes, outer.contentStart, outerEnd);
  if (!tbs.ok) return tbs;
  const stop = readTbs(bytes, tbs.contentStart, Math.min(tbs.end, outerEnd), draft, faults);
  if (stop) return stop;
  if (tbs.end > outerEnd) return fault(tbs.start, 'content-truncated');
  draft.ranges.tbs = { start: tbs.start, end: tbs.end };
  draft.extensions ??= NO_EXTENSIONS;

  const algorithm = expectElement(bytes, tbs.end, outerEnd, IDENTIFIER.sequence);
  if (!algorithm.ok) return algorithm;
  const inner = draft.signatureAlgorithm;
  if (inner && !sameOctets(bytes, inner, algorithm)) note(faults, algorithm.start, 'signature-algorithm-mismatch');

  const signature = expectElement(bytes, algorithm.end, outerEnd, IDENTIFIER.bitString);
  if (!signature.ok) return signature;
  draft.ranges.signature = { start: signature.start, end: signature.end };
  const octets = orNote(readBitString(bytes, signature.contentStart, signature.end), faults);
  if (octets) draft.signature = { start: octets.start, end: octets.end };
  if (signature.end < outerEnd) note(faults, signature.end, 'trailing-bytes');
  return outer.end > end ? fault(outer.start, 'content-truncated') : undefined;
}

/** A SEQUENCE whose content may be cut by `end`. */
function openSequence(bytes: Uint8Array, start: number, end: number): DerElement | DerFault {
  if (start < end && bytes[start] !== IDENTIFIER.sequence) return fault(start, 'unexpected-element');
  return readHeader(bytes, start, end);
}

/** TBSCertificate (RFC 5280 4.1.2), up to the first element that is missing, cut or out of place. */
function readTbs(bytes: Uint8Array, start: number, end: number, draft: Draft, faults: FaultList): DerFault | undefined {
  if (start >= end) return fault(start, 'element-missing');
  let at = start;
  if (bytes[at] === VERSION) {
    const version = readElement(bytes, at, end);
    if (!version.ok) return version;
    draft.version = readVersion(bytes, version, faults);
    at = version.end;
  } else {
    draft.version = 1;
  }

  const serial = expectElement(bytes, at, end, IDENTIFIER.integer);
  if (!serial.ok) return serial;
  readSerial(bytes, serial, draft, faults);

  const algorithm = expectElement(bytes, serial.end, end, IDENTIFIER.sequence);
  if (!algorithm.ok) return algorithm;
  const signatureAlgorithm = readSignatureAlgorithm(bytes, algorithm, faults);
  if (signatureAlgorithm) draft.signatureAlgorithm = signatureAlgorithm;

  const issuer = expectElement(bytes, algorithm.end, end, IDENTIFIER.sequence);
  if (!issuer.ok) return issuer;
  draft.ranges.issuer = { start: issuer.start, end: issuer.end };
  draft.issuer = readName(bytes, issuer.start, issuer.contentStart, issuer.end, faults);

  const validity = expectElement(bytes, issuer.end, end, IDENTIFIER.sequence);
  if (!validity.ok) return validity;
  readValidity(bytes, validity, draft, faults);

  const subject = expectElement(bytes, validity.end, end, IDENTIFIER.sequence);
  if (!subject.ok) return subject;
  draft.ranges.subject = { start: subject.start, end: subject.end };
  draft.subject = readName(bytes, subject.start, subject.contentStart, subject.end, faults);
  draft.selfIssued = sameOctets(bytes, issuer, subject);

  const publicKey = expectElement(bytes, subject.end, end, IDENTIFIER.sequence);
  if (!publicKey.ok) return publicKey;
  draft.ranges.publicKey = { start: publicKey.start, end: publicKey.end };
  draft.publicKey = readPublicKey(bytes, publicKey, faults);
  return readOptionalParts(bytes, publicKey.end, end, draft, faults);
}

/** The unique identifiers, which RFC 5280 4.1.2.8 wants unused, and the extensions. */
function readOptionalParts(
  bytes: Uint8Array,
  start: number,
  end: number,
  draft: Draft,
  faults: FaultList,
): DerFault | undefined {
  let at = start;
  for (const identifier of [ISSUER_UNIQUE_ID, SUBJECT_UNIQUE_ID]) {
    if (at >= end || bytes[at] !== identifier) continue;
    const uniqueId = readElement(bytes, at, end);
    if (!uniqueId.ok) return uniqueId;
    at = uniqueId.end;
  }
  if (at >= end) return undefined;
  if (bytes[at] !== EXTENSIONS) return fault(at, 'unexpected-element');
  const wrapper = readHeader(bytes, at, end);
  if (!wrapper.ok) return wrapper;
  const isCut = wrapper.end > end;
  const { extensions, stop } = readExtensions(bytes, wrapper.contentStart, isCut ? end : wrapper.end, faults);
  draft.extensions = extensions;
  if (isCut) return stop ?? fault(wrapper.start, 'content-truncated');
  // The wrapper is whole, so a fault in the list costs the extensions after it but not the rest of the certificate.
  if (stop) note(faults, stop.at, stop.reason);
  if (wrapper.end < end) note(faults, wrapper.end, 'trailing-bytes');
  return undefined;
}

/** Version ::= [0] EXPLICIT INTEGER { v1(0), v2(1), v3(2) } DEFAULT v1 */
function readVersion(bytes: Uint8Array, wrapper: DerElement, faults: FaultList): number {
  const element = enter(bytes, wrapper.contentStart, wrapper.end, IDENTIFIER.integer, faults);
  if (!element) return 1;
  const reason = integerFault(bytes, element.contentStart, element.end);
  if (reason) note(faults, element.start, reason);
  const value = integerToNumber(bytes, element.contentStart, element.end);
  if (value === 0) note(faults, wrapper.start, 'default-encoded');
  else if (value !== 1 && value !== 2) note(faults, element.start, 'version-unknown');
  return value === undefined ? 1 : value + 1;
}

function readSerial(bytes: Uint8Array, element: DerElement, draft: Draft, faults: FaultList): void {
  const { start, contentStart, end } = element;
  const reason = integerFault(bytes, contentStart, end);
  if (reason) note(faults, start, reason);
  if (integerIsNegative(bytes, contentStart, end)) note(faults, start, 'serial-negative');
  draft.serialHex = integerToHex(bytes, contentStart, end);
  draft.ranges.serial = { start, end };
}

function readSignatureAlgorithm(
  bytes: Uint8Array,
  element: DerElement,
  faults: FaultList,
): SignatureAlgorithm | undefined {
  const { start, end } = element;
  const id = orNote(expectElement(bytes, element.contentStart, end, IDENTIFIER.oid), faults);
  const oid = id && orNote(oidToText(bytes, id.contentStart, id.end), faults);
  if (oid === undefined) return undefined;
  const name = signatureName(oid);
  return name === undefined ? { oid, start, end } : { oid, name, start, end };
}

function readValidity(bytes: Uint8Array, validity: DerElement, draft: Draft, faults: FaultList): void {
  const { start, end } = validity;
  draft.ranges.validity = { start, end };
  const notBefore = orNote(readElement(bytes, validity.contentStart, end), faults);
  if (!notBefore) return;
  const notBeforeMs = timeToMs(bytes, notBefore);
  if (notBeforeMs === undefined) note(faults, notBefore.start, 'time-malformed');
  else draft.notBeforeMs = notBeforeMs;
  const notAfter = orNote(readElement(bytes, notBefore.end, end), faults);
  if (!notAfter) return;
  const notAfterMs = timeToMs(bytes, notAfter);
  if (notAfterMs === undefined) note(faults, notAfter.start, 'time-malformed');
  else draft.notAfterMs = notAfterMs;
  if (notAfter.end < end) note(faults, notAfter.end, 'trailing-bytes');
}

function sameOctets(bytes: Uint8Array, left: ByteRange, right: ByteRange): boolean {
  const length = left.end - left.start;
  if (length !== right.end - right.start) return false;
  for (let i = 0; i < length; i++) if (bytes[left.start + i] !== bytes[right.start + i]) return false;
  return true;
}
