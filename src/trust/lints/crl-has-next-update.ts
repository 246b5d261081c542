import { type CrlLint, finding } from '../lint.ts';

export const crlHasNextUpdate: CrlLint = {
  id: 'crl-has-next-update',
  about: 'crl',
  title: {
    en: 'A list says when the next one comes, and that is later',
    ja: '次回更新日時があり、今回更新より後である',
  },
  citation: 'RFC 5280 5.1.2.5',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check: ({ crl }) =>
    crl.nextUpdateUs !== undefined && crl.nextUpdateUs > crl.thisUpdateUs ? [] : finding(crl.tbs.start),
};
