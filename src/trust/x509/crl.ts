import { der } from '#bytes';
import type { Micros } from '#kernel';
import { signatureAlgorithmIdentifier } from './algorithms.ts';
import type { Issuer } from './certificate.ts';
import { distributionPointName, EXTENSION, extension, freshestCrl } from './extensions.ts';

/** RFC 5280 5.3.1 with its numbers. */
export const REVOCATION_REASONS = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  /** Only in delta lists: what was on hold is so no more. */
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const;
export type RevocationReason = keyof typeof REVOCATION_REASONS;

const REASON_BY_NUMBER: ReadonlyMap<number, RevocationReason> = new Map(
  (Object.keys(REVOCATION_REASONS) as RevocationReason[]).map((reason) => [REVOCATION_REASONS[reason], reason]),
);

export const revocationReason = (value: number): RevocationReason | undefined => REASON_BY_NUMBER.get(value);

const REASON_EXTENSIONS: ReadonlyMap<RevocationReason, Uint8Array> = new Map(
  (Object.keys(REVOCATION_REASONS) as RevocationReason[])
    // RFC 5280 5.3.1: unspecified is said by leaving it out.
    .filter((reason) => reason !== 'unspecified')
    .map((reason) => [reason, extension(EXTENSION.reasonCode, false, der.enumerated(REVOCATION_REASONS[reason]))]),
);

export interface Revocation {
  /** Unsigned big endian. */
  readonly serial: Uint8Array;
  readonly revokedAtUs: Micros;
  readonly reason?: RevocationReason;
  /** Since when the key is thought to be in other hands. */
  readonly invalidSinceUs?: Micros;
}

/**
 * One entry of a list, DER. Entries do not change from list to list: keep them, and a list of many thousands is
 * re-issued at the cost of one digest over it.
 */
export function encodeCrlEntry(revocation: Revocation): Uint8Array {
  const extensions: Uint8Array[] = [];
  const { reason, invalidSinceUs } = revocation;
  const reasonExtension = reason && REASON_EXTENSIONS.get(reason);
  if (reasonExtension) extensions.push(reasonExtension);
  if (invalidSinceUs !== undefined)
    extensions.push(extension(EXTENSION.invalidityDate, false, der.generalizedTime(invalidSinceUs)));
  const serial = der.integer(revocation.serial);
  const time = der.timeOf(revocation.revokedAtUs);
  return extensions.length === 0 ? der.sequence(serial, time) : der.sequence(serial, time, der.sequenceOf(extensions));
}

export interface CrlContent {
  /** Grows with each list of the authority; base and delta lists share it (RFC 5280 5.2.3). */
  readonly number: number | bigint;
  readonly thisUpdateUs: Micros;
  readonly nextUpdateUs: Micros;
  /** Each from `encodeCrlEntry`. */
  readonly entries: readonly Uint8Array[];
  /** Makes a delta list to the full list of this number. */
  readonly deltaTo?: number | bigint;
  /** Which certificates the list is about; the same in base and delta list (RFC 5280 5.2.4). */
  readonly distributionPoint?: {
    readonly urls: readonly string[];
    readonly only?: 'userCertificates' | 'caCertificates';
  };
  /** Where delta lists to this one are; OpenSSL asks for none without it. */
  readonly freshestUrls?: readonly string[];
}

const VERSION_2 = der.integer(1);
const ONLY_USER_CERTIFICATES = 1;
const ONLY_CA_CERTIFICATES = 2;
const DER_TRUE = Uint8Array.of(0xff);

/** A list of revoked certificates, base or delta, DER (RFC 5280 5.1). Rejects when the signer does. */
export async function buildCrl(content: CrlContent, issuer: Issuer): Promise<Uint8Array> {
  const algorithm = signatureAlgorithmIdentifier(issuer.signer.algorithm);
  const tbs = der.sequence(
    VERSION_2,
    algorithm,
    issuer.name,
    der.timeOf(content.thisUpdateUs),
    der.timeOf(content.nextUpdateUs),
    // RFC 5280 5.1.2.6: without entries the list of them is absent.
    content.entries.length === 0 ? new Uint8Array(0) : der.sequenceOf(content.entries),
    der.explicit(0, der.sequenceOf(crlExtensions(content, issuer))),
  );
  return der.sequence(tbs, algorithm, der.bitString(await issuer.signer.sign(tbs)));
}

function crlExtensions(content: CrlContent, issuer: Issuer): Uint8Array[] {
  const { deltaTo, distributionPoint, freshestUrls } = content;
  const extensions = [
    issuer.authorityKeyIdentifier,
    extension(EXTENSION.crlNumber, false, der.integer(content.number)),
  ];
  if (deltaTo !== undefined) extensions.push(extension(EXTENSION.deltaCrlIndicator, true, der.integer(deltaTo)));
  if (distributionPoint) {
    const parts = distributionPoint.urls.length === 0 ? [] : [distributionPointName(distributionPoint.urls)];
    if (distributionPoint.only === 'userCertificates') parts.push(der.context(ONLY_USER_CERTIFICATES, false, DER_TRUE));
    if (distributionPoint.only === 'caCertificates') parts.push(der.context(ONLY_CA_CERTIFICATES, false, DER_TRUE));
    extensions.push(extension(EXTENSION.issuingDistributionPoint, true, der.sequenceOf(parts)));
  }
  // RFC 5280 5.2.6: not in delta lists.
  if (freshestUrls && freshestUrls.length > 0 && deltaTo === undefined) extensions.push(freshestCrl(freshestUrls));
  return extensions;
}
