import { der, IDENTIFIER } from '#bytes';
import type { DerCursor } from '../der-cursor.ts';
import type { TrustFault } from '../fault.ts';
import type { SealingCrypto } from '../ports.ts';
import {
  type Attribute,
  contentTypeAttribute,
  encodeAttributes,
  readAttributes,
  readSingle,
  singleValue,
} from './attributes.ts';
import { encodeContentInfo, readContentInfo } from './content-info.ts';
import { CONTENT_KEY_OCTETS, encryptKey, type Recipient } from './content-key.ts';
import { constructedTag, readWhole, takeContent } from './elements.ts';
import {
  encodeEncryptedContent,
  type EncryptedContent,
  type Opened,
  openKey,
  readEncryptedContent,
  type RecipientKey,
  unopened,
  type Unopened,
} from './encrypted-content.ts';
import { ATTRIBUTE, CONTENT_TYPE, SEALING } from './oids.ts';
import { encodeRecipient, readRecipients, type RecipientInfo } from './recipient-info.ts';

/** RFC 5084 section 3.2 recommends twelve. */
const GCM_NONCE_OCTETS = 12;
const GCM_TAG_OCTETS = 16;
/** aes-ICVlen of RFC 5084 section 3.2 when it is left out, which is too short for us. */
const DEFAULT_TAG_OCTETS = 12;
const NO_AAD = new Uint8Array(0);

/** AuthEnvelopedData (RFC 5083 section 2): a content hidden and protected from change. */
export interface AuthEnvelopedData {
  readonly recipients: readonly RecipientInfo[];
  readonly content: EncryptedContent;
  readonly authenticatedAttributes?: readonly Attribute[];
  readonly tag: Uint8Array;
}

/** Reads a ContentInfo with AuthEnvelopedData, in BER or DER. */
export function readAuthEnvelopedData(
  message: Uint8Array,
): { readonly ok: true; readonly authEnvelopedData: AuthEnvelopedData } | TrustFault {
  const read = readContentInfo(message, CONTENT_TYPE.authEnvelopedData, readEnvelope);
  return read.ok ? { ok: true, authEnvelopedData: read.content } : read;
}

function readEnvelope(cursor: DerCursor): AuthEnvelopedData {
  const sequence = cursor.open(IDENTIFIER.sequence, 'RFC 5083 2.1');
  const { at } = sequence;
  if (sequence.number() !== 0) sequence.refuse('version-unknown', at);
  // Certificates of the sender, which nobody asked for.
  sequence.optional(constructedTag(0));
  const recipients = readRecipients(sequence.open(IDENTIFIER.set, 'RFC 5652 6.2'));
  const content = readEncryptedContent(sequence);
  const attributes = sequence.openOptional(constructedTag(1));
  const authenticatedAttributes = attributes === undefined ? undefined : readAttributes(attributes);
  const tag = takeContent(sequence);
  const unauthenticated = sequence.openOptional(constructedTag(2));
  if (unauthenticated !== undefined) readAttributes(unauthenticated);
  sequence.close();
  const known = { recipients, content, tag };
  return authenticatedAttributes === undefined ? known : { ...known, authenticatedAttributes };
}

/**
 * The DER of an AuthEnvelopedData with AES-256-GCM (RFC 5084) for all `recipients`. The content key is new and used
 * once, so a random nonce is safe. A RangeError for a recipient whose certificate does not serve, or when there is none.
 */
export function sealData(
  ports: SealingCrypto,
  content: Uint8Array,
  recipients: readonly Recipient[],
  contentType: string = CONTENT_TYPE.data,
): Uint8Array {
  if (recipients.length === 0) throw new RangeError('a message has at least one recipient');
  const key = ports.randomBytes(CONTENT_KEY_OCTETS);
  const nonce = ports.randomBytes(GCM_NONCE_OCTETS);
  const infos = recipients.map((recipient) => encryptKey(ports, key, recipient));
  // RFC 5083 section 2.1: what is not plain data says authenticated what it is.
  const attributes = contentType === CONTENT_TYPE.data ? [] : [contentTypeAttribute(contentType)];
  const sealed = ports.aes256GcmSeal(
    key,
    nonce,
    attributes.length > 0 ? encodeAttributes(attributes) : NO_AAD,
    content,
  );
  const encryptedLength = sealed.length - GCM_TAG_OCTETS;
  const parameters = der.sequence(der.octetString(nonce), der.integer(GCM_TAG_OCTETS));
  const encoded = der.sequence(der.oid(SEALING.aes256Gcm), parameters);
  const parts = [
    der.integer(0),
    der.setOf(infos.map(encodeRecipient)),
    encodeEncryptedContent({
      contentType,
      algorithm: { oid: SEALING.aes256Gcm, parameters, encoded },
      encrypted: sealed.subarray(0, encryptedLength),
    }),
  ];
  if (attributes.length > 0) parts.push(der.implicit(1, encodeAttributes(attributes)));
  parts.push(der.octetString(sealed.subarray(encryptedLength)));
  return encodeContentInfo(CONTENT_TYPE.authEnvelopedData, der.sequenceOf(parts));
}

/**
 * Opens the content for one recipient; only AES-256-GCM with a tag of 16 octets is accepted, so nobody can shorten the
 * tag or have the key used in another mode. Rejects when the key cannot be reached.
 */
export async function openData(
  ports: SealingCrypto,
  { recipients, content, authenticatedAttributes, tag }: AuthEnvelopedData,
  recipient: RecipientKey,
): Promise<Opened | Unopened> {
  const nonce = gcmNonce(content);
  if (nonce === undefined || tag.length !== GCM_TAG_OCTETS) return unopened('algorithm', 'RFC 5084 3.2');
  if (!namesContent(content.contentType, authenticatedAttributes)) return unopened('attributes', 'RFC 5083 2.1');
  const key = await openKey(ports, recipients, recipient);
  if (!(key instanceof Uint8Array)) return key;
  const aad = authenticatedAttributes === undefined ? NO_AAD : encodeAttributes(authenticatedAttributes);
  const clear = ports.aes256GcmOpen(key, nonce, aad, der.concat([content.encrypted, tag]));
  if (clear === undefined) return unopened('opening', 'RFC 5083 2.2');
  return { ok: true, contentType: content.contentType, content: clear };
}

/** RFC 5083 section 2.1: the content type is authenticated unless it is plain data. */
function namesContent(contentType: string, attributes: readonly Attribute[] = []): boolean {
  if (singleValue(attributes, ATTRIBUTE.contentType) === 'absent') return contentType === CONTENT_TYPE.data;
  return readSingle(attributes, ATTRIBUTE.contentType, (cursor) => cursor.oid()) === contentType;
}

/** GCMParameters ::= SEQUENCE { aes-nonce OCTET STRING, aes-ICVlen INTEGER DEFAULT 12 }; undefined unless they are ours. */
function gcmNonce({ algorithm }: EncryptedContent): Uint8Array | undefined {
  if (algorithm.oid !== SEALING.aes256Gcm || algorithm.parameters === undefined) return undefined;
  const read = readWhole(algorithm.parameters, 'RFC 5084 3.2', (cursor) => {
    const parameters = cursor.open();
    const nonce = takeContent(parameters);
    const tagOctets = parameters.done ? DEFAULT_TAG_OCTETS : parameters.number();
    parameters.close();
    return { nonce, tagOctets };
  });
  if (!read.ok || read.value.tagOctets !== GCM_TAG_OCTETS) return undefined;
  return read.value.nonce.length === GCM_NONCE_OCTETS ? read.value.nonce : undefined;
}
