import { type ByteRange, der, hex, IDENTIFIER } from '#bytes';
import type { DerCursor } from '../der-cursor.ts';
import type { Crypto, DigestAlgorithm } from '../ports.ts';
import { digestOf, digestOid } from './algorithms.ts';
import { publicKeyOctets } from './extensions.ts';

/** Which certificate a request or an answer is about (RFC 6960 4.1.1), with the bytes it came from. */
export interface CertificateId extends ByteRange {
  /** Names the issuer: digest, digest of its name, digest of its key; compare with `ocspIssuerId`. */
  readonly issuerId: string;
  /** Upper-case hexadecimal with whole octets. */
  readonly serialHex: string;
}

/** An authority as OCSP sees it. */
export interface OcspIssuer {
  /** Name, DER. */
  readonly name: Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
}

/** `sha1:<digest of the name>:<digest of the key>`: what requests name an issuer by. */
export function ocspIssuerId(ports: Crypto, algorithm: DigestAlgorithm, issuer: OcspIssuer): string {
  const { nameHash, keyHash } = issuerHashes(ports, algorithm, issuer);
  return issuerIdText(algorithm, nameHash, keyHash);
}

const issuerIdText = (algorithm: string, nameHash: Uint8Array, keyHash: Uint8Array): string =>
  `${algorithm}:${hex(nameHash)}:${hex(keyHash)}`;

function issuerHashes(ports: Crypto, algorithm: DigestAlgorithm, issuer: OcspIssuer) {
  return {
    nameHash: ports.digest(algorithm, issuer.name),
    keyHash: ports.digest(algorithm, publicKeyOctets(issuer.publicKey)),
  };
}

/** CertID, DER. `serial` is unsigned big endian. SHA-1 is the digest that every responder knows (RFC 5019 2.1.1). */
export function encodeCertificateId(
  ports: Crypto,
  algorithm: DigestAlgorithm,
  issuer: OcspIssuer,
  serial: Uint8Array,
): Uint8Array {
  const { nameHash, keyHash } = issuerHashes(ports, algorithm, issuer);
  return der.sequence(
    der.sequence(der.oid(digestOid(algorithm)), der.nullValue()),
    der.octetString(nameHash),
    der.octetString(keyHash),
    der.integer(serial),
  );
}

/** Reads the CertID that comes next. An unknown digest leaves an id that matches no issuer. */
export function readCertificateId(list: DerCursor): CertificateId {
  const element = list.take(IDENTIFIER.sequence);
  const id = list.inside(element);
  const algorithm = id.open();
  const oid = algorithm.oid();
  const { bytes } = id;
  const nameHash = id.octets();
  const keyHash = id.octets();
  const serialHex = id.serialHex();
  id.close();
  const issuerId = issuerIdText(
    digestOf(oid) ?? oid,
    bytes.subarray(nameHash.start, nameHash.end),
    bytes.subarray(keyHash.start, keyHash.end),
  );
  return { issuerId, serialHex, start: element.start, end: element.end };
}
