import type { KeyUsage } from '#bytes';
import { EXTENSION, PURPOSE } from '../x509/extensions.ts';
import { type CertificateLint, finding, isAuthority } from '../lint.ts';

/** Usages that go with a purpose (RFC 5280 4.2.1.12); keyEncipherment, which is RSA without forward secrecy, with none. */
const FITTING: ReadonlyMap<string, readonly KeyUsage[]> = new Map([
  [PURPOSE.serverAuth, ['digitalSignature']],
  [PURPOSE.clientAuth, ['digitalSignature']],
  [PURPOSE.codeSigning, ['digitalSignature']],
  [PURPOSE.ocspSigning, ['digitalSignature']],
  [PURPOSE.timeStamping, ['digitalSignature', 'nonRepudiation']],
  [PURPOSE.documentSigning, ['digitalSignature', 'nonRepudiation']],
]);
const DECRYPTING: readonly KeyUsage[] = ['keyAgreement', 'keyEncipherment', 'dataEncipherment'];
const SIGNING: readonly KeyUsage[] = ['digitalSignature', 'nonRepudiation'];

function isConsistent(usages: readonly KeyUsage[], purposes: readonly string[], isAuthority: boolean): boolean {
  if (isAuthority) return usages.includes('keyCertSign') && !usages.some((each) => DECRYPTING.includes(each));
  if (usages.length === 0 || usages.includes('keyCertSign') || usages.includes('cRLSign')) return false;
  // NIST SP 800-57 part 1 5.2: a key signs or decrypts.
  if (usages.some((each) => DECRYPTING.includes(each)) && usages.some((each) => SIGNING.includes(each))) return false;
  return purposes.every((purpose) => usages.every((each) => FITTING.get(purpose)?.includes(each) ?? true));
}

export const keyUsageFitsPurpose: CertificateLint = {
  id: 'key-usage-fits-purpose',
  about: 'certificate',
  title: { en: 'The key usage is critical and fits the purpose', ja: '鍵用途がクリティカルで、用途と矛盾しない' },
  citation: 'RFC 5280 4.2.1.3, 4.2.1.12',
  effectiveDate: '2008-05-01',
  severity: 'error',
  check({ read }) {
    const { keyUsage = [], extendedKeyUsage, all } = read.extensions;
    const own = all.find(({ oid }) => oid === EXTENSION.keyUsage);
    if (own?.critical === true && isConsistent(keyUsage, extendedKeyUsage, isAuthority(read))) return [];
    return finding(own?.start ?? read.ranges.tbs.end, keyUsage.join(' '));
  },
};
