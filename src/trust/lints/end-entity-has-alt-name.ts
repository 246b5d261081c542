import { PURPOSE } from '../x509/extensions.ts';
import { type CertificateLint, finding, isAuthority } from '../lint.ts';

/** They are found by their key or their policy, and nobody compares a name with them. */
const NAMELESS: ReadonlySet<string> = new Set([PURPOSE.ocspSigning, PURPOSE.timeStamping]);

export const endEntityHasAltName: CertificateLint = {
  id: 'end-entity-has-alt-name',
  about: 'certificate',
  title: { en: 'An end entity has a subjectAltName', ja: 'サブジェクト代替名がある' },
  citation: 'RFC 5280 4.2.1.6; RFC 9525 6.1; IEEE 802.1AR 8.6',
  effectiveDate: '2008-05-01',
  severity: 'error',
  check({ read }) {
    const { extendedKeyUsage, subjectAltNames, all } = read.extensions;
    if (isAuthority(read) || extendedKeyUsage.some((oid) => NAMELESS.has(oid))) return [];
    return subjectAltNames.length > 0 ? [] : finding(all[0]?.start ?? read.ranges.tbs.end);
  },
};
