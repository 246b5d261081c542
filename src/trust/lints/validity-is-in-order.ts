import { type CertificateLint, finding } from '../lint.ts';

export const validityIsInOrder: CertificateLint = {
  id: 'validity-is-in-order',
  about: 'certificate',
  title: { en: 'It begins before it ends', ja: '開始が終了より前である' },
  citation: 'RFC 5280 4.1.2.5',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check({ read: { notBeforeMs, notAfterMs, ranges } }) {
    const isGood = notBeforeMs !== undefined && notAfterMs !== undefined && notBeforeMs <= notAfterMs;
    return isGood ? [] : finding(ranges.validity.start);
  },
};
