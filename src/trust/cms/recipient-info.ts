import { der, IDENTIFIER } from '#bytes';
import type { DerCursor } from '../der-cursor.ts';
import { MAX_CMS_AGREED_KEYS, MAX_CMS_RECIPIENTS } from '../limits.ts';
import {
  type CertificateReference,
  encodeCertificateReference,
  readCertificateReference,
} from './certificate-reference.ts';
import { type AlgorithmIdentifier, readAlgorithm } from './digests.ts';
import { constructedTag, primitiveTag, readList, takeContent, takeWhole } from './elements.ts';
import { SEALING } from './oids.ts';

/** A content key encrypted for one recipient by RSA (RFC 5652 section 6.2.1). */
interface KeyTransport {
  readonly kind: 'key-transport';
  readonly recipient: CertificateReference;
  readonly algorithm: AlgorithmIdentifier;
  readonly encryptedKey: Uint8Array;
}

/** A content key wrapped under a key agreed with one recipient (RFC 5652 section 6.2.2, RFC 5753 section 3.1). */
interface KeyAgreement {
  readonly kind: 'key-agreement';
  readonly recipient: CertificateReference;
  /** SubjectPublicKeyInfo of the sender's key, DER as in the message: its curve may be left out. */
  readonly originatorKey: OriginatorKey;
  readonly keyingMaterial?: Uint8Array;
  readonly algorithm: AlgorithmIdentifier;
  readonly encryptedKey: Uint8Array;
}

/** The sender's key for one message: curve parameters where they are stated, and the point. */
export interface OriginatorKey {
  /** DER; absent when the curve is that of the recipient (RFC 5753 section 3.1.1). */
  readonly parameters?: Uint8Array;
  readonly point: Uint8Array;
}

/** Passwords, wrapping keys and other kinds are passed over. */
export type RecipientInfo = KeyTransport | KeyAgreement;

/** Reads RecipientInfos (RFC 5652 section 6.2), one entry for each recipient we could be. */
export function readRecipients(set: DerCursor): RecipientInfo[] {
  const { at } = set;
  const recipients = readList(set, MAX_CMS_RECIPIENTS, readRecipient).flat();
  if (set.at === at) set.refuse('element-missing', at);
  return recipients;
}

function readRecipient(set: DerCursor): readonly RecipientInfo[] {
  if (set.is(IDENTIFIER.sequence)) return [readTransport(set.open(IDENTIFIER.sequence, 'RFC 5652 6.2.1'))];
  if (set.is(constructedTag(1))) return readAgreement(set.open(constructedTag(1), 'RFC 5652 6.2.2'));
  set.take();
  return [];
}

/** RFC 5652 section 6.2.1: 0 when the recipient is named by issuer and serial number, else 2. */
const transportVersion = (id: CertificateReference): number => (id.kind === 'issuer-and-serial' ? 0 : 2);
const AGREEMENT_VERSION = 3;

function readTransport(info: DerCursor): RecipientInfo {
  const { at } = info;
  const version = info.number();
  const recipient = readCertificateReference(info);
  if (version !== transportVersion(recipient)) info.refuse('version-unknown', at);
  const algorithm = readAlgorithm(info);
  const encryptedKey = takeContent(info);
  info.close();
  return { kind: 'key-transport', recipient, algorithm, encryptedKey };
}

function readAgreement(info: DerCursor): readonly RecipientInfo[] {
  const { at } = info;
  if (info.number() !== AGREEMENT_VERSION) info.refuse('version-unknown', at);
  const originator = info.open(constructedTag(0));
  const originatorKey = originator.is(constructedTag(1)) ? readOriginatorKey(originator) : undefined;
  // A sender named by certificate has a static key, which nothing here makes (RFC 5753 section 3.1.1).
  if (originatorKey === undefined) originator.take();
  originator.close();
  const material = info.openOptional(constructedTag(1));
  const keyingMaterial = material === undefined ? undefined : takeContent(material);
  material?.close();
  const algorithm = readAlgorithm(info);
  const keys = readList(info.open(), MAX_CMS_AGREED_KEYS, readAgreedKey);
  info.close();
  if (originatorKey === undefined) return [];
  const known = { kind: 'key-agreement' as const, originatorKey, algorithm };
  return keys.map((key) =>
    keyingMaterial === undefined ? { ...known, ...key } : { ...known, keyingMaterial, ...key },
  );
}

function readOriginatorKey(originator: DerCursor): OriginatorKey {
  const key = originator.open(constructedTag(1));
  const { at } = key;
  const algorithm = readAlgorithm(key);
  if (algorithm.oid !== SEALING.ecPublicKey) key.refuse('algorithm-unsupported', at);
  const bits = key.wholeBits();
  key.close();
  const point = key.bytes.subarray(bits.start, bits.end);
  const { parameters } = algorithm;
  // RFC 5753 section 7.1.2: some senders write NULL where they leave the curve out.
  return parameters === undefined || parameters[0] === IDENTIFIER.null ? { point } : { parameters, point };
}

function readAgreedKey(list: DerCursor): {
  readonly recipient: CertificateReference;
  readonly encryptedKey: Uint8Array;
} {
  const entry = list.open();
  const recipient = readAgreedRecipient(entry);
  const encryptedKey = takeContent(entry);
  entry.close();
  return { recipient, encryptedKey };
}

/** KeyAgreeRecipientIdentifier: RecipientKeyIdentifier, a SEQUENCE, under [0]. */
function readAgreedRecipient(entry: DerCursor): CertificateReference {
  const identifier = entry.openOptional(constructedTag(0));
  if (identifier === undefined) {
    if (entry.is(primitiveTag(0))) entry.refuse('unexpected-element', entry.at);
    return readCertificateReference(entry);
  }
  // A date and another attribute may follow; neither helps to find the key.
  return { kind: 'subject-key-id', keyId: takeContent(identifier) };
}

export function encodeRecipient(info: RecipientInfo): Uint8Array {
  if (info.kind === 'key-transport') {
    return der.sequence(
      der.integer(transportVersion(info.recipient)),
      encodeCertificateReference(info.recipient),
      info.algorithm.encoded,
      der.octetString(info.encryptedKey),
    );
  }
  const { parameters, point } = info.originatorKey;
  const algorithm = [der.oid(SEALING.ecPublicKey)];
  if (parameters !== undefined) algorithm.push(parameters);
  const key = der.sequence(der.sequenceOf(algorithm), der.bitString(point));
  const parts = [der.integer(AGREEMENT_VERSION), der.explicit(0, der.implicit(1, key))];
  if (info.keyingMaterial !== undefined) parts.push(der.explicit(1, der.octetString(info.keyingMaterial)));
  const { recipient } = info;
  const identifier =
    recipient.kind === 'issuer-and-serial'
      ? encodeCertificateReference(recipient)
      : der.implicit(0, der.sequence(der.octetString(recipient.keyId)));
  parts.push(info.algorithm.encoded, der.sequence(der.sequence(identifier, der.octetString(info.encryptedKey))));
  return der.implicit(1, der.sequenceOf(parts));
}

/** All of a SubjectPublicKeyInfo but its curve comes from the message. */
export const originatorSpki = ({ parameters, point }: OriginatorKey, recipientCurve: Uint8Array): Uint8Array =>
  der.sequence(der.sequence(der.oid(SEALING.ecPublicKey), parameters ?? recipientCurve), der.bitString(point));

/** Opens the SubjectPublicKeyInfo of an elliptic curve key. */
export function readEcKey(cursor: DerCursor): { readonly parameters: Uint8Array; readonly point: Uint8Array } {
  const spki = cursor.open();
  const algorithm = spki.open();
  const { at } = algorithm;
  if (algorithm.oid() !== SEALING.ecPublicKey) algorithm.refuse('algorithm-unsupported', at);
  const parameters = takeWhole(algorithm, IDENTIFIER.oid);
  algorithm.close();
  const bits = spki.wholeBits();
  spki.close();
  return { parameters, point: spki.bytes.subarray(bits.start, bits.end) };
}
