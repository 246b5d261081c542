import { type CertificateLint, finding } from '../lint.ts';

export const keyIdentifiersChain: CertificateLint = {
  id: 'key-identifiers-chain',
  about: 'certificate',
  title: {
    en: "Key identifiers are there, and the issuer's is the issuer's own",
    ja: '鍵識別子があり、発行元の鍵識別子と一致する',
  },
  citation: 'RFC 5280 4.2.1.1, 4.2.1.2',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check({ read, issuer }) {
    const { subjectKeyId, authorityKeyId } = read.extensions;
    const at = read.ranges.tbs.end;
    if (subjectKeyId === undefined) return finding(at, 'subjectKeyIdentifier');
    // RFC 5280 4.2.1.1: a root may leave out the one of its issuer, which is itself.
    if (authorityKeyId === undefined) return read.selfIssued ? [] : finding(at, 'authorityKeyIdentifier');
    const above = issuer?.read.extensions.subjectKeyId;
    return above === undefined || above === authorityKeyId ? [] : finding(at, authorityKeyId);
  },
};
