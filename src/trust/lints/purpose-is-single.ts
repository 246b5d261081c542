import { EXTENSION, PURPOSE } from '../x509/extensions.ts';
import { type CertificateLint, finding, isAuthority } from '../lint.ts';

/** Signing documents by mail and on their own is one purpose under two numbers (RFC 9336 1). */
const FAMILY: ReadonlyMap<string, string> = new Map([[PURPOSE.documentSigning, PURPOSE.emailProtection]]);

export const purposeIsSingle: CertificateLint = {
  id: 'purpose-is-single',
  about: 'certificate',
  title: { en: 'An end entity has one purpose', ja: '用途が1つに限られている' },
  citation: 'NIST SP 800-57 part 1 5.2; RFC 5280 4.2.1.12',
  effectiveDate: '2008-05-01',
  severity: 'error',
  check({ read }) {
    const { extendedKeyUsage, all } = read.extensions;
    if (isAuthority(read)) return [];
    const families = new Set(extendedKeyUsage.map((oid) => FAMILY.get(oid) ?? oid));
    const at = all.find(({ oid }) => oid === EXTENSION.extendedKeyUsage)?.start ?? read.ranges.tbs.end;
    return families.size === 1 && !families.has(PURPOSE.any) ? [] : finding(at, extendedKeyUsage.join(' '));
  },
};
