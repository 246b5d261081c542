/**
 * Names of algorithms as their standards write them: RFC 3279, RFC 4055, RFC 5758 (RSA, DSA, ECDSA), RFC 8410 (Edwards
 * curves), RFC 9881 (ML-DSA), GM/T 0006 (SM2).
 */
const SIGNATURE_NAMES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.2', 'md2WithRSAEncryption'],
  ['1.2.840.113549.1.1.3', 'md4WithRSAEncryption'],
  ['1.2.840.113549.1.1.4', 'md5WithRSAEncryption'],
  ['1.2.840.113549.1.1.5', 'sha1WithRSAEncryption'],
  ['1.3.14.3.2.29', 'sha1WithRSAEncryption'],
  ['1.2.840.113549.1.1.10', 'rsassaPss'],
  ['1.2.840.113549.1.1.11', 'sha256WithRSAEncryption'],
  ['1.2.840.113549.1.1.12', 'sha384WithRSAEncryption'],
  ['1.2.840.113549.1.1.13', 'sha512WithRSAEncryption'],
  ['1.2.840.113549.1.1.14', 'sha224WithRSAEncryption'],
  ['1.2.840.10040.4.3', 'dsa-with-sha1'],
  ['2.16.840.1.101.3.4.3.1', 'dsa-with-sha224'],
  ['2.16.840.1.101.3.4.3.2', 'dsa-with-sha256'],
  ['1.2.840.10045.4.1', 'ecdsa-with-SHA1'],
  ['1.2.840.10045.4.3.1', 'ecdsa-with-SHA224'],
  ['1.2.840.10045.4.3.2', 'ecdsa-with-SHA256'],
  ['1.2.840.10045.4.3.3', 'ecdsa-with-SHA384'],
  ['1.2.840.10045.4.3.4', 'ecdsa-with-SHA512'],
  ['1.3.101.112', 'Ed25519'],
  ['1.3.101.113', 'Ed448'],
  ['2.16.840.1.101.3.4.3.17', 'ML-DSA-44'],
  ['2.16.840.1.101.3.4.3.18', 'ML-DSA-65'],
  ['2.16.840.1.101.3.4.3.19', 'ML-DSA-87'],
  ['1.2.156.10197.1.501', 'SM2-with-SM3'],
]);

/** Kinds of public key. */
export type KeyType =
  | 'rsa'
  | 'rsa-pss'
  | 'dsa'
  | 'dh'
  | 'ec'
  | 'ed25519'
  | 'ed448'
  | 'x25519'
  | 'x448'
  | 'ml-dsa-44'
  | 'ml-dsa-65'
  | 'ml-dsa-87';

/** RFC 3279, RFC 4055, RFC 8410, RFC 9881; the second number of `dh` is that of PKCS #3. */
const KEY_TYPES: ReadonlyMap<string, KeyType> = new Map([
  ['1.2.840.113549.1.1.1', 'rsa'],
  ['1.2.840.113549.1.1.10', 'rsa-pss'],
  ['1.2.840.10040.4.1', 'dsa'],
  ['1.2.840.10046.2.1', 'dh'],
  ['1.2.840.113549.1.3.1', 'dh'],
  ['1.2.840.10045.2.1', 'ec'],
  ['1.3.101.110', 'x25519'],
  ['1.3.101.111', 'x448'],
  ['1.3.101.112', 'ed25519'],
  ['1.3.101.113', 'ed448'],
  ['2.16.840.1.101.3.4.3.17', 'ml-dsa-44'],
  ['2.16.840.1.101.3.4.3.18', 'ml-dsa-65'],
  ['2.16.840.1.101.3.4.3.19', 'ml-dsa-87'],
]);

/** A named elliptic curve; `bits` is the size of its field. */
export interface Curve {
  readonly name: string;
  readonly bits: number;
}

/** SEC 2 with the names of FIPS 186 where it has them, RFC 5639 (Brainpool), GM/T 0003.5 (SM2). */
const CURVES: ReadonlyMap<string, Curve> = new Map([
  ['1.2.840.10045.3.1.1', { name: 'P-192', bits: 192 }],
  ['1.3.132.0.33', { name: 'P-224', bits: 224 }],
  ['1.2.840.10045.3.1.7', { name: 'P-256', bits: 256 }],
  ['1.3.132.0.34', { name: 'P-384', bits: 384 }],
  ['1.3.132.0.35', { name: 'P-521', bits: 521 }],
  ['1.3.132.0.10', { name: 'secp256k1', bits: 256 }],
  ['1.3.36.3.3.2.8.1.1.7', { name: 'brainpoolP256r1', bits: 256 }],
  ['1.3.36.3.3.2.8.1.1.11', { name: 'brainpoolP384r1', bits: 384 }],
  ['1.3.36.3.3.2.8.1.1.13', { name: 'brainpoolP512r1', bits: 512 }],
  ['1.2.156.10197.1.301', { name: 'SM2', bits: 256 }],
]);

/** Field sizes that follow from the type alone (RFC 7748 section 4). */
const FIXED_KEY_BITS: ReadonlyMap<KeyType, number> = new Map([
  ['x25519', 255],
  ['ed25519', 255],
  ['x448', 448],
  ['ed448', 448],
]);

export const signatureName = (oid: string): string | undefined => SIGNATURE_NAMES.get(oid);
export const keyTypeOf = (oid: string): KeyType | undefined => KEY_TYPES.get(oid);
export const curveOf = (oid: string): Curve | undefined => CURVES.get(oid);
export const fixedKeyBits = (type: KeyType): number | undefined => FIXED_KEY_BITS.get(type);
