import { der } from '#bytes';
import type { Micros } from '#kernel';
import type { Crypto, Signer } from '../ports.ts';
import { signatureAlgorithmIdentifier } from './algorithms.ts';
import { REVOCATION_REASONS, type RevocationReason } from './crl.ts';
import { publicKeyOctets } from './extensions.ts';
import { nonceExtensions } from './ocsp-request.ts';

/** RFC 6960 4.2.1: answers without a signature, with their numbers. */
export const OCSP_ERRORS = {
  malformedRequest: 1,
  internalError: 2,
  tryLater: 3,
  sigRequired: 5,
  unauthorized: 6,
} as const;
export type OcspError = keyof typeof OCSP_ERRORS;

export type CertificateStatus =
  | { readonly state: 'good' }
  | { readonly state: 'revoked'; readonly revokedAtUs: Micros; readonly reason?: RevocationReason }
  | { readonly state: 'unknown' };

export interface OcspAnswer {
  /** CertID, DER: the octets of the request, so that every client finds its own. */
  readonly id: Uint8Array;
  readonly status: CertificateStatus;
  readonly thisUpdateUs: Micros;
  /** From when on newer information is there; absent: always. */
  readonly nextUpdateUs?: Micros;
}

export interface OcspContent {
  readonly producedAtUs: Micros;
  readonly answers: readonly OcspAnswer[];
  /** Of the request; clients that sent one refuse an answer without it. */
  readonly nonce?: Uint8Array;
}

/** Who answers: the authority itself, or one that it gave a certificate for it. */
export interface Responder {
  /** ResponderID, DER. */
  readonly id: Uint8Array;
  /** Of a delegated responder, DER; clients need them to check the signature. */
  readonly certificates: readonly Uint8Array[];
  readonly signer: Signer;
}

const BASIC_RESPONSE = der.oid('1.3.6.1.5.5.7.48.1.1');
const SUCCESSFUL = der.enumerated(0);
const GOOD = der.context(0, false, new Uint8Array(0));
const UNKNOWN = der.context(2, false, new Uint8Array(0));

/** A responder named by the SHA-1 of its key, which RFC 6960 4.2.1 fixes for this name. */
export function responderOf(ports: Crypto, signer: Signer, certificates: readonly Uint8Array[] = []): Responder {
  const keyHash = ports.digest('sha1', publicKeyOctets(signer.publicKey));
  return { id: der.explicit(2, der.octetString(keyHash)), certificates, signer };
}

/** An answer without a signature: the request could not be understood or answered. */
export const ocspErrorResponse = (error: OcspError): Uint8Array => der.sequence(der.enumerated(OCSP_ERRORS[error]));

/** A signed answer, DER (RFC 6960 4.2.1). Rejects when the signer does. */
export async function buildOcspResponse(content: OcspContent, responder: Responder): Promise<Uint8Array> {
  const { signer } = responder;
  const extensions = content.nonce ? [der.explicit(1, nonceExtensions(content.nonce))] : [];
  const data = der.sequence(
    responder.id,
    der.generalizedTime(content.producedAtUs),
    der.sequenceOf(content.answers.map(encodeAnswer)),
    ...extensions,
  );
  const certificates =
    responder.certificates.length === 0 ? [] : [der.explicit(0, der.sequenceOf(responder.certificates))];
  const basic = der.sequence(
    data,
    signatureAlgorithmIdentifier(signer.algorithm),
    der.bitString(await signer.sign(data)),
    ...certificates,
  );
  return der.sequence(SUCCESSFUL, der.explicit(0, der.sequence(BASIC_RESPONSE, der.octetString(basic))));
}

function encodeAnswer({ id, status, thisUpdateUs, nextUpdateUs }: OcspAnswer): Uint8Array {
  const nextUpdate = nextUpdateUs === undefined ? [] : [der.explicit(0, der.generalizedTime(nextUpdateUs))];
  return der.sequence(id, encodeStatus(status), der.generalizedTime(thisUpdateUs), ...nextUpdate);
}

function encodeStatus(status: CertificateStatus): Uint8Array {
  if (status.state === 'good') return GOOD;
  if (status.state === 'unknown') return UNKNOWN;
  const { reason, revokedAtUs } = status;
  const time = der.generalizedTime(revokedAtUs);
  if (reason === undefined || reason === 'unspecified') return der.implicit(1, der.sequence(time));
  return der.implicit(1, der.sequence(time, der.explicit(0, der.enumerated(REVOCATION_REASONS[reason]))));
}
