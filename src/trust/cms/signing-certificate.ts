import { der, IDENTIFIER } from '#bytes';
import type { DerCursor } from '../der-cursor.ts';
import { MAX_CMS_SERIAL_OCTETS, MAX_ESS_ENTRIES } from '../limits.ts';
import type { Crypto } from '../ports.ts';
import { sameOctets } from '../x509/certificate.ts';
import { type Attribute, readSingle, singleValue } from './attributes.ts';
import { referenceTo, type CertificateReference, type ReadCertificate } from './certificate-reference.ts';
import { type MessageDigest, digestIdentifier, messageDigestOf, readAlgorithm } from './digests.ts';
import { ATTRIBUTE } from './oids.ts';
import { constructedTag, readList, takeContent, takeInteger, takeWhole } from './elements.ts';

/** ESSCertIDv2 (RFC 5035 section 4): the digest of a certificate and, where given, its issuer and serial number. */
export interface CertificateHash {
  /** Undefined for a digest that is not accepted. */
  readonly algorithm: MessageDigest | undefined;
  readonly hash: Uint8Array;
  readonly issuerAndSerial?: CertificateReference;
}

/** The signed attribute that ties a signature to one certificate (RFC 5035 section 3). */
export function signingCertificateAttribute(
  ports: Crypto,
  certificate: ReadCertificate,
  algorithm: MessageDigest = 'sha256',
): Attribute {
  const parts: Uint8Array[] = [];
  // RFC 5035 section 4 gives SHA-256 as the default, which DER leaves out (X.690 11.5).
  if (algorithm !== 'sha256') parts.push(digestIdentifier(algorithm));
  parts.push(der.octetString(ports.digest(algorithm, certificate.encoded)));
  const id = referenceTo(certificate, 'issuer-and-serial');
  if (id?.kind === 'issuer-and-serial') {
    parts.push(der.sequence(der.sequence(der.explicit(4, id.issuer)), id.serial));
  }
  return {
    type: ATTRIBUTE.signingCertificateV2,
    values: [der.sequence(der.sequence(der.sequenceOf(parts)))],
  };
}

/** The certificates that the attribute names, the signer's first; empty when it is absent or malformed. */
function readSigningCertificates(attributes: readonly Attribute[]): CertificateHash[] {
  const read = readSingle(attributes, ATTRIBUTE.signingCertificateV2, (cursor) => {
    const signingCertificate = cursor.open();
    const ids = readList(signingCertificate.open(), MAX_ESS_ENTRIES, readCertificateHash);
    signingCertificate.optional(IDENTIFIER.sequence);
    signingCertificate.close();
    return ids;
  });
  return read ?? [];
}

function readCertificateHash(list: DerCursor): CertificateHash {
  const id = list.open(IDENTIFIER.sequence, 'RFC 5035 4');
  const algorithm = id.is(IDENTIFIER.sequence) ? messageDigestOf(readAlgorithm(id)) : 'sha256';
  const hash = takeContent(id);
  const issuerSerial = id.openOptional(IDENTIFIER.sequence);
  id.close();
  if (issuerSerial === undefined) return { algorithm, hash };
  // IssuerSerial ::= SEQUENCE { issuer GeneralNames, serialNumber }, where the issuer is one directory name.
  const names = issuerSerial.open();
  const name = names.open(constructedTag(4));
  const issuer = takeWhole(name, IDENTIFIER.sequence);
  name.close();
  names.close();
  const serial = takeInteger(issuerSerial, MAX_CMS_SERIAL_OCTETS, true);
  issuerSerial.close();
  return { algorithm, hash, issuerAndSerial: { kind: 'issuer-and-serial', issuer, serial } };
}

/**
 * Whether the attribute names `certificate` first. `absent`, when it is not there; `mismatch`, when it names another one,
 * cannot be read, or stands there twice.
 */
export function signingCertificateState(
  ports: Crypto,
  attributes: readonly Attribute[],
  certificate: ReadCertificate,
): 'matches' | 'absent' | 'mismatch' {
  if (singleValue(attributes, ATTRIBUTE.signingCertificateV2) === 'absent') return 'absent';
  const [first] = readSigningCertificates(attributes);
  if (first?.algorithm === undefined) return 'mismatch';
  if (!sameOctets(ports.digest(first.algorithm, certificate.encoded), first.hash)) return 'mismatch';
  const { issuerAndSerial } = first;
  if (issuerAndSerial === undefined) return 'matches';
  const own = referenceTo(certificate, 'issuer-and-serial');
  const same =
    own?.kind === 'issuer-and-serial' &&
    issuerAndSerial.kind === 'issuer-and-serial' &&
    sameOctets(own.issuer, issuerAndSerial.issuer) &&
    sameOctets(own.serial, issuerAndSerial.serial);
  return same ? 'matches' : 'mismatch';
}
