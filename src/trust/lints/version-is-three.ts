import { type CertificateLint, finding } from '../lint.ts';

export const versionIsThree: CertificateLint = {
  id: 'version-is-three',
  about: 'certificate',
  title: { en: 'Version 3', ja: 'X.509のバージョンが3である' },
  citation: 'RFC 5280 4.1.2.1',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check: ({ read }) => (read.version === 3 ? [] : finding(read.ranges.tbs.start, `${read.version}`)),
};
