import type { KeyUsage } from '#bytes';
import type { Language } from '#kernel';
import { PURPOSE } from '../x509/extensions.ts';
import type { AttributeType } from '../x509/name.ts';
import type { NamePattern } from './name-pattern.ts';

/** What is said to people, in every language of the product. */
export type Text = Readonly<Record<Language, string>>;

/** Authorities by what they issue for. */
export const AUTHORITY_PURPOSES = [
  'root',
  'device-auth-ca',
  'server-ca',
  'code-ca',
  'sign-ca',
  'encrypt-ca',
  'factory-ca',
  'service-ca',
  'hospital-ca',
  'ldevid-ca',
] as const;

/** End entities by what their key is for. Keys to prove, to sign and to decrypt are never the same. */
export const ENTITY_PURPOSES = [
  'device-auth',
  'server',
  'release-signer',
  'report-signer',
  'encryption',
  'idevid',
  'ldevid',
  'ocsp-responder',
  'time-stamp',
  'station',
] as const;

export type AuthorityPurpose = (typeof AUTHORITY_PURPOSES)[number];
export type ProfilePurpose = AuthorityPurpose | (typeof ENTITY_PURPOSES)[number];

export const isAuthorityPurpose = (purpose: ProfilePurpose): purpose is AuthorityPurpose =>
  (AUTHORITY_PURPOSES as readonly ProfilePurpose[]).includes(purpose);

/** Ways in. `ceremony` is people at the machine that holds the key. */
export const PROTOCOLS = ['est', 'cmp', 'scep', 'acme', 'rest', 'batch', 'ceremony'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** How an asker may have proved who it is. */
export const CREDENTIAL_KINDS = [
  'one-time-code',
  'client-certificate',
  'idevid',
  'voucher',
  'station',
  'operator',
] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

export const KEY_KINDS = ['p256', 'p384', 'ed25519', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** Purposes of RFC 5280 4.2.1.12 that a profile may give; anyExtendedKeyUsage is none of them. */
export type PurposeName = Exclude<keyof typeof PURPOSE, 'any'>;
export const PURPOSE_NAMES = (Object.keys(PURPOSE) as (keyof typeof PURPOSE)[]).filter((name) => name !== 'any');

export interface SubjectPart {
  readonly type: AttributeType;
  /** Template. */
  readonly text: string;
}

/** A name of subjectAltName that the profile allows. What no rule allows is refused, never left out in silence. */
export type AltNameRule =
  /** Asked for by the request; the whole name must match. */
  | {
      readonly kind: 'dns' | 'email';
      readonly pattern: NamePattern;
      readonly required: boolean;
      readonly most: number;
    }
  /** Written by us whatever was asked; a request may name it as well. `form` is a template. */
  | { readonly kind: 'uri'; readonly form: string }
  /** The identity of IEEE 802.1AR: `hardwareType` and `deviceSerial`. */
  | { readonly kind: 'hardwareModule' };

/** When a key of a certificate may stand in another one of the same authority. */
export type DuplicateKeyPolicy = 'refuse' | 'same-subject';

/**
 * All that may differ between the certificates of two kinds. Lists that do not apply are empty; templates name
 * `Variable`s in braces.
 */
export interface Profile {
  readonly ok: true;
  readonly id: string;
  /** Grows with every change: certificates remember by which one they were made. */
  readonly version: number;
  readonly purpose: ProfilePurpose;
  readonly title: Text;
  readonly subject: readonly SubjectPart[];
  readonly names: readonly AltNameRule[];
  readonly keys: readonly KeyKind[];
  readonly keyUsage: readonly KeyUsage[];
  readonly purposes: readonly PurposeName[];
  readonly purposesCritical: boolean;
  /** Of authorities: how many authorities may stand below; absent: any number. */
  readonly pathLength?: number;
  /** Templates of dotted numbers. */
  readonly policies: readonly string[];
  readonly validityDays: number;
  /** notBefore lies so far back, for devices whose clocks are late. */
  readonly backdatingMinutes: number;
  /** Templates of http URLs. */
  readonly crlUrls: readonly string[];
  readonly freshestCrlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly caIssuerUrls: readonly string[];
  /** Of delegated responders: nobody asks about them (RFC 6960 4.2.2.2.1). */
  readonly ocspNoCheck: boolean;
  readonly protocols: readonly Protocol[];
  readonly credentials: readonly CredentialKind[];
  readonly approval: 'none' | 'two-persons';
  /** Certificates that may hold at the same time in one tenant; absent: any number. */
  readonly quota?: number;
  /** Days before the end from which on a certificate may be renewed by itself. */
  readonly renewalWindowDays: number;
  readonly duplicateKey: DuplicateKeyPolicy;
}

const SUBORDINATES: readonly ProfilePurpose[] = [
  'device-auth-ca',
  'server-ca',
  'code-ca',
  'sign-ca',
  'encrypt-ca',
  'factory-ca',
  'service-ca',
];

/**
 * Who issues what. RFC 6960 4.2.2.2 wants a delegated responder certified by the very authority it answers for, so every
 * authority may issue that one.
 */
const ISSUES: Readonly<Record<AuthorityPurpose, readonly ProfilePurpose[]>> = {
  root: SUBORDINATES,
  'device-auth-ca': ['device-auth'],
  'server-ca': ['server'],
  'code-ca': ['release-signer'],
  'sign-ca': ['report-signer'],
  'encrypt-ca': ['encryption'],
  'factory-ca': ['idevid'],
  'service-ca': ['time-stamp', 'station'],
  'hospital-ca': ['ldevid-ca'],
  'ldevid-ca': ['ldevid', 'server'],
};

export const mayIssue = (authority: AuthorityPurpose, purpose: ProfilePurpose): boolean =>
  purpose === 'ocsp-responder' || ISSUES[authority].includes(purpose);

/** Authorities that sign themselves. */
export const isRootPurpose = (purpose: ProfilePurpose): boolean => purpose === 'root' || purpose === 'hospital-ca';
