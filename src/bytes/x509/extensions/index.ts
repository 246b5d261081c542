import { authorityInfoAccess } from './authority-info-access.ts';
import { authorityKeyIdentifier } from './authority-key-identifier.ts';
import { basicConstraints } from './basic-constraints.ts';
import { certificatePolicies } from './certificate-policies.ts';
import type { ExtensionReader } from './contract.ts';
import { crlDistributionPoints, freshestCrl } from './crl-distribution-points.ts';
import { extendedKeyUsage } from './extended-key-usage.ts';
import { keyUsage } from './key-usage.ts';
import { mudUrl } from './mud-url.ts';
import { nameConstraints } from './name-constraints.ts';
import { subjectAltName } from './subject-alt-name.ts';
import { subjectKeyIdentifier } from './subject-key-identifier.ts';

const READERS: readonly ExtensionReader[] = [
  authorityInfoAccess,
  authorityKeyIdentifier,
  basicConstraints,
  certificatePolicies,
  crlDistributionPoints,
  extendedKeyUsage,
  freshestCrl,
  keyUsage,
  mudUrl,
  nameConstraints,
  subjectAltName,
  subjectKeyIdentifier,
];

/** By dotted number. */
export const EXTENSION_READERS: ReadonlyMap<string, ExtensionReader> = new Map(
  READERS.map((reader) => [reader.oid, reader]),
);
