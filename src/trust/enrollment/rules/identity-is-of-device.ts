import type { EnrollmentRule } from '../rule.ts';

export const identityIsOfDevice: EnrollmentRule = {
  id: 'identity-is-of-device',
  clause: 'IEEE 802.1AR 8.10.1; RFC 4108 5',
  remedy: {
    en: 'Ask for a certificate of the device that the identity names.',
    ja: '提示した機器の身元と同じ機器の証明書を要求してください。',
  },
  credentials: ['idevid', 'voucher'],
  against({ credential, variables }) {
    if (credential.kind !== 'idevid' && credential.kind !== 'voucher') return undefined;
    const { deviceSerial } = credential.identity;
    return deviceSerial !== '' && deviceSerial === variables.deviceSerial ? undefined : deviceSerial;
  },
};
