import { der, IDENTIFIER } from '#bytes';
import type { DerCursor } from '../der-cursor.ts';
import { MAX_CMS_ELEMENTS, MAX_CMS_KEY_ATTEMPTS } from '../limits.ts';
import type { Decrypter, SealingCrypto } from '../ports.ts';
import { refersTo, openCertificate } from './certificate-reference.ts';
import { CONTENT_KEY_OCTETS, decryptKey, isAcceptedFor } from './content-key.ts';
import { type AlgorithmIdentifier, readAlgorithm } from './digests.ts';
import { constructedTag, primitiveTag, readList, takeContent } from './elements.ts';
import type { RecipientInfo } from './recipient-info.ts';
import type { Failure } from './verify.ts';

/** EncryptedContentInfo (RFC 5652 section 6.1). */
export interface EncryptedContent {
  /** Dotted: of what is inside. */
  readonly contentType: string;
  readonly algorithm: AlgorithmIdentifier;
  readonly encrypted: Uint8Array;
}

/** Who opens a message. */
export interface RecipientKey {
  /** DER; the message is searched for it. */
  readonly certificate: Uint8Array;
  readonly key: Decrypter;
}

/**
 * Why a message was not opened. Wrong keys and damaged contents are one rule, since telling them apart would tell a
 * sender of forged messages how far they came.
 */
export type OpeningRule = 'recipient' | 'algorithm' | 'opening' | 'attributes';
export type Unopened = { readonly ok: false } & Failure<OpeningRule>;

export const unopened = (rule: OpeningRule, clause: string): Unopened => ({ ok: false, rule, clause });

/** A content that was opened; `contentType` is dotted. */
export interface Opened {
  readonly ok: true;
  readonly contentType: string;
  readonly content: Uint8Array;
}

export function readEncryptedContent(sequence: DerCursor): EncryptedContent {
  const info = sequence.open(IDENTIFIER.sequence, 'RFC 5652 6.1');
  const contentType = info.oid();
  const algorithm = readAlgorithm(info);
  const encrypted = readEncrypted(info);
  info.close();
  return { contentType, algorithm, encrypted };
}

/** [0] IMPLICIT OCTET STRING, which BER writers cut into segments under the same tag (X.690 8.14.4, 8.7.3). */
function readEncrypted(info: DerCursor): Uint8Array {
  if (!info.is(constructedTag(0))) return takeContent(info, primitiveTag(0));
  return der.concat(readList(info.open(constructedTag(0)), MAX_CMS_ELEMENTS, (segments) => takeContent(segments)));
}

export const encodeEncryptedContent = ({ contentType, algorithm, encrypted }: EncryptedContent): Uint8Array =>
  der.sequence(der.oid(contentType), algorithm.encoded, der.context(0, false, encrypted));

/** The content key, by the entry of the message that is for this certificate. */
export async function openKey(
  ports: SealingCrypto,
  recipients: readonly RecipientInfo[],
  recipient: RecipientKey,
): Promise<Uint8Array | Unopened> {
  const certificate = openCertificate(recipient.certificate);
  const own = recipients.filter((info) => certificate !== undefined && refersTo(info.recipient, certificate));
  if (own.length === 0) return unopened('recipient', 'RFC 5652 6.2');
  const accepted = own.filter(isAcceptedFor);
  if (accepted.length === 0) return unopened('algorithm', 'RFC 5652 6.2');
  for (const info of accepted.slice(0, MAX_CMS_KEY_ATTEMPTS)) {
    const key = await decryptKey(ports, info, recipient.key);
    if (key?.length === CONTENT_KEY_OCTETS) return key;
  }
  return unopened('opening', 'RFC 5652 6.2');
}
