import type { EnrollmentRule } from '../rule.ts';

export const quotaIsLeft: EnrollmentRule = {
  id: 'quota-is-left',
  clause: 'RFC 3647 4.2',
  remedy: {
    en: 'Revoke certificates that are not in use, or raise the quota of the profile.',
    ja: '使っていない証明書を失効させるか、プロファイルの上限を上げてください。',
  },
  against: ({ profile, inUse }) => (profile.quota === undefined || inUse < profile.quota ? undefined : `${inUse}`),
};
