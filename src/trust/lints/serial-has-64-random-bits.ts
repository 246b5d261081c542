import { type CertificateLint, finding } from '../lint.ts';

/** One number cannot prove that nobody could foresee it; one that is shorter, or the same octet again, disproves it. */
const MIN_SERIAL_OCTETS = 8;

export const serialHas64RandomBits: CertificateLint = {
  id: 'serial-has-64-random-bits',
  about: 'certificate',
  title: { en: 'The serial number has room for 64 random bits', ja: 'シリアル番号に64ビット以上の乱数が入る' },
  citation: 'CA/B Forum Baseline Requirements 7.1; RFC 5280 4.1.2.2',
  effectiveDate: '2016-09-30',
  severity: 'error',
  check({ read: { serialHex, ranges } }) {
    const octets = serialHex.match(/[0-9A-F]{2}/g) ?? [];
    const isGood = octets.length >= MIN_SERIAL_OCTETS && new Set(octets.slice(-MIN_SERIAL_OCTETS)).size > 2;
    return isGood ? [] : finding(ranges.serial.start, serialHex);
  },
};
