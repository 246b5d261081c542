import { EXTENSION } from '../x509/extensions.ts';
import { type CertificateLint, finding } from '../lint.ts';

export const nameConstraintsSuitVerifiers: CertificateLint = {
  id: 'name-constraints-suit-verifiers',
  about: 'certificate',
  title: {
    en: 'Critical name constraints keep some verifiers out',
    ja: 'クリティカルな名前制約は一部の検証側が読めない',
  },
  citation: 'RFC 5280 4.2.1.10; mbedTLS 2.28 and Go refuse them',
  effectiveDate: '2008-05-01',
  severity: 'warning',
  // Trap: mbedTLS 2.28 cannot read the certificate at all, Go refuses directory names (RFC 5280 wants critical).
  check: ({ read }) =>
    read.extensions.all.flatMap(({ oid, critical, start }) =>
      oid === EXTENSION.nameConstraints && critical ? finding(start) : [],
    ),
};
