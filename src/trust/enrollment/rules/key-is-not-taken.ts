import { isRefusal, subjectOf, subjectText } from '../../profiles/conformance.ts';
import { keyMayRepeat } from '../../registry.ts';
import type { EnrollmentRule } from '../rule.ts';

export const keyIsNotTaken: EnrollmentRule = {
  id: 'key-is-not-taken',
  clause: 'NIST SP 800-57 part 1 5.2',
  remedy: { en: 'Make a new key.', ja: '新しい鍵を作ってください。' },
  against({ profile, variables, sameKey }) {
    if (sameKey.length === 0) return undefined;
    const subject = subjectOf(profile, variables);
    const text = isRefusal(subject) ? '' : subjectText(subject);
    return keyMayRepeat(profile.duplicateKey, text, sameKey) ? undefined : sameKey[0]?.serialHex;
  },
};
