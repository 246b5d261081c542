import {
  type ByteRange,
  type CertificateExtensions,
  type CertificateFault,
  IDENTIFIER,
  type Name,
  readExtensions,
  readName,
  readPointUrls,
} from '#bytes';
import type { Micros } from '#kernel';
import { DerCursor } from '../der-cursor.ts';
import { attempt, type TrustFault, trustFault } from '../fault.ts';
import { MAX_CRL_ENTRIES, MAX_CRL_ENTRY_EXTENSIONS, MAX_CRL_OCTETS } from '../limits.ts';
import type { Crypto } from '../ports.ts';
import { signatureAlgorithmAt } from './algorithms.ts';
import { type RevocationReason, revocationReason } from './crl.ts';
import { EXTENSION } from './extensions.ts';
import { sameName } from './name.ts';
import type { PathCertificate } from './path-verdict.ts';

const CLAUSE = 'RFC 5280 5.1';
const EXTENSIONS = 0xa0;

export interface CrlEntry {
  /** Upper-case hexadecimal with whole octets, as in certificates. */
  readonly serialHex: string;
  readonly revokedAtUs: Micros;
  readonly reason?: RevocationReason;
  readonly invalidSinceUs?: Micros;
}

/** Which certificates a list is about (RFC 5280 5.2.5). */
export interface IssuingDistributionPoint {
  readonly urls: readonly string[];
  readonly only?: 'userCertificates' | 'caCertificates' | 'attributeCertificates';
}

/** What a list says. Nothing here is verified; positions are in the bytes that were read. */
export interface Crl {
  readonly ok: true;
  readonly issuer: Name;
  readonly thisUpdateUs: Micros;
  readonly nextUpdateUs?: Micros;
  readonly entries: readonly CrlEntry[];
  /** Upper-case hexadecimal, since numbers may have 20 octets. */
  readonly numberHex?: string;
  /** Number of the full list that this one changes; absent in a full list. */
  readonly deltaToHex?: string;
  readonly distributionPoint?: IssuingDistributionPoint;
  /** Upper-case hexadecimal. */
  readonly authorityKeyId?: string;
  readonly freshestUrls: readonly string[];
  /** TBSCertList: what is signed. */
  readonly tbs: ByteRange;
  readonly signatureAlgorithm: ByteRange;
  /** The octets inside the BIT STRING. */
  readonly signature: ByteRange;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type CrlBody = Omit<Crl, 'ok' | 'tbs' | 'signatureAlgorithm' | 'signature'>;

/** Reads the list of revoked certificates that fills `bytes` (RFC 5280 5.1). A critical extension not known is refused. */
export function readCrl(bytes: Uint8Array): Crl | TrustFault {
  if (bytes.length > MAX_CRL_OCTETS) return trustFault('too-large', 0, CLAUSE);
  return attempt(() => {
    const outer = new DerCursor(bytes, 0, bytes.length, CLAUSE);
    const list = outer.open();
    outer.close();
    const tbs = list.take(IDENTIFIER.sequence);
    const { start, end } = list.take(IDENTIFIER.sequence);
    const signature = list.wholeBits();
    list.close();
    const inside = list.inside(tbs);
    const body = readBody(inside, { start, end });
    return {
      ok: true,
      ...body,
      tbs: { start: tbs.start, end: tbs.end },
      signatureAlgorithm: { start, end },
      signature,
    };
  });
}

function readBody(tbs: DerCursor, signatureAlgorithm: ByteRange): CrlBody {
  const versionAt = tbs.at;
  // RFC 5280 5.1.2.1: version 2, written as 1, is the only one in use.
  if (tbs.number() !== 1) tbs.refuse('version-unknown', versionAt);
  const algorithm = tbs.take(IDENTIFIER.sequence);
  if (!sameRange(tbs.bytes, algorithm, signatureAlgorithm)) tbs.refuse('signature-algorithm-mismatch', algorithm.start);
  const faults: CertificateFault[] = [];
  const name = tbs.take(IDENTIFIER.sequence);
  const issuer = readName(tbs.bytes, name.start, name.contentStart, name.end, faults);
  tbs.clean(faults);
  const draft: Mutable<CrlBody> = { issuer, thisUpdateUs: tbs.timeUs(), entries: [], freshestUrls: [] };
  if (tbs.is(IDENTIFIER.utcTime) || tbs.is(IDENTIFIER.generalizedTime)) draft.nextUpdateUs = tbs.timeUs();
  const entries = tbs.openOptional(IDENTIFIER.sequence);
  if (entries) draft.entries = readEntries(entries);
  const extensions = tbs.openOptional(EXTENSIONS);
  if (extensions) readCrlExtensions(extensions, draft);
  tbs.close();
  return draft;
}

function sameRange(bytes: Uint8Array, left: ByteRange, right: ByteRange): boolean {
  const length = left.end - left.start;
  if (length !== right.end - right.start) return false;
  for (let i = 0; i < length; i++) if (bytes[left.start + i] !== bytes[right.start + i]) return false;
  return true;
}

function readEntries(list: DerCursor): CrlEntry[] {
  const entries: CrlEntry[] = [];
  while (!list.done) {
    if (entries.length === MAX_CRL_ENTRIES) list.refuse('too-many-elements', list.at);
    const entry = list.open();
    const draft: Mutable<CrlEntry> = { serialHex: entry.serialHex(), revokedAtUs: entry.timeUs() };
    const extensions = entry.openOptional(IDENTIFIER.sequence, 'RFC 5280 5.3');
    entry.close();
    if (extensions) readEntryExtensions(extensions, draft);
    entries.push(draft);
  }
  return entries;
}

function readEntryExtensions(list: DerCursor, draft: Mutable<CrlEntry>): void {
  for (let count = 0; !list.done; count++) {
    if (count === MAX_CRL_ENTRY_EXTENSIONS) list.refuse('too-many-elements', list.at);
    const start = list.at;
    const each = list.open();
    const oid = each.oid();
    const critical = each.is(IDENTIFIER.boolean) && each.boolean();
    const octets = each.octets();
    each.close();
    const value = new DerCursor(list.bytes, octets.start, octets.end, list.clause);
    if (oid === EXTENSION.reasonCode) {
      const reason = revocationReason(value.enumerated());
      draft.reason = reason ?? value.refuse('value-unknown', octets.start);
    } else if (oid === EXTENSION.invalidityDate) draft.invalidSinceUs = value.timeUs();
    else if (critical) list.refuse('extension-unknown-critical', start);
    else continue;
    value.close();
  }
}

const KNOWN: ReadonlySet<string> = new Set([
  EXTENSION.crlNumber,
  EXTENSION.deltaCrlIndicator,
  EXTENSION.issuingDistributionPoint,
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.freshestCrl,
]);

function readCrlExtensions(wrapper: DerCursor, draft: Mutable<CrlBody>): void {
  const faults: CertificateFault[] = [];
  const { extensions, stop } = readExtensions(wrapper.bytes, wrapper.at, wrapper.end, faults);
  if (stop) wrapper.refuse(stop.reason, stop.at);
  wrapper.clean(faults);
  if (extensions.authorityKeyId !== undefined) draft.authorityKeyId = extensions.authorityKeyId;
  draft.freshestUrls = extensions.freshestCrlUrls;
  for (const each of extensions.all) {
    if (each.critical && !KNOWN.has(each.oid)) wrapper.refuse('extension-unknown-critical', each.start);
    readCrlExtension(wrapper.bytes, each, draft);
  }
}

function readCrlExtension(
  bytes: Uint8Array,
  { oid, value }: CertificateExtensions['all'][number],
  draft: Mutable<CrlBody>,
): void {
  const cursor = new DerCursor(bytes, value.start, value.end, 'RFC 5280 5.2');
  if (oid === EXTENSION.crlNumber) draft.numberHex = cursor.serialHex();
  else if (oid === EXTENSION.deltaCrlIndicator) draft.deltaToHex = cursor.serialHex();
  else if (oid === EXTENSION.issuingDistributionPoint) draft.distributionPoint = readIssuingPoint(cursor.open());
  else return;
  cursor.close();
}

const ONLY_BY_TAG = [
  [0x81, 'userCertificates'],
  [0x82, 'caCertificates'],
  [0x85, 'attributeCertificates'],
] as const;
const POINT_NAME = 0xa0;
const ONLY_SOME_REASONS = 0x83;
const INDIRECT = 0x84;

/**
 * Lists of some reasons only and lists about certificates of other authorities are refused: read as complete lists they
 * would call revoked certificates good.
 */
function readIssuingPoint(point: DerCursor): IssuingDistributionPoint {
  const draft: Mutable<IssuingDistributionPoint> = { urls: [] };
  const name = point.optional(POINT_NAME);
  if (name) {
    const faults: CertificateFault[] = [];
    draft.urls = readPointUrls(point.bytes, name.contentStart, name.end, faults);
    point.clean(faults);
  }
  while (!point.done) {
    if (point.is(ONLY_SOME_REASONS) || point.is(INDIRECT)) point.refuse('value-unknown', point.at);
    const row = ONLY_BY_TAG.find(([identifier]) => point.is(identifier));
    const element = point.take();
    // X.690 11.1 and 11.5: FALSE is the default and left out.
    const isTrue = element.end - element.contentStart === 1 && point.bytes[element.contentStart] === 0xff;
    if (!row || !isTrue || draft.only !== undefined) point.refuse('value-unknown', element.start);
    else draft.only = row[1];
  }
  return draft;
}

/**
 * Says why the list is not one of the authority `issuer`: another name, no right to sign lists, a signature that does not
 * hold (RFC 5280 6.3.3); undefined when it is. The certificate of the authority is for the caller to trust.
 */
export function crlFault(bytes: Uint8Array, crl: Crl, issuer: PathCertificate, ports: Crypto): TrustFault | undefined {
  const { subject, publicKey, extensions } = issuer.read;
  const { signatureAlgorithm, signature, tbs } = crl;
  if (!sameName(crl.issuer, subject)) return trustFault('issuer-mismatch', crl.issuer.start, 'RFC 5280 6.3.3 (b)');
  if (extensions.keyUsage && !extensions.keyUsage.includes('cRLSign'))
    return trustFault('key-mismatch', signature.start, 'RFC 5280 6.3.3 (f)');
  const algorithm = signatureAlgorithmAt(bytes, signatureAlgorithm, publicKey);
  if (algorithm === undefined) return trustFault('algorithm-unsupported', signatureAlgorithm.start, 'RFC 5280 5.1.1.2');
  const holds = ports.verify(
    issuer.bytes.subarray(publicKey.start, publicKey.end),
    algorithm,
    bytes.subarray(tbs.start, tbs.end),
    bytes.subarray(signature.start, signature.end),
  );
  return holds ? undefined : trustFault('signature-invalid', signature.start, 'RFC 5280 6.3.3 (g)');
}
