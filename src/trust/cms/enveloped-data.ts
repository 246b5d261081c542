import { der, IDENTIFIER } from '#bytes';
import type { DerCursor } from '../der-cursor.ts';
import type { TrustFault } from '../fault.ts';
import type { SealingCrypto } from '../ports.ts';
import { readAttributes } from './attributes.ts';
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
import { CONTENT_TYPE, SEALING } from './oids.ts';
import { encodeRecipient, readRecipients, type RecipientInfo } from './recipient-info.ts';

const CBC_IV_OCTETS = 16;

/**
 * EnvelopedData (RFC 5652 section 6). It hides a content and does not protect it from change; it is here for protocols
 * that ask for it, such as SCEP inside a signature. Everything else takes AuthEnvelopedData.
 */
export interface EnvelopedData {
  readonly recipients: readonly RecipientInfo[];
  readonly content: EncryptedContent;
}

/** Reads a ContentInfo with EnvelopedData, in BER or DER. */
export function readEnvelopedData(
  message: Uint8Array,
): { readonly ok: true; readonly envelopedData: EnvelopedData } | TrustFault {
  const read = readContentInfo(message, CONTENT_TYPE.envelopedData, readEnvelope);
  return read.ok ? { ok: true, envelopedData: read.content } : read;
}

const VERSIONS: ReadonlySet<number> = new Set([0, 2, 3, 4]);

function readEnvelope(cursor: DerCursor): EnvelopedData {
  const sequence = cursor.open(IDENTIFIER.sequence, 'RFC 5652 6.1');
  const { at } = sequence;
  if (!VERSIONS.has(sequence.number())) sequence.refuse('version-unknown', at);
  // Certificates of the sender, which nobody asked for.
  sequence.optional(constructedTag(0));
  const recipients = readRecipients(sequence.open(IDENTIFIER.set, 'RFC 5652 6.2'));
  const content = readEncryptedContent(sequence);
  const unprotected = sequence.openOptional(constructedTag(1));
  if (unprotected !== undefined) readAttributes(unprotected);
  sequence.close();
  return { recipients, content };
}

/**
 * The DER of an EnvelopedData with AES-256-CBC for all `recipients`. A RangeError for a recipient whose certificate does
 * not serve, or when there is none.
 */
export function encryptData(ports: SealingCrypto, content: Uint8Array, recipients: readonly Recipient[]): Uint8Array {
  if (recipients.length === 0) throw new RangeError('a message has at least one recipient');
  const key = ports.randomBytes(CONTENT_KEY_OCTETS);
  const iv = ports.randomBytes(CBC_IV_OCTETS);
  const infos = recipients.map((recipient) => encryptKey(ports, key, recipient));
  // RFC 5652 section 6.1: 0 when every recipient is named by issuer and serial number for key transport, else 2.
  const isPlain = infos.every(
    ({ kind, recipient }) => kind === 'key-transport' && recipient.kind === 'issuer-and-serial',
  );
  const algorithm = der.sequence(der.oid(SEALING.aes256Cbc), der.octetString(iv));
  const encrypted = encodeEncryptedContent({
    contentType: CONTENT_TYPE.data,
    algorithm: { oid: SEALING.aes256Cbc, encoded: algorithm },
    encrypted: ports.aes256CbcEncrypt(key, iv, content),
  });
  const set = der.setOf(infos.map(encodeRecipient));
  return encodeContentInfo(CONTENT_TYPE.envelopedData, der.sequence(der.integer(isPlain ? 0 : 2), set, encrypted));
}

/** Opens the content for one recipient; only AES-256-CBC is accepted. Rejects when the key cannot be reached. */
export async function decryptData(
  ports: SealingCrypto,
  { recipients, content }: EnvelopedData,
  recipient: RecipientKey,
): Promise<Opened | Unopened> {
  const { parameters } = content.algorithm;
  const iv = parameters && readWhole(parameters, 'RFC 3565 2.3', (cursor) => takeContent(cursor));
  if (content.algorithm.oid !== SEALING.aes256Cbc || iv?.ok !== true || iv.value.length !== CBC_IV_OCTETS) {
    return unopened('algorithm', 'RFC 3565 2.3');
  }
  const key = await openKey(ports, recipients, recipient);
  if (!(key instanceof Uint8Array)) return key;
  const clear = ports.aes256CbcDecrypt(key, iv.value, content.encrypted);
  if (clear === undefined) return unopened('opening', 'RFC 5652 6.2');
  return { ok: true, contentType: content.contentType, content: clear };
}
