import type { Certificate } from '#bytes';
import type { AltName } from './x509/general-names.ts';
import type { Profile, Text } from './profiles/profile.ts';
import type { Variables } from './profiles/template.ts';
import type { Crl } from './x509/crl-reader.ts';
import type { PathCertificate } from './x509/path-verdict.ts';

/** A certificate to look at, and what is known around it. Parts that are absent leave the lints that need them silent. */
export interface CertificateObject {
  readonly bytes: Uint8Array;
  readonly read: Certificate;
  /** Whoever signed it; the certificate itself for a root. */
  readonly issuer?: PathCertificate;
  /** What it was to be. */
  readonly plan?: {
    readonly profile: Profile;
    readonly variables: Variables;
    /** All that stand in subjectAltName. */
    readonly names: readonly AltName[];
  };
  /** Serial number of the certificate of the same authority that has the key already and may not share it. */
  readonly keyTakenBy?: string;
}

/** A list of revoked certificates to look at. */
export interface CrlObject {
  readonly bytes: Uint8Array;
  readonly crl: Crl;
  /** The full list that a delta list changes. */
  readonly base?: Crl;
  /** True when delta lists to this one are published. */
  readonly hasDeltas?: boolean;
}

/** Where in the bytes, and what was met there. */
export interface LintFinding {
  readonly at: number;
  readonly detail: string;
}

interface LintCard {
  /** Name of its file. */
  readonly id: string;
  readonly title: Text;
  readonly citation: string;
  /** `2008-05-01`: objects made before it are not measured by it. */
  readonly effectiveDate: string;
  /** What has an error is never issued; a warning is shown to whoever decides. */
  readonly severity: 'error' | 'warning';
}

/** One rule for certificates. */
export interface CertificateLint extends LintCard {
  readonly about: 'certificate';
  /** What breaks the rule; nothing when it holds, does not apply, or cannot be judged from what is known. */
  check(object: CertificateObject): readonly LintFinding[];
}

/** One rule for lists of revoked certificates. */
export interface CrlLint extends LintCard {
  readonly about: 'crl';
  check(object: CrlObject): readonly LintFinding[];
}

export type Lint = CertificateLint | CrlLint;

export const finding = (at: number, detail = ''): readonly LintFinding[] => [{ at, detail }];

export const isAuthority = ({ extensions }: Certificate): boolean => extensions.basicConstraints?.ca === true;
