import { EXTENSION, PURPOSE } from '../x509/extensions.ts';
import { type CertificateLint, finding, isAuthority } from '../lint.ts';

export const authorityAnswersForNobody: CertificateLint = {
  id: 'authority-answers-for-nobody',
  about: 'certificate',
  title: { en: 'An authority has no purpose of OCSP signing', ja: '認証局の証明書にOCSP署名の用途がない' },
  citation: 'RFC 6960 4.2.2.2',
  effectiveDate: '2013-06-01',
  severity: 'error',
  // With it the authority could answer for its siblings, in the name of the one above.
  check({ read }) {
    const { extendedKeyUsage, all } = read.extensions;
    if (!isAuthority(read) || !extendedKeyUsage.includes(PURPOSE.ocspSigning)) return [];
    return finding(all.find(({ oid }) => oid === EXTENSION.extendedKeyUsage)?.start ?? read.ranges.tbs.end);
  },
};
