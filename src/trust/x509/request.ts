import {
  type ByteRange,
  type CertificateExtensions,
  type CertificateFault,
  der,
  IDENTIFIER,
  type Name,
  type PublicKey,
  readExtensions,
  readName,
  readPublicKey,
} from '#bytes';
import { DerCursor } from '../der-cursor.ts';
import { attempt, type TrustFault, trustFault } from '../fault.ts';
import { MAX_REQUEST_ATTRIBUTES, MAX_REQUEST_OCTETS } from '../limits.ts';
import type { Crypto, Signer } from '../ports.ts';
import { isKnownSignatureAlgorithm, signatureAlgorithmAt, signatureAlgorithmIdentifier } from './algorithms.ts';

const CLAUSE = 'RFC 2986 4.1';
const ATTRIBUTES = 0xa0;

/** RFC 2985 5.4.2 and 5.4.1, and the number under which Microsoft writes the first. */
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';
const MICROSOFT_EXTENSION_REQUEST = '1.3.6.1.4.1.311.2.1.14';
const CHALLENGE_PASSWORD = '1.2.840.113549.1.9.7';

/** An attribute as it stands in the request. */
export interface RequestAttribute {
  /** Dotted. */
  readonly oid: string;
  /** The elements inside its SET. */
  readonly values: ByteRange;
}

/** What a PKCS #10 request asks for. Nothing here is verified; positions are in the bytes that were read. */
export interface CertificateRequest {
  readonly ok: true;
  readonly subject: Name;
  readonly publicKey: PublicKey;
  /** Of extensionRequest; without any, the lists in it are empty. */
  readonly extensions: CertificateExtensions;
  /** The text of the password inside its string, which is not for logs; absent when there is none. */
  readonly challengePassword?: ByteRange;
  readonly attributes: readonly RequestAttribute[];
  /** CertificationRequestInfo: what is signed. */
  readonly info: ByteRange;
  readonly signatureAlgorithm: ByteRange;
  /** The octets inside the BIT STRING. */
  readonly signature: ByteRange;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Reads a PKCS #10 request (RFC 2986) that fills `bytes`. */
export function readRequest(bytes: Uint8Array): CertificateRequest | TrustFault {
  if (bytes.length > MAX_REQUEST_OCTETS) return trustFault('too-large', 0, CLAUSE);
  return attempt(() => {
    const outer = new DerCursor(bytes, 0, bytes.length, CLAUSE);
    const request = outer.open();
    outer.close();
    const info = request.take(IDENTIFIER.sequence);
    const { start, end } = request.take(IDENTIFIER.sequence);
    const signature = request.wholeBits();
    request.close();
    return {
      ok: true,
      ...readInfo(request.inside(info)),
      info: { start: info.start, end: info.end },
      signatureAlgorithm: { start, end },
      signature,
    };
  });
}

type RequestInfo = Omit<CertificateRequest, 'ok' | 'info' | 'signatureAlgorithm' | 'signature'>;

/** CertificationRequestInfo ::= SEQUENCE { version INTEGER { v1(0) }, subject, subjectPKInfo, attributes [0] } */
function readInfo(info: DerCursor): RequestInfo {
  const { bytes } = info;
  const versionAt = info.at;
  if (info.number() !== 0) info.refuse('version-unknown', versionAt);
  const faults: CertificateFault[] = [];
  const name = info.take(IDENTIFIER.sequence);
  const subject = readName(bytes, name.start, name.contentStart, name.end, faults);
  const key = info.take(IDENTIFIER.sequence);
  const publicKey = readPublicKey(bytes, key, faults);
  info.clean(faults);
  if (publicKey.type === undefined || publicKey.key === undefined) info.refuse('key-unreadable', key.start);
  const draft: Mutable<RequestInfo> = { subject, publicKey, extensions: NOTHING_ASKED, attributes: [] };
  // RFC 2986 demands the attributes, be they none; some devices leave the empty list out.
  const list = info.openOptional(ATTRIBUTES);
  info.close();
  if (list) readAttributes(list, draft);
  return draft;
}

const NOTHING_ASKED = readExtensions(der.sequence(), 0, der.sequence().length, []).extensions;

function readAttributes(list: DerCursor, draft: Mutable<RequestInfo>): void {
  const attributes: RequestAttribute[] = [];
  const seen = new Set<string>();
  while (!list.done) {
    if (attributes.length === MAX_REQUEST_ATTRIBUTES) list.refuse('too-many-elements', list.at);
    const attribute = list.open();
    const oid = attribute.oid();
    const { contentStart, end } = attribute.take(IDENTIFIER.set);
    attribute.close();
    attributes.push({ oid, values: { start: contentStart, end } });
    // Two lists of extensions: which one was meant is for nobody to guess.
    const isExtensions = oid === EXTENSION_REQUEST || oid === MICROSOFT_EXTENSION_REQUEST;
    const kind = isExtensions ? EXTENSION_REQUEST : oid;
    if (seen.has(kind)) list.refuse('extension-repeated', contentStart);
    seen.add(kind);
    if (isExtensions) draft.extensions = readRequestedExtensions(list, contentStart, end);
    if (oid === CHALLENGE_PASSWORD) draft.challengePassword = readPassword(list, contentStart, end);
  }
  draft.attributes = attributes;
}

function readRequestedExtensions(list: DerCursor, start: number, end: number): CertificateExtensions {
  const faults: CertificateFault[] = [];
  const { extensions, stop } = readExtensions(list.bytes, start, end, faults);
  if (stop) list.refuse(stop.reason, stop.at);
  // Libraries on devices write `critical FALSE` out, which harms nobody in a request.
  list.clean(faults.filter(({ reason }) => reason !== 'default-encoded'));
  return extensions;
}

function readPassword(list: DerCursor, start: number, end: number): ByteRange {
  const values = new DerCursor(list.bytes, start, end, 'RFC 2985 5.4.1');
  const element = values.take();
  values.close();
  return { start: element.contentStart, end: element.end };
}

/** Says what is wrong with the proof that the asker holds the private key (RFC 2986 4.2); undefined when it holds. */
export function possessionFault(bytes: Uint8Array, request: CertificateRequest, ports: Crypto): TrustFault | undefined {
  const { publicKey, signatureAlgorithm, signature, info } = request;
  const algorithm = signatureAlgorithmAt(bytes, signatureAlgorithm, publicKey);
  if (algorithm === undefined) {
    const reason = isKnownSignatureAlgorithm(bytes, signatureAlgorithm) ? 'key-mismatch' : 'algorithm-unsupported';
    return trustFault(reason, signatureAlgorithm.start, CLAUSE);
  }
  const holds = ports.verify(
    bytes.subarray(publicKey.start, publicKey.end),
    algorithm,
    bytes.subarray(info.start, info.end),
    bytes.subarray(signature.start, signature.end),
  );
  return holds ? undefined : trustFault('signature-invalid', signature.start, 'RFC 2986 4.2');
}

export interface RequestContent {
  /** Name, DER. */
  readonly subject: Uint8Array;
  /** Each an Extension, DER. */
  readonly extensions?: readonly Uint8Array[];
  readonly challengePassword?: string;
}

/** A PKCS #10 request for the key of `signer`, DER. */
export async function buildRequest(content: RequestContent, signer: Signer): Promise<Uint8Array> {
  const attributes: Uint8Array[] = [];
  const add = (oid: string, value: Uint8Array): number =>
    attributes.push(der.sequence(der.oid(oid), der.setOf([value])));
  if (content.extensions && content.extensions.length > 0) add(EXTENSION_REQUEST, der.sequenceOf(content.extensions));
  if (content.challengePassword !== undefined) {
    // RFC 2985 5.4.1: PrintableString where it suffices.
    const text = content.challengePassword;
    add(CHALLENGE_PASSWORD, der.isPrintable(text) ? der.printableString(text) : der.utf8String(text));
  }
  const info = der.sequence(der.integer(0), content.subject, signer.publicKey, der.implicit(0, der.setOf(attributes)));
  const algorithm = signatureAlgorithmIdentifier(signer.algorithm);
  return der.sequence(info, algorithm, der.bitString(await signer.sign(info)));
}
