import { EXTENSION } from '../x509/extensions.ts';
import { type CertificateLint, finding } from '../lint.ts';

const KNOWN: ReadonlySet<string> = new Set([
  EXTENSION.basicConstraints,
  EXTENSION.keyUsage,
  EXTENSION.extendedKeyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.nameConstraints,
  EXTENSION.certificatePolicies,
]);

export const criticalExtensionsAreKnown: CertificateLint = {
  id: 'critical-extensions-are-known',
  about: 'certificate',
  title: { en: 'No critical extension that verifiers do not know', ja: '検証側が知らないクリティカル拡張がない' },
  citation: 'RFC 5280 4.2',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check: ({ read }) =>
    read.extensions.all.flatMap(({ critical, oid, start }) => (critical && !KNOWN.has(oid) ? finding(start, oid) : [])),
};
