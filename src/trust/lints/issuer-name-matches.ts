import { sameOctets } from '../x509/certificate.ts';
import { type CertificateLint, finding } from '../lint.ts';

export const issuerNameMatches: CertificateLint = {
  id: 'issuer-name-matches',
  about: 'certificate',
  title: {
    en: 'The issuer is written as the issuer writes itself',
    ja: '発行者名が発行元のサブジェクトと同じオクテット列である',
  },
  citation: 'RFC 5280 7.1, 4.1.2.4',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check({ bytes, read, issuer }) {
    if (!issuer) return [];
    const [own, above] = [read.ranges.issuer, issuer.read.ranges.subject];
    const isSame = sameOctets(bytes.subarray(own.start, own.end), issuer.bytes.subarray(above.start, above.end));
    return isSame ? [] : finding(own.start);
  },
};
