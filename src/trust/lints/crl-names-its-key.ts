import { type CrlLint, finding } from '../lint.ts';

export const crlNamesItsKey: CrlLint = {
  id: 'crl-names-its-key',
  about: 'crl',
  title: { en: 'A list names the key it is signed with', ja: '署名した鍵の識別子がある' },
  citation: 'RFC 5280 5.2.1',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check: ({ crl }) => (crl.authorityKeyId === undefined ? finding(crl.tbs.start) : []),
};
