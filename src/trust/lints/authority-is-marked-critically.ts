import { EXTENSION } from '../x509/extensions.ts';
import { type CertificateLint, finding, isAuthority } from '../lint.ts';

export const authorityIsMarkedCritically: CertificateLint = {
  id: 'authority-is-marked-critically',
  about: 'certificate',
  title: {
    en: 'An authority says so in critical basicConstraints',
    ja: '認証局の証明書にクリティカルな基本制約がある',
  },
  citation: 'RFC 5280 4.2.1.9',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check({ read }) {
    const { keyUsage = [], all } = read.extensions;
    if (!isAuthority(read) && !keyUsage.includes('keyCertSign')) return [];
    const own = all.find(({ oid }) => oid === EXTENSION.basicConstraints);
    return own?.critical === true && isAuthority(read) ? [] : finding(own?.start ?? read.ranges.tbs.end);
  },
};
