import { type ByteRange, der, hex, type PublicKey } from '#bytes';
import { refuse } from '../fault.ts';
import type { DigestAlgorithm, SignatureAlgorithm } from '../ports.ts';

/** What a signature algorithm is on the wire and which keys it goes with. */
interface AlgorithmRow {
  readonly id: SignatureAlgorithm;
  /** AlgorithmIdentifier, DER. */
  readonly encoded: Uint8Array;
  readonly keyTypes: readonly NonNullable<PublicKey['type']>[];
  readonly curve?: string;
}

const SHA256 = der.sequence(der.oid('2.16.840.1.101.3.4.2.1'));
/** The writing with NULL, which RFC 4055 2.1 wants accepted as well. */
const SHA256_NULL = der.sequence(der.oid('2.16.840.1.101.3.4.2.1'), der.nullValue());
const MGF1 = der.oid('1.2.840.113549.1.1.8');
const PSS = der.oid('1.2.840.113549.1.1.10');
/** RFC 4055 3.1: as long as the digest. */
const PSS_SALT = der.explicit(2, der.integer(32));

const pss = (digest: Uint8Array): Uint8Array =>
  der.sequence(PSS, der.sequence(der.explicit(0, digest), der.explicit(1, der.sequence(MGF1, digest)), PSS_SALT));
/** RFC 4055 5: with NULL. */
const rsa = (oid: string): Uint8Array => der.sequence(der.oid(oid), der.nullValue());
/** RFC 5758 3.2, RFC 8410 3: without parameters. */
const plain = (oid: string): Uint8Array => der.sequence(der.oid(oid));

/** For each algorithm the first row is the one that is written. */
const ROWS: readonly AlgorithmRow[] = [
  { id: 'ecdsa-p256-sha256', encoded: plain('1.2.840.10045.4.3.2'), keyTypes: ['ec'], curve: 'P-256' },
  { id: 'ecdsa-p384-sha384', encoded: plain('1.2.840.10045.4.3.3'), keyTypes: ['ec'], curve: 'P-384' },
  { id: 'rsa-sha256', encoded: rsa('1.2.840.113549.1.1.11'), keyTypes: ['rsa'] },
  { id: 'rsa-pss-sha256', encoded: pss(SHA256_NULL), keyTypes: ['rsa', 'rsa-pss'] },
  { id: 'ed25519', encoded: plain('1.3.101.112'), keyTypes: ['ed25519'] },
  { id: 'ecdsa-p384-sha256', encoded: plain('1.2.840.10045.4.3.2'), keyTypes: ['ec'], curve: 'P-384' },
  { id: 'rsa-sha384', encoded: rsa('1.2.840.113549.1.1.12'), keyTypes: ['rsa'] },
  { id: 'rsa-sha512', encoded: rsa('1.2.840.113549.1.1.13'), keyTypes: ['rsa'] },
  { id: 'rsa-pss-sha256', encoded: pss(SHA256), keyTypes: ['rsa', 'rsa-pss'] },
];

const BY_ID: ReadonlyMap<SignatureAlgorithm, AlgorithmRow> = new Map(
  [...ROWS].reverse().map((row) => [row.id, row] as const),
);
const BY_ENCODING: ReadonlyMap<string, readonly AlgorithmRow[]> = Map.groupBy(ROWS, ({ encoded }) => hex(encoded));

/** The AlgorithmIdentifier that stands in what `algorithm` signs. */
export function signatureAlgorithmIdentifier(algorithm: SignatureAlgorithm): Uint8Array {
  const row = BY_ID.get(algorithm);
  if (!row) throw new RangeError(algorithm);
  return row.encoded;
}

/**
 * The algorithm that the AlgorithmIdentifier at `range` names for signatures by `key`; undefined when we have none for
 * it, or when the key is of another kind.
 */
export function signatureAlgorithmAt(
  bytes: Uint8Array,
  range: ByteRange,
  key: PublicKey,
): SignatureAlgorithm | undefined {
  const rows = BY_ENCODING.get(hex(bytes, range.start, range.end)) ?? [];
  return rows.find(
    ({ keyTypes, curve }) =>
      key.type !== undefined && keyTypes.includes(key.type) && (curve === undefined || curve === key.curve),
  )?.id;
}

/** True when the AlgorithmIdentifier at `range` names an algorithm that we have for some kind of key. */
export const isKnownSignatureAlgorithm = (bytes: Uint8Array, range: ByteRange): boolean =>
  BY_ENCODING.has(hex(bytes, range.start, range.end));

const DIGEST_OIDS: readonly (readonly [DigestAlgorithm, string])[] = [
  ['sha1', '1.3.14.3.2.26'],
  ['sha256', '2.16.840.1.101.3.4.2.1'],
  ['sha384', '2.16.840.1.101.3.4.2.2'],
  ['sha512', '2.16.840.1.101.3.4.2.3'],
];
const DIGEST_BY_OID: ReadonlyMap<string, DigestAlgorithm> = new Map(DIGEST_OIDS.map(([id, oid]) => [oid, id]));
const OID_BY_DIGEST: ReadonlyMap<DigestAlgorithm, string> = new Map(DIGEST_OIDS);

/** By dotted number. */
export const digestOf = (oid: string): DigestAlgorithm | undefined => DIGEST_BY_OID.get(oid);

export function digestOid(algorithm: DigestAlgorithm): string {
  return OID_BY_DIGEST.get(algorithm) ?? refuse('algorithm-unsupported', 0, 'FIPS 180-4');
}
