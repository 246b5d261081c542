import type { CertificateFaultReason } from '#bytes';

/** What can be wrong beyond the encoding and the certificate. */
export type TrustFaultReason =
  | CertificateFaultReason
  | 'too-large'
  | 'algorithm-unsupported'
  | 'signature-invalid'
  | 'key-unreadable'
  | 'key-mismatch'
  | 'issuer-mismatch'
  | 'value-unknown'
  | 'value-out-of-range'
  | 'extension-unknown-critical'
  | 'text-not-base64'
  // messages: BER that is not brought to DER (X.690 8.1, 8.7), their contents (RFC 5652, RFC 3161, RFC 8366)
  | 'too-deep'
  | 'end-of-contents-missing'
  | 'constructed-string'
  | 'content-type-unexpected'
  | 'attribute-empty'
  | 'json-malformed'
  | 'voucher-field';

/** Why something could not be read or does not hold: the position in the bytes and the clause that asks for it. */
export interface TrustFault {
  readonly ok: false;
  readonly reason: TrustFaultReason;
  /** Absolute position in the bytes that were read. */
  readonly at: number;
  /** `RFC 5280 4.1.2.5` */
  readonly clause: string;
}

/** Carries a fault from deep inside a structure to `attempt`. It never leaves the room. */
class Refusal extends Error {
  readonly fault: TrustFault;
  constructor(fault: TrustFault) {
    super(fault.reason);
    this.fault = fault;
  }
}

export const trustFault = (reason: TrustFaultReason, at: number, clause: string): TrustFault => ({
  ok: false,
  reason,
  at,
  clause,
});

/** Ends the reading that `attempt` began. */
export function refuse(reason: TrustFaultReason, at: number, clause: string): never {
  throw new Refusal(trustFault(reason, at, clause));
}

/** The value of `read`, or the fault it was refused with. */
export function attempt<Value>(read: () => Value): Value | TrustFault {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) return error.fault;
    throw error;
  }
}
