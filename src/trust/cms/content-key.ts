import { der } from '#bytes';
import type { Decrypter, SealingCrypto } from '../ports.ts';
import { sameOctets } from '../x509/certificate.ts';
import {
  referenceTo,
  type CertificateReference,
  openCertificate,
  publicKeyOf,
  type ReadCertificate,
} from './certificate-reference.ts';
import { algorithmOf } from './digests.ts';
import { readWhole } from './elements.ts';
import { SEALING } from './oids.ts';
import { originatorSpki, readEcKey, type RecipientInfo } from './recipient-info.ts';

const SHA256_OCTETS = 32;
export const CONTENT_KEY_OCTETS = 32;
const WRAPPING_KEY_BITS = 256;

const WRAP = der.sequence(der.oid(SEALING.aes256Wrap));
const AGREEMENT = der.sequence(der.oid(SEALING.ecdhSha256), WRAP);
const SHA256 = '2.16.840.1.101.3.4.2.1';
const oaep = (digest: Uint8Array): Uint8Array =>
  der.sequence(
    der.oid(SEALING.rsaOaep),
    der.sequence(der.explicit(0, digest), der.explicit(1, der.sequence(der.oid(SEALING.mgf1), digest))),
  );
/** RFC 4055 section 4.1, without and with the NULL that section 2.1 wants accepted in both places. */
const OAEP = oaep(der.sequence(der.oid(SHA256)));
const OAEP_WITH_NULL = oaep(der.sequence(der.oid(SHA256), der.nullValue()));

/** Who is to open a message. */
export interface Recipient {
  /** DER. Its path, key usage and state have been judged by the caller. */
  readonly certificate: Uint8Array;
  /** How the message points to it; by issuer and serial number when left out. */
  readonly by?: CertificateReference['kind'];
}

/**
 * Encrypts a content key for one recipient: ECDH-ES on P-256 or P-384 with AES-256 key wrap (RFC 5753), or RSAES-OAEP
 * with SHA-256. A RangeError when the certificate cannot be read, its key is of another kind or may not encrypt keys, or
 * it has no key identifier where one is asked for.
 */
export function encryptKey(ports: SealingCrypto, contentKey: Uint8Array, to: Recipient): RecipientInfo {
  const certificate = openCertificate(to.certificate);
  if (certificate === undefined) throw new RangeError('the certificate of a recipient cannot be read');
  const recipient = referenceTo(certificate, to.by ?? 'issuer-and-serial');
  if (recipient === undefined) throw new RangeError('the certificate of a recipient has no key identifier');
  const { type, curve } = certificate.fields.publicKey;
  if (type === 'rsa' && mayUse(certificate, 'keyEncipherment')) {
    const encryptedKey = ports.rsaOaepEncrypt(publicKeyOf(certificate), contentKey);
    if (encryptedKey !== undefined) {
      return { kind: 'key-transport', recipient, algorithm: algorithmOf(OAEP), encryptedKey };
    }
  }
  if (type === 'ec' && (curve === 'P-256' || curve === 'P-384') && mayUse(certificate, 'keyAgreement')) {
    return agree(ports, contentKey, recipient, certificate);
  }
  throw new RangeError('the key of a recipient is not one that messages are sealed for');
}

/** RFC 5280 4.2.1.3: without the extension every use is allowed. */
function mayUse({ fields }: ReadCertificate, use: 'keyEncipherment' | 'keyAgreement'): boolean {
  return fields.extensions.keyUsage?.includes(use) ?? true;
}

function agree(
  ports: SealingCrypto,
  contentKey: Uint8Array,
  recipient: CertificateReference,
  certificate: ReadCertificate,
): RecipientInfo {
  const agreed = ports.agreeOnce(publicKeyOf(certificate));
  const key = agreed && readWhole(agreed.publicKey, 'RFC 5480 2', readEcKey);
  if (agreed === undefined || key?.ok !== true) throw new RangeError('no key could be agreed with a recipient');
  const wrappingKey = deriveWrappingKey(ports, agreed.secret, undefined);
  return {
    kind: 'key-agreement',
    recipient,
    originatorKey: key.value,
    algorithm: algorithmOf(AGREEMENT),
    encryptedKey: ports.aes256Wrap(wrappingKey, contentKey),
  };
}

/** KDF of ANSI X9.63 (SEC 1 section 3.6.1) with SHA-256, over ECC-CMS-SharedInfo of RFC 5753 section 7.2. */
function deriveWrappingKey(
  ports: SealingCrypto,
  secret: Uint8Array,
  keyingMaterial: Uint8Array | undefined,
): Uint8Array {
  const info = [WRAP];
  if (keyingMaterial !== undefined) info.push(der.explicit(0, der.octetString(keyingMaterial)));
  info.push(der.explicit(2, der.octetString(uint32(WRAPPING_KEY_BITS))));
  // One round gives all 256 bits, so the counter stays 1.
  return ports.digest('sha256', der.concat([secret, uint32(1), der.sequenceOf(info)])).subarray(0, SHA256_OCTETS);
}

const uint32 = (value: number): Uint8Array =>
  Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);

/** The content key, opened by the recipient; undefined when the algorithm is refused or the key does not open. */
export async function decryptKey(
  ports: SealingCrypto,
  info: RecipientInfo,
  decrypter: Decrypter,
): Promise<Uint8Array | undefined> {
  if (info.kind === 'key-transport') {
    const { encoded } = info.algorithm;
    if (!sameOctets(encoded, OAEP) && !sameOctets(encoded, OAEP_WITH_NULL)) return undefined;
    return decrypter.unwrap(info.encryptedKey);
  }
  if (!sameOctets(info.algorithm.encoded, AGREEMENT)) return undefined;
  const own = readWhole(decrypter.recipientKey, 'RFC 5480 2', readEcKey);
  if (!own.ok) return undefined;
  const { parameters } = info.originatorKey;
  if (parameters !== undefined && !sameOctets(parameters, own.value.parameters)) return undefined;
  const secret = await decrypter.agree(originatorSpki(info.originatorKey, own.value.parameters));
  if (secret === undefined) return undefined;
  return ports.aes256Unwrap(deriveWrappingKey(ports, secret, info.keyingMaterial), info.encryptedKey);
}

/** True when the algorithms of an entry are ones that `decryptKey` opens. */
export function isAcceptedFor(info: RecipientInfo): boolean {
  const { encoded } = info.algorithm;
  return info.kind === 'key-transport'
    ? sameOctets(encoded, OAEP) || sameOctets(encoded, OAEP_WITH_NULL)
    : sameOctets(encoded, AGREEMENT);
}
