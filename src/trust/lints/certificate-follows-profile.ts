import { profileDifferences } from '../profiles/difference.ts';
import type { CertificateLint } from '../lint.ts';

export const certificateFollowsProfile: CertificateLint = {
  id: 'certificate-follows-profile',
  about: 'certificate',
  title: { en: 'The octets say what the profile says', ja: 'プロファイルの内容と証明書の内容が一致する' },
  citation: 'RFC 3647 7.1',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check({ bytes, read, plan }) {
    if (!plan) return [];
    return profileDifferences(bytes, read, plan).map((detail) => ({ at: read.ranges.tbs.start, detail }));
  },
};
