import { type CrlLint, finding } from '../lint.ts';

export const crlHasNumber: CrlLint = {
  id: 'crl-has-number',
  about: 'crl',
  title: { en: 'A list has a number', ja: 'CRL番号がある' },
  citation: 'RFC 5280 5.2.3',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check: ({ crl }) => (crl.numberHex === undefined ? finding(crl.tbs.start) : []),
};
