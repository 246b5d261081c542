import { der, KEY_USAGES, type KeyUsage } from '#bytes';
import type { Crypto } from '../ports.ts';
import { DerCursor } from '../der-cursor.ts';
import { type AltName, type AltNameSubtree, encodeAltName, encodeSubtree } from './general-names.ts';

/** Dotted numbers of the extensions of RFC 5280 4.2 and 5, RFC 6960 4.2.2.2.1, RFC 7633. */
export const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  deltaCrlIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  freshestCrl: '2.5.29.46',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
  ocspNonce: '1.3.6.1.5.5.7.48.1.2',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
} as const;

/** Dotted numbers of the purposes of RFC 5280 4.2.1.12, of anyExtendedKeyUsage and of RFC 9336. */
export const PURPOSE = {
  any: '2.5.29.37.0',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
  documentSigning: '1.3.6.1.5.5.7.3.36',
} as const;

/** RFC 5280 4.2.1.4: stands for all policies. */
export const ANY_POLICY = '2.5.29.32.0';
/** RFC 7633 4.2.3.1, number of status_request: the certificate is good only with a stapled OCSP response. */
export const TLS_STATUS_REQUEST = 5;

const ACCESS_OCSP = der.oid('1.3.6.1.5.5.7.48.1');
const ACCESS_CA_ISSUERS = der.oid('1.3.6.1.5.5.7.48.2');
const URI_TAG = 6;
/** RFC 7093 2, method 1: the leftmost 160 bits. */
const KEY_ID_OCTETS = 20;

const ENCODED_OIDS: ReadonlyMap<string, Uint8Array> = new Map(
  Object.values(EXTENSION).map((oid) => [oid, der.oid(oid)]),
);
const TRUE = der.boolean(true);

/** Extension ::= SEQUENCE { extnID, critical DEFAULT FALSE, extnValue OCTET STRING }, around the DER `value`. */
export function extension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  const encodedOid = ENCODED_OIDS.get(oid) ?? der.oid(oid);
  const octets = der.octetString(value);
  return critical ? der.sequence(encodedOid, TRUE, octets) : der.sequence(encodedOid, octets);
}

/** The octets inside the BIT STRING of `spki` (SubjectPublicKeyInfo, DER), of which key identifiers are digests. */
export function publicKeyOctets(spki: Uint8Array): Uint8Array {
  const cursor = new DerCursor(spki, 0, spki.length, 'RFC 5280 4.1.2.7').open();
  cursor.open();
  const { start, end } = cursor.wholeBits();
  return spki.subarray(start, end);
}

/** The key identifier of `spki`: RFC 7093 2, method 1, which SHA-1 has no part in. Refuses what is no key. */
export const keyIdentifier = (ports: Crypto, spki: Uint8Array): Uint8Array =>
  ports.digest('sha256', publicKeyOctets(spki)).subarray(0, KEY_ID_OCTETS);

/** Critical, as RFC 5280 4.2.1.9 demands of authorities. */
export function basicConstraints(value: { readonly ca: boolean; readonly pathLength?: number }): Uint8Array {
  const parts = value.ca ? [TRUE] : [];
  if (value.ca && value.pathLength !== undefined) parts.push(der.integer(value.pathLength));
  return extension(EXTENSION.basicConstraints, true, der.sequenceOf(parts));
}

/** Critical (RFC 5280 4.2.1.3). Trailing zero bits are left out (X.690 11.2.2). RangeError when no usage is named. */
export function keyUsage(usages: readonly KeyUsage[]): Uint8Array {
  const bits = usages.map((usage) => KEY_USAGES.indexOf(usage));
  if (bits.length === 0) throw new RangeError('a key usage without bits');
  const last = Math.max(...bits);
  const octets = new Uint8Array((last >> 3) + 1);
  for (const bit of bits) octets[bit >> 3]! |= 0x80 >> (bit & 7);
  return extension(EXTENSION.keyUsage, true, der.bitString(octets, 7 - (last & 7)));
}

/** Dotted purposes. Critical where a standard wants it so: RFC 3161 2.3 for time stamps, our code signers. */
export const extendedKeyUsage = (purposes: readonly string[], critical = false): Uint8Array =>
  extension(EXTENSION.extendedKeyUsage, critical, der.sequenceOf(purposes.map(der.oid)));

export const subjectKeyIdentifier = (keyId: Uint8Array): Uint8Array =>
  extension(EXTENSION.subjectKeyIdentifier, false, der.octetString(keyId));

export const authorityKeyIdentifier = (keyId: Uint8Array): Uint8Array =>
  extension(EXTENSION.authorityKeyIdentifier, false, der.sequence(der.context(0, false, keyId)));

/** Critical when the subject is empty (RFC 5280 4.2.1.6). */
export const subjectAltName = (names: readonly AltName[], critical = false): Uint8Array =>
  extension(EXTENSION.subjectAltName, critical, der.sequenceOf(names.map(encodeAltName)));

/** Dotted policies. */
export const certificatePolicies = (policies: readonly string[], critical = false): Uint8Array =>
  extension(EXTENSION.certificatePolicies, critical, der.sequenceOf(policies.map((oid) => der.sequence(der.oid(oid)))));

const uri = (text: string): Uint8Array => der.implicit(URI_TAG, der.ia5String(text));

/** DistributionPointName (RFC 5280 4.2.1.13) in its tag [0]; all URLs lead to the same list. */
export const distributionPointName = (urls: readonly string[]): Uint8Array =>
  der.explicit(0, der.context(0, true, der.concat(urls.map(uri))));

const distributionPoints = (oid: string, urls: readonly string[]): Uint8Array =>
  extension(oid, false, der.sequence(der.sequence(distributionPointName(urls))));

export const crlDistributionPoints = (urls: readonly string[]): Uint8Array =>
  distributionPoints(EXTENSION.crlDistributionPoints, urls);

/** Where delta lists are; OpenSSL looks at them only when the certificate or the full list says so. */
export const freshestCrl = (urls: readonly string[]): Uint8Array => distributionPoints(EXTENSION.freshestCrl, urls);

export function authorityInfoAccess(urls: {
  readonly ocsp?: readonly string[];
  readonly caIssuers?: readonly string[];
}): Uint8Array {
  const descriptions = [
    ...(urls.ocsp ?? []).map((url) => der.sequence(ACCESS_OCSP, uri(url))),
    ...(urls.caIssuers ?? []).map((url) => der.sequence(ACCESS_CA_ISSUERS, uri(url))),
  ];
  return extension(EXTENSION.authorityInfoAccess, false, der.sequenceOf(descriptions));
}

/**
 * RFC 5280 4.2.1.10 demands critical. Some verifiers cannot read it then (mbedTLS 2.28 refuses the certificate, Go
 * refuses directory names), so a profile may say otherwise.
 */
export function nameConstraints(
  subtrees: { readonly permitted?: readonly AltNameSubtree[]; readonly excluded?: readonly AltNameSubtree[] },
  critical = true,
): Uint8Array {
  const list = (tag: number, each: readonly AltNameSubtree[] = []): Uint8Array[] =>
    each.length === 0 ? [] : [der.context(tag, true, der.concat(each.map(encodeSubtree)))];
  const value = der.sequenceOf([...list(0, subtrees.permitted), ...list(1, subtrees.excluded)]);
  return extension(EXTENSION.nameConstraints, critical, value);
}

/** RFC 6960 4.2.2.2.1: for a delegated responder, nobody asks whether it is revoked. */
export const ocspNoCheck = (): Uint8Array => extension(EXTENSION.ocspNoCheck, false, der.nullValue());

/** RFC 7633; `TLS_STATUS_REQUEST` demands a stapled response. */
export const tlsFeature = (features: readonly number[]): Uint8Array =>
  extension(EXTENSION.tlsFeature, false, der.sequenceOf(features.map((feature) => der.integer(feature))));
