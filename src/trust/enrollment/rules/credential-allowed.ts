import type { EnrollmentRule } from '../rule.ts';

export const credentialAllowed: EnrollmentRule = {
  id: 'credential-allowed',
  clause: 'RFC 3647 4.1.2',
  remedy: {
    en: 'Prove who asks in a way that the profile allows.',
    ja: 'プロファイルが認める方法で本人確認をしてください。',
  },
  against: ({ profile, credential }) => (profile.credentials.includes(credential.kind) ? undefined : credential.kind),
};
