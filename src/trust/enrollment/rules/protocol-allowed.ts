import type { EnrollmentRule } from '../rule.ts';

export const protocolAllowed: EnrollmentRule = {
  id: 'protocol-allowed',
  clause: 'RFC 3647 4.1.2',
  remedy: {
    en: 'Use one of the protocols that the profile allows.',
    ja: 'プロファイルが認めるプロトコルを使ってください。',
  },
  against: ({ profile, protocol }) => (profile.protocols.includes(protocol) ? undefined : protocol),
};
