/**
 * Signatures that are made and read, by algorithm and key together, since a verifier must never take one key for
 * another. The octets that name them stand in `x509/algorithms.ts`. The last three are read only: requests and
 * authorities of others carry them.
 */
export type SignatureAlgorithm =
  | 'ecdsa-p256-sha256'
  | 'ecdsa-p384-sha384'
  | 'rsa-sha256'
  | 'rsa-pss-sha256'
  | 'ed25519'
  | 'ecdsa-p384-sha256'
  | 'rsa-sha384'
  | 'rsa-sha512';

/** SHA-1 serves as a name of keys only (RFC 6960 4.1.1, 4.2.1), never under a signature. */
export type DigestAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** What trust computes with and may not hold itself. */
export interface Crypto {
  digest(algorithm: DigestAlgorithm, data: Uint8Array): Uint8Array;
  /**
   * True when `signature` over `data` is by the key `spki` (SubjectPublicKeyInfo, DER). ECDSA signatures are in DER.
   * False also when the key cannot be read or is of another kind than the algorithm; never throws.
   */
  verify(spki: Uint8Array, algorithm: SignatureAlgorithm, data: Uint8Array, signature: Uint8Array): boolean;
  /** Octets of a cryptographic generator. */
  randomBytes(count: number): Uint8Array;
}

/** A private key that can be used and not seen: in memory, in a token, behind a service. */
export interface Signer {
  readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** Rejects when the key cannot be reached; ECDSA signatures are in DER. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** What messages for recipients need beyond `Crypto`. Whatever cannot be opened or used is undefined; nothing throws. */
export interface SealingCrypto extends Crypto {
  /** AES-256-GCM; the tag of 16 octets stands at the end. */
  aes256GcmSeal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, clear: Uint8Array): Uint8Array;
  aes256GcmOpen(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Uint8Array | undefined;
  /** AES-256-CBC with the padding of RFC 5652 section 6.3. It does not notice a change: prefer GCM. */
  aes256CbcEncrypt(key: Uint8Array, iv: Uint8Array, clear: Uint8Array): Uint8Array;
  aes256CbcDecrypt(key: Uint8Array, iv: Uint8Array, encrypted: Uint8Array): Uint8Array | undefined;
  /** AES-256 key wrap (RFC 3394) with its default initial value. */
  aes256Wrap(wrappingKey: Uint8Array, key: Uint8Array): Uint8Array;
  aes256Unwrap(wrappingKey: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined;
  /** ECDH of `peer` (SubjectPublicKeyInfo, DER) with a new key that nobody keeps; P-256 and P-384. */
  agreeOnce(peer: Uint8Array): { readonly publicKey: Uint8Array; readonly secret: Uint8Array } | undefined;
  /** RSAES-OAEP with SHA-256 in both places and no label (RFC 8017 section 7.1). */
  rsaOaepEncrypt(spki: Uint8Array, clear: Uint8Array): Uint8Array | undefined;
}

/** A private key of a recipient that can be used and not seen: in memory, in a token. */
export interface Decrypter {
  /** SubjectPublicKeyInfo, DER. */
  readonly recipientKey: Uint8Array;
  /**
   * ECDH with `peer` (SubjectPublicKeyInfo, DER): the first coordinate of the common point, as long as the field.
   * Undefined when `peer` is no point of the same curve, or this is no key for it. Rejects when the key cannot be reached.
   */
  agree(peer: Uint8Array): Promise<Uint8Array | undefined>;
  /** Opens RSAES-OAEP with SHA-256. Undefined when it does not open. Rejects when the key cannot be reached. */
  unwrap(encryptedKey: Uint8Array): Promise<Uint8Array | undefined>;
}
