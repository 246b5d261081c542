import { der, IDENTIFIER, type PublicKey } from '#bytes';
import type { DerCursor } from '../der-cursor.ts';
import type { DigestAlgorithm, SignatureAlgorithm } from '../ports.ts';
import { digestOf, digestOid, signatureAlgorithmAt } from '../x509/algorithms.ts';
import { readWhole, takeWhole } from './elements.ts';
import { RSA_ENCRYPTION } from './oids.ts';

/** Digests that a message may name; SHA-1 and MD5 are not among them. */
export type MessageDigest = Exclude<DigestAlgorithm, 'sha1'>;

const OCTETS: Readonly<Record<MessageDigest, number>> = { sha256: 32, sha384: 48, sha512: 64 };

export const digestOctets = (algorithm: MessageDigest): number => OCTETS[algorithm];

/** AlgorithmIdentifier without parameters, as RFC 5754 section 2 wants it written. */
export const digestIdentifier = (algorithm: MessageDigest): Uint8Array => der.sequence(der.oid(digestOid(algorithm)));

/** An AlgorithmIdentifier as it stands. */
export interface AlgorithmIdentifier {
  /** Dotted. */
  readonly oid: string;
  /** DER of the parameters; absent when there are none. */
  readonly parameters?: Uint8Array;
  /** All of it. */
  readonly encoded: Uint8Array;
}

/** Reads the AlgorithmIdentifier that comes next, or that stands under the context tag `identifier`. */
export function readAlgorithm(cursor: DerCursor, identifier: number = IDENTIFIER.sequence): AlgorithmIdentifier {
  const start = cursor.at;
  const content = cursor.open(identifier);
  const oid = content.oid();
  const parameters = content.done ? undefined : takeWhole(content);
  content.close();
  const encoded = cursor.bytes.subarray(start, content.end);
  return parameters === undefined ? { oid, encoded } : { oid, parameters, encoded };
}

/** An AlgorithmIdentifier that we wrote, taken apart. */
export function algorithmOf(encoded: Uint8Array): AlgorithmIdentifier {
  const read = readWhole(encoded, 'RFC 5280 4.1.1.2', (cursor) => readAlgorithm(cursor));
  if (!read.ok) throw new RangeError('an algorithm identifier of ours cannot be read');
  return read.value;
}

/** The digest that is named, with no parameters or NULL (RFC 5754 section 2); undefined for any other. */
export function messageDigestOf({ oid, parameters }: AlgorithmIdentifier): MessageDigest | undefined {
  const algorithm = parameters === undefined || isNull(parameters) ? digestOf(oid) : undefined;
  return algorithm === 'sha1' ? undefined : algorithm;
}

const isNull = (encoded: Uint8Array): boolean =>
  encoded.length === 2 && encoded[0] === IDENTIFIER.null && encoded[1] === 0;

/** The digest that goes with a signature algorithm; RFC 8419 section 3.1 has SHA-512 for Ed25519. */
const DIGEST_OF_SIGNATURE: Readonly<Record<SignatureAlgorithm, MessageDigest>> = {
  'ecdsa-p256-sha256': 'sha256',
  'ecdsa-p384-sha256': 'sha256',
  'ecdsa-p384-sha384': 'sha384',
  'rsa-sha256': 'sha256',
  'rsa-sha384': 'sha384',
  'rsa-sha512': 'sha512',
  'rsa-pss-sha256': 'sha256',
  ed25519: 'sha512',
};

export const digestOfSignature = (algorithm: SignatureAlgorithm): MessageDigest => DIGEST_OF_SIGNATURE[algorithm];

const RSA_BY_DIGEST: Readonly<Record<MessageDigest, SignatureAlgorithm>> = {
  sha256: 'rsa-sha256',
  sha384: 'rsa-sha384',
  sha512: 'rsa-sha512',
};

/**
 * The algorithm of a signature by `key`; undefined when we have none for the names given. RFC 5754 section 3.2: with RSA
 * the key algorithm may stand in the place of the signature algorithm, and the digest is the one named beside it.
 */
export function messageSignatureOf(
  signature: AlgorithmIdentifier,
  digest: MessageDigest,
  key: PublicKey,
): SignatureAlgorithm | undefined {
  if (signature.oid === RSA_ENCRYPTION) {
    const plain = signature.parameters === undefined || isNull(signature.parameters);
    return plain && key.type === 'rsa' ? RSA_BY_DIGEST[digest] : undefined;
  }
  const { encoded } = signature;
  const algorithm = signatureAlgorithmAt(encoded, { start: 0, end: encoded.length }, key);
  return algorithm !== undefined && digestOfSignature(algorithm) === digest ? algorithm : undefined;
}
