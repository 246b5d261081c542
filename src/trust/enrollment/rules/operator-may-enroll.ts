import type { EnrollmentRule } from '../rule.ts';

export const operatorMayEnroll: EnrollmentRule = {
  id: 'operator-may-enroll',
  clause: 'RFC 3647 5.2.2',
  remedy: {
    en: 'Ask someone with the right to issue certificates.',
    ja: '証明書を発行する権限のある人に依頼してください。',
  },
  credentials: ['operator'],
  against({ credential }) {
    if (credential.kind !== 'operator') return undefined;
    return credential.mayEnroll && credential.operatorId !== '' ? undefined : credential.operatorId;
  },
};
