import { type CertificateLint, finding } from '../lint.ts';

export const validityIsInsideIssuer: CertificateLint = {
  id: 'validity-is-inside-issuer',
  about: 'certificate',
  title: { en: 'It is valid only while its issuer is', ja: '有効期間が発行元の有効期間に収まっている' },
  citation: 'RFC 5280 6.1.3 (a)(2)',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check({ read, issuer }) {
    if (!issuer) return [];
    const { notBeforeMs: from = 0, notAfterMs: to = 0 } = read;
    const { notBeforeMs: issuerFrom = 0, notAfterMs: issuerTo = 0 } = issuer.read;
    return from >= issuerFrom && to <= issuerTo ? [] : finding(read.ranges.validity.start);
  },
};
