import { type Micros, toIso } from '#kernel';
import { toBase64 } from '../base64.ts';

/** What a site without a network needs to tell good certificates from bad ones. All of it is signed by itself. */
export interface RevocationBundle {
  readonly createdAtUs: Micros;
  readonly authorities: readonly {
    /** All DER. */
    readonly certificate: Uint8Array;
    readonly baseCrl: Uint8Array;
    readonly deltaCrl?: Uint8Array;
    readonly ocspResponses: readonly Uint8Array[];
  }[];
}

const VERSION = 1;

/**
 * The content that is signed and carried: JSON in UTF-8, every DER in base64, fields in this order, so that the same
 * bundle is the same octets.
 */
export function encodeRevocationBundle({ createdAtUs, authorities }: RevocationBundle): Uint8Array {
  const text = JSON.stringify({
    version: VERSION,
    createdAt: toIso(createdAtUs),
    authorities: authorities.map(({ certificate, baseCrl, deltaCrl, ocspResponses }) => ({
      certificate: toBase64(certificate),
      baseCrl: toBase64(baseCrl),
      ...(deltaCrl ? { deltaCrl: toBase64(deltaCrl) } : {}),
      ocspResponses: ocspResponses.map(toBase64),
    })),
  });
  return new TextEncoder().encode(text);
}
