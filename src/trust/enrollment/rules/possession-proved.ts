import type { EnrollmentRule } from '../rule.ts';

export const possessionProved: EnrollmentRule = {
  id: 'possession-proved',
  clause: 'RFC 2986 4.2; RFC 4211 4',
  remedy: {
    en: 'Sign the request with the private key of the key in it.',
    ja: '要求に含まれる公開鍵に対応する秘密鍵で署名してください。',
  },
  against: ({ csr }) => (csr.possessionProved ? undefined : (csr.publicKey.type ?? '')),
};
