import { type CertificateLint, finding } from '../lint.ts';

export const keyIsNew: CertificateLint = {
  id: 'key-is-new',
  about: 'certificate',
  title: {
    en: 'The key stands in no other certificate of the authority',
    ja: '同じ認証局のほかの証明書に同じ鍵がない',
  },
  citation: 'NIST SP 800-57 part 1 5.2',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check: ({ read, keyTakenBy }) => (keyTakenBy === undefined ? [] : finding(read.publicKey.start, keyTakenBy)),
};
