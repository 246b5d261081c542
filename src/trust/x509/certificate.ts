import { der, readCertificate } from '#bytes';
import type { Micros } from '#kernel';
import { attempt, refuse, type TrustFault } from '../fault.ts';
import { MAX_CERTIFICATE_OCTETS } from '../limits.ts';
import type { Crypto, Signer } from '../ports.ts';
import { signatureAlgorithmIdentifier } from './algorithms.ts';
import { authorityKeyIdentifier, keyIdentifier } from './extensions.ts';

/** What a certificate is to say; everything that is the same for many certificates comes encoded. */
export interface CertificateContent {
  /** Unsigned big endian, see `serialNumber`. */
  readonly serial: Uint8Array;
  /** Name, DER. */
  readonly issuer: Uint8Array;
  /** Name, DER. */
  readonly subject: Uint8Array;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** Whole seconds; a fraction is cut. */
  readonly notBeforeUs: Micros;
  /** The last second in which it holds. */
  readonly notAfterUs: Micros;
  /** Each an Extension, DER, in this order. */
  readonly extensions: readonly Uint8Array[];
}

const VERSION_3 = der.explicit(0, der.integer(2));

/** The certificate, DER (RFC 5280 4.1). Rejects when the signer does. */
export async function buildCertificate(content: CertificateContent, signer: Signer): Promise<Uint8Array> {
  const algorithm = signatureAlgorithmIdentifier(signer.algorithm);
  const extensions = content.extensions.length === 0 ? [] : [der.explicit(3, der.sequenceOf(content.extensions))];
  const tbs = der.sequence(
    VERSION_3,
    der.integer(content.serial),
    algorithm,
    content.issuer,
    der.sequence(der.timeOf(content.notBeforeUs), der.timeOf(content.notAfterUs)),
    content.subject,
    content.publicKey,
    ...extensions,
  );
  return der.sequence(tbs, algorithm, der.bitString(await signer.sign(tbs)));
}

/** An authority ready to issue: what its certificates and lists carry of it, encoded once. */
export interface Issuer {
  readonly ok: true;
  /** DER. */
  readonly certificate: Uint8Array;
  /** Subject of the authority, DER. */
  readonly name: Uint8Array;
  readonly keyId: Uint8Array;
  /** Extension, DER. */
  readonly authorityKeyIdentifier: Uint8Array;
  readonly signer: Signer;
}

/** Reads the certificate of an authority once for all that it issues; refuses it when the key is not that of `signer`. */
export function issuerOf(certificate: Uint8Array, signer: Signer, ports: Crypto): Issuer | TrustFault {
  return attempt(() => {
    const clause = 'RFC 5280 4.1';
    if (certificate.length > MAX_CERTIFICATE_OCTETS) refuse('too-large', 0, clause);
    const read = readCertificate(certificate, 0, certificate.length);
    if (!read.ok) return refuse(read.reason, read.at, clause);
    const { subject, publicKey } = read.ranges;
    const spki = certificate.subarray(publicKey.start, publicKey.end);
    if (!sameOctets(spki, signer.publicKey)) refuse('key-mismatch', publicKey.start, 'RFC 5280 4.1.2.7');
    const own = read.extensions.subjectKeyId;
    const keyId = own === undefined ? keyIdentifier(ports, spki) : octetsOfHex(own);
    return {
      ok: true,
      certificate,
      name: certificate.slice(subject.start, subject.end),
      keyId,
      authorityKeyIdentifier: authorityKeyIdentifier(keyId),
      signer,
    };
  });
}

const octetsOfHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** True when both hold the same octets. Public values only: it stops at the first difference. */
export function sameOctets(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((octet, at) => octet === right[at]);
}
