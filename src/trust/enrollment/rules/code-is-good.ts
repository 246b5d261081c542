import type { EnrollmentRule } from '../rule.ts';

export const codeIsGood: EnrollmentRule = {
  id: 'code-is-good',
  clause: 'RFC 7030 3.2.3',
  remedy: {
    en: 'Get a new code. A code is for one device, one kind of certificate, and a time.',
    ja: '新しい登録コードを取得してください。コードは機器・証明書の種類・期限ごとに発行されます。',
  },
  credentials: ['one-time-code'],
  // One answer for every reason, so that nobody learns by trying which codes exist.
  against({ credential, profile, variables, nowUs }) {
    if (credential.kind !== 'one-time-code') return undefined;
    const { code } = credential;
    const isGood =
      code !== undefined &&
      code.usesLeft > 0 &&
      nowUs < code.expiresAtUs &&
      code.profileId === profile.id &&
      code.deviceSerial === variables.deviceSerial;
    return isGood ? undefined : '';
  },
};
