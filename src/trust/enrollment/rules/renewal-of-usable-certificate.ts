import { standingOf } from '../../registry.ts';
import type { EnrollmentRule } from '../rule.ts';

export const renewalOfUsableCertificate: EnrollmentRule = {
  id: 'renewal-of-usable-certificate',
  clause: 'RFC 7030 3.3.2; RFC 4210 5.3.5',
  remedy: {
    en: 'Use a certificate that is active and within its time. One that has ended is replaced with the identity from the factory.',
    ja: '有効な証明書を使ってください。期限切れの場合は、製造時の身元(IDevID)で登録し直してください。',
  },
  credentials: ['client-certificate'],
  against({ credential, nowUs }) {
    if (credential.kind !== 'client-certificate') return undefined;
    const standing = standingOf(credential.record, nowUs);
    return standing === 'usable' ? undefined : standing;
  },
};
