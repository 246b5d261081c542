import { type CrlLint, finding } from '../lint.ts';

export const crlReasonsFitItsKind: CrlLint = {
  id: 'crl-reasons-fit-its-kind',
  about: 'crl',
  title: {
    en: 'No reason is given where none is known, and entries are taken back only in delta lists',
    ja: '理由の書き方が一覧の種類に合っている',
  },
  citation: 'RFC 5280 5.3.1',
  effectiveDate: '2008-05-01',
  severity: 'error',
  check: ({ crl }) =>
    crl.entries.flatMap(({ reason, serialHex }) => {
      const isWrong = reason === 'unspecified' || (reason === 'removeFromCRL' && crl.deltaToHex === undefined);
      return isWrong ? finding(crl.tbs.start, `${serialHex} ${reason}`) : [];
    }),
};
