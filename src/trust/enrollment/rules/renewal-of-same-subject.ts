import { isRefusal, subjectOf, subjectText } from '../../profiles/conformance.ts';
import type { EnrollmentRule } from '../rule.ts';

export const renewalOfSameSubject: EnrollmentRule = {
  id: 'renewal-of-same-subject',
  clause: 'RFC 7030 4.2.2',
  remedy: {
    en: 'Ask for the same kind of certificate for the same subject as before.',
    ja: 'これまでと同じ種類、同じサブジェクトの証明書を要求してください。',
  },
  credentials: ['client-certificate'],
  against({ credential, profile, variables }) {
    if (credential.kind !== 'client-certificate') return undefined;
    const { record } = credential;
    if (record?.profileId !== profile.id) return record?.profileId ?? '';
    const subject = subjectOf(profile, variables);
    const written = isRefusal(subject) ? undefined : subjectText(subject);
    return written === record.subject ? undefined : record.subject;
  },
};
