import type { EnrollmentRule } from '../rule.ts';

export const identityIsPinned: EnrollmentRule = {
  id: 'identity-is-pinned',
  clause: 'IEEE 802.1AR 6.3; RFC 8995 5.3',
  remedy: {
    en: 'Name the root and the factory of the maker for this tenant first, and check that the device is not revoked.',
    ja: '先にメーカーのルート認証局と製造ラインの認証局を登録し、機器が失効していないか確かめてください。',
  },
  credentials: ['idevid', 'voucher'],
  against({ credential }) {
    if (credential.kind !== 'idevid' && credential.kind !== 'voucher') return undefined;
    const { isPinned, standing } = credential.identity;
    if (!isPinned) return 'not pinned';
    return standing === 'good' ? undefined : standing;
  },
};
