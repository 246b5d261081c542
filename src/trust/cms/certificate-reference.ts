import { type Certificate, der, hex, IDENTIFIER, readCertificate } from '#bytes';
import type { DerCursor } from '../der-cursor.ts';
import { MAX_CMS_SERIAL_OCTETS } from '../limits.ts';
import { sameOctets } from '../x509/certificate.ts';
import { primitiveTag, takeContent, takeInteger, takeWhole } from './elements.ts';

/** How a message points to a certificate (RFC 5652 sections 5.3 and 6.2.1). */
export type CertificateReference =
  | {
      readonly kind: 'issuer-and-serial';
      /** DER of the issuer's Name. */
      readonly issuer: Uint8Array;
      /** DER of the INTEGER. */
      readonly serial: Uint8Array;
    }
  | { readonly kind: 'subject-key-id'; readonly keyId: Uint8Array };

/** SignerIdentifier and RecipientIdentifier: the key identifier under [0], implicit. */
export function readCertificateReference(cursor: DerCursor): CertificateReference {
  if (cursor.is(primitiveTag(0))) return { kind: 'subject-key-id', keyId: takeContent(cursor, primitiveTag(0)) };
  const pair = cursor.open(IDENTIFIER.sequence, 'RFC 5652 10.2.4');
  const issuer = takeWhole(pair, IDENTIFIER.sequence);
  // Serial numbers below zero are in use; RFC 5280 4.1.2.2 asks readers to bear them.
  const serial = takeInteger(pair, MAX_CMS_SERIAL_OCTETS, true);
  pair.close();
  return { kind: 'issuer-and-serial', issuer, serial };
}

export function encodeCertificateReference(id: CertificateReference): Uint8Array {
  return id.kind === 'issuer-and-serial' ? der.sequence(id.issuer, id.serial) : der.context(0, false, id.keyId);
}

/** A certificate with its reading. */
export interface ReadCertificate {
  readonly encoded: Uint8Array;
  readonly fields: Certificate;
}

/** Reads one certificate that fills `encoded`; undefined when it is none. */
export function openCertificate(encoded: Uint8Array): ReadCertificate | undefined {
  const fields = readCertificate(encoded, 0, encoded.length);
  return fields.ok && fields.ranges.certificate.end === encoded.length ? { encoded, fields } : undefined;
}

export function openCertificates(encoded: readonly Uint8Array[]): ReadCertificate[] {
  return encoded.map(openCertificate).filter((certificate) => certificate !== undefined);
}

const part = ({ encoded }: ReadCertificate, range: { readonly start: number; readonly end: number }): Uint8Array =>
  encoded.subarray(range.start, range.end);

/** DER of the SubjectPublicKeyInfo. */
export const publicKeyOf = (certificate: ReadCertificate): Uint8Array =>
  part(certificate, certificate.fields.ranges.publicKey);

/**
 * The pointer to a certificate. By key identifier only where the certificate states one: a computed one would be a guess
 * at how its issuer computed it (RFC 5280 4.2.1.2).
 */
export function referenceTo(
  certificate: ReadCertificate,
  by: CertificateReference['kind'],
): CertificateReference | undefined {
  const { ranges, extensions } = certificate.fields;
  if (by === 'issuer-and-serial') {
    return { kind: by, issuer: part(certificate, ranges.issuer), serial: part(certificate, ranges.serial) };
  }
  const keyId = extensions.subjectKeyId;
  return keyId === undefined ? undefined : { kind: by, keyId: hexOctets(keyId) };
}

export function refersTo(id: CertificateReference, certificate: ReadCertificate): boolean {
  if (id.kind === 'subject-key-id') {
    return certificate.fields.extensions.subjectKeyId === hex(id.keyId).toUpperCase();
  }
  const own = referenceTo(certificate, 'issuer-and-serial');
  return own?.kind === 'issuer-and-serial' && sameOctets(own.issuer, id.issuer) && sameOctets(own.serial, id.serial);
}

const hexOctets = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16));
