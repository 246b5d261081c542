import { toIso } from '#kernel';
import { days, type EnrollmentRule } from '../rule.ts';

export const renewalInItsWindow: EnrollmentRule = {
  id: 'renewal-in-its-window',
  clause: 'RFC 7030 3.3.2',
  remedy: {
    en: 'Ask again when the certificate is nearer to its end.',
    ja: '有効期限が近づいてから更新してください。',
  },
  credentials: ['client-certificate'],
  against({ credential, profile, nowUs }) {
    if (credential.kind !== 'client-certificate' || !credential.record) return undefined;
    const fromUs = credential.record.notAfterUs - days(profile.renewalWindowDays);
    return nowUs >= fromUs ? undefined : toIso(fromUs);
  },
};
