import { isAuthorityPurpose } from '../../profiles/profile.ts';
import type { EnrollmentRule } from '../rule.ts';

export const noAuthorityByProtocol: EnrollmentRule = {
  id: 'no-authority-by-protocol',
  clause: 'RFC 3647 6.2.2',
  remedy: {
    en: 'Make authorities in a ceremony of two persons at the machine that holds the key.',
    ja: '認証局は、鍵を持つ機械の前で2人で作成してください。',
  },
  against: ({ profile, protocol }) =>
    isAuthorityPurpose(profile.purpose) && protocol !== 'ceremony' ? profile.purpose : undefined,
};
