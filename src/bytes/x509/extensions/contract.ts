import type { ByteRange } from '../../der/index.ts';
import type { FaultList } from '../fault.ts';
import type { GeneralName } from '../general-name.ts';
import type { KeyUsage } from './key-usage.ts';
import type { NameConstraints } from './name-constraints.ts';

/** One extension as it stands in the certificate, known to us or not. The range covers the whole Extension. */
export interface Extension extends ByteRange {
  /** Dotted. */
  readonly oid: string;
  readonly critical: boolean;
  /** The DER inside the OCTET STRING. */
  readonly value: ByteRange;
}

/** What the extensions say. Lists are empty when the extension is absent; whether it is there stands in `all`. */
export interface CertificateExtensions {
  readonly subjectAltNames: readonly GeneralName[];
  readonly basicConstraints?: { readonly ca: boolean; readonly pathLength?: number };
  readonly keyUsage?: readonly KeyUsage[];
  /** Dotted. */
  readonly extendedKeyUsage: readonly string[];
  /** Upper-case hexadecimal. */
  readonly subjectKeyId?: string;
  /** Upper-case hexadecimal. */
  readonly authorityKeyId?: string;
  /** Dotted. */
  readonly certificatePolicies: readonly string[];
  readonly nameConstraints?: NameConstraints;
  readonly crlUrls: readonly string[];
  readonly freshestCrlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly caIssuerUrls: readonly string[];
  readonly mudUrl?: string;
  readonly all: readonly Extension[];
}

export type ExtensionsDraft = {
  -readonly [Key in keyof CertificateExtensions]: CertificateExtensions[Key];
};

/** Knows one extension. */
export interface ExtensionReader {
  /** Dotted. */
  readonly oid: string;
  /** Reads the value [start, end) into `draft`; what is wrong goes to `faults`, and reading goes on after it. */
  read(bytes: Uint8Array, start: number, end: number, draft: ExtensionsDraft, faults: FaultList): void;
}
