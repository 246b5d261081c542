import { type CrlLint, finding } from '../lint.ts';

export const baseCrlLeadsToDeltas: CrlLint = {
  id: 'base-crl-leads-to-deltas',
  about: 'crl',
  title: { en: 'A full list says where its delta lists are', ja: '完全なCRLにデルタCRLの場所が書かれている' },
  citation: 'RFC 5280 5.2.6; OpenSSL asks for no delta list without it',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check: ({ crl, hasDeltas }) =>
    hasDeltas === true && crl.deltaToHex === undefined && crl.freshestUrls.length === 0 ? finding(crl.tbs.start) : [],
};
