import { type ByteRange, type CertificateFault, der, IDENTIFIER, readElement, readExtensions } from '#bytes';
import { fromBase64, toBase64 } from '../base64.ts';
import { DerCursor } from '../der-cursor.ts';
import { attempt, type TrustFault, trustFault } from '../fault.ts';
import { MAX_OCSP_IDS, MAX_OCSP_NONCE_OCTETS, MAX_OCSP_REQUEST_OCTETS } from '../limits.ts';
import { EXTENSION, extension } from './extensions.ts';
import { type CertificateId, readCertificateId } from './ocsp-id.ts';

const CLAUSE = 'RFC 6960 4.1.1';
const VERSION = 0xa0;
const REQUESTOR_NAME = 0xa1;
const REQUEST_EXTENSIONS = 0xa2;
const SINGLE_EXTENSIONS = 0xa0;
const SIGNATURE = 0xa0;

/** What a request asks. Its signature, if any, is not looked at: everyone may ask. */
export interface OcspRequest {
  readonly ok: true;
  readonly bytes: Uint8Array;
  readonly ids: readonly CertificateId[];
  /** The octets inside the nonce. */
  readonly nonce?: ByteRange;
}

/** Reads the OCSP request that fills `bytes`, at most `MAX_OCSP_IDS` certificates. */
export function readOcspRequest(bytes: Uint8Array): OcspRequest | TrustFault {
  if (bytes.length > MAX_OCSP_REQUEST_OCTETS) return trustFault('too-large', 0, CLAUSE);
  return attempt(() => {
    const outer = new DerCursor(bytes, 0, bytes.length, CLAUSE);
    const request = outer.open();
    outer.close();
    const tbs = request.open();
    request.optional(SIGNATURE);
    request.close();
    const version = tbs.openOptional(VERSION);
    if (version && version.number() !== 0) version.refuse('version-unknown', version.at);
    tbs.optional(REQUESTOR_NAME);
    const ids = readRequestList(tbs.open());
    const extensions = tbs.openOptional(REQUEST_EXTENSIONS);
    tbs.close();
    const nonce = extensions && readNonce(extensions);
    return nonce ? { ok: true, bytes, ids, nonce } : { ok: true, bytes, ids };
  });
}

function readRequestList(list: DerCursor): CertificateId[] {
  const ids: CertificateId[] = [];
  if (list.done) list.refuse('element-missing', list.at);
  while (!list.done) {
    if (ids.length === MAX_OCSP_IDS) list.refuse('too-many-elements', list.at);
    const request = list.open();
    ids.push(readCertificateId(request));
    const extensions = request.openOptional(SINGLE_EXTENSIONS);
    if (extensions) refuseCritical(extensions, []);
    request.close();
  }
  return ids;
}

function refuseCritical(wrapper: DerCursor, known: readonly string[]): ReturnType<typeof readExtensions>['extensions'] {
  const faults: CertificateFault[] = [];
  const { extensions, stop } = readExtensions(wrapper.bytes, wrapper.at, wrapper.end, faults);
  if (stop) wrapper.refuse(stop.reason, stop.at);
  wrapper.clean(faults.filter(({ reason }) => reason !== 'default-encoded'));
  const unknown = extensions.all.find(({ oid, critical }) => critical && !known.includes(oid));
  if (unknown) wrapper.refuse('extension-unknown-critical', unknown.start);
  return extensions;
}

/**
 * The nonce in the Extensions inside `wrapper`, of request or response. Clients before RFC 8954 put the octets there
 * without an OCTET STRING around them; they are taken as they are.
 */
export function readNonce(wrapper: DerCursor): ByteRange | undefined {
  const { all } = refuseCritical(wrapper, [EXTENSION.ocspNonce]);
  const found = all.find(({ oid }) => oid === EXTENSION.ocspNonce);
  if (!found) return undefined;
  const { start, end } = found.value;
  const cursor = new DerCursor(wrapper.bytes, start, end, 'RFC 9654 2.1');
  const inner = cursor.is(IDENTIFIER.octetString) ? readElement(wrapper.bytes, start, end) : undefined;
  const isWrapped = inner?.ok === true && inner.end === end;
  const nonce = { start: isWrapped ? inner.contentStart : start, end };
  const octets = nonce.end - nonce.start;
  if (octets === 0 || octets > MAX_OCSP_NONCE_OCTETS) cursor.refuse('value-out-of-range', start);
  return nonce;
}

/** Extensions with the nonce alone, DER. */
export const nonceExtensions = (nonce: Uint8Array): Uint8Array =>
  der.sequence(extension(EXTENSION.ocspNonce, false, der.octetString(nonce)));

/** A request about the certificates of `ids` (each from `encodeCertificateId`), DER. */
export function buildOcspRequest(ids: readonly Uint8Array[], nonce?: Uint8Array): Uint8Array {
  const list = der.sequenceOf(ids.map((id) => der.sequence(id)));
  return der.sequence(nonce ? der.sequence(list, der.explicit(2, nonceExtensions(nonce))) : der.sequence(list));
}

/** The request in the last part of the path of a GET (RFC 6960 A.1): base64, then percent-encoding. */
export function ocspRequestOfPath(path: string): Uint8Array | TrustFault {
  const malformed = trustFault('text-not-base64', 0, 'RFC 6960 A.1');
  // Four characters carry three octets; percent-encoding at most triples them.
  if (path.length > MAX_OCSP_REQUEST_OCTETS * 4) return trustFault('too-large', 0, 'RFC 6960 A.1');
  let text: string;
  try {
    text = decodeURIComponent(path);
  } catch {
    return malformed;
  }
  return fromBase64(text) ?? malformed;
}

/** The last part of the path of a GET that carries `request`. */
export const ocspPathOf = (request: Uint8Array): string => encodeURIComponent(toBase64(request));
