import type { Name, PublicKey } from '#bytes';
import type { Micros } from '#kernel';
import type { Validity } from '../profiles/conformance.ts';
import type { Profile, Protocol } from '../profiles/profile.ts';
import type { Variables } from '../profiles/template.ts';
import type { RegistryRecord } from '../registry.ts';
import type { AltName } from '../x509/general-names.ts';

/**
 * How the asker proved who it is. Protocols check signatures and digests and hand over what they found; whether it is
 * enough is decided in one place.
 */
export type Credential =
  /** `code` is the one whose digest was presented; absent: there is none. */
  | {
      readonly kind: 'one-time-code';
      readonly code?: {
        readonly profileId: string;
        readonly deviceSerial: string;
        readonly expiresAtUs: Micros;
        readonly usesLeft: number;
      };
    }
  /** A certificate of ours, whose key was proved; `record` is absent when the registry does not know it. */
  | { readonly kind: 'client-certificate'; readonly record?: RegistryRecord }
  /** The identity a maker gave: `isPinned` when its path leads to a maker's root and factory that this tenant named. */
  | { readonly kind: 'idevid'; readonly identity: DeviceIdentity }
  /** RFC 8366: who owns the device, signed by its maker, together with its identity. */
  | {
      readonly kind: 'voucher';
      readonly identity: DeviceIdentity;
      readonly voucher: {
        readonly deviceSerial: string;
        readonly isSignedByMaker: boolean;
        /** The voucher pins the domain of this tenant. */
        readonly isForThisDomain: boolean;
        /** Nonceless vouchers have an end, others the nonce of this exchange. */
        readonly expiresAtUs?: Micros;
        readonly nonceMatches?: boolean;
      };
    }
  /** A bench of a factory that signed the request. */
  | {
      readonly kind: 'station';
      readonly record?: RegistryRecord;
      readonly signatureHolds: boolean;
      /** The permit of the site names this bench, this device and this time. */
      readonly permit: { readonly hasStation: boolean; readonly hasDevice: boolean; readonly endsAtUs: Micros };
    }
  | { readonly kind: 'operator'; readonly operatorId: string; readonly mayEnroll: boolean };

export interface DeviceIdentity {
  readonly isPinned: boolean;
  /** Of hardwareModuleName or serialNumber. */
  readonly deviceSerial: string;
  /** What its maker, or our registry, says of it now. */
  readonly standing: 'good' | 'revoked' | 'unknown';
}

/** All that a decision depends on, in plain values. */
export interface EnrollmentRequest {
  readonly protocol: Protocol;
  /** The one that the address, the label or the code names. */
  readonly profile: Profile;
  readonly credential: Credential;
  readonly csr: {
    readonly subject: Name;
    readonly names: readonly AltName[];
    readonly publicKey: PublicKey;
    /** The signature of the request, or what the protocol has in its place, holds. */
    readonly possessionProved: boolean;
  };
  /** Values for the templates; `deviceSerial` is the device that the certificate is to be for. */
  readonly variables: Variables;
  /** Validity of the authority that would issue. */
  readonly authority: Validity;
  readonly askedEndUs?: Micros;
  /** Certificates of the profile that hold now. */
  readonly inUse: number;
  /** Other certificates of the same authority with the same key. */
  readonly sameKey: readonly RegistryRecord[];
  /** People who said yes to this very request. */
  readonly approvedBy: readonly string[];
  readonly nowUs: Micros;
}
