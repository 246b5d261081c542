import type { CertificateLint } from '../lint.ts';

export const strictDer: CertificateLint = {
  id: 'strict-der',
  about: 'certificate',
  title: { en: 'Every octet stands as DER wants it', ja: 'DERの規則どおりに符号化されている' },
  citation: 'X.690 10, 11; RFC 5280 4.1',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check: ({ read }) => read.faults.map(({ at, reason }) => ({ at, detail: reason })),
};
