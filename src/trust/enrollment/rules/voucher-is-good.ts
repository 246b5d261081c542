import type { EnrollmentRule } from '../rule.ts';

export const voucherIsGood: EnrollmentRule = {
  id: 'voucher-is-good',
  clause: 'RFC 8366 5.3; RFC 8995 5.6',
  remedy: {
    en: 'Get a voucher of the maker for this device and this hospital.',
    ja: 'この機器とこの病院のためのバウチャーをメーカーから取得してください。',
  },
  credentials: ['voucher'],
  against({ credential, nowUs }) {
    if (credential.kind !== 'voucher') return undefined;
    const { voucher, identity } = credential;
    if (!voucher.isSignedByMaker) return 'signature';
    if (!voucher.isForThisDomain) return 'domain';
    if (voucher.deviceSerial !== identity.deviceSerial) return voucher.deviceSerial;
    // RFC 8366 5.3: a voucher without a nonce lives by its end, one with a nonce by this exchange.
    if (voucher.expiresAtUs === undefined && voucher.nonceMatches !== true) return 'nonce';
    if (voucher.nonceMatches === false) return 'nonce';
    return voucher.expiresAtUs !== undefined && nowUs >= voucher.expiresAtUs ? 'expired' : undefined;
  },
};
