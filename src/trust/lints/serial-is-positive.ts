import { type CertificateLint, finding } from '../lint.ts';

const MAX_SERIAL_OCTETS = 20;

export const serialIsPositive: CertificateLint = {
  id: 'serial-is-positive',
  about: 'certificate',
  title: {
    en: 'The serial number is positive and has at most 20 octets',
    ja: 'シリアル番号が正で20オクテット以内である',
  },
  citation: 'RFC 5280 4.1.2.2',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check({ read: { serialHex, ranges } }) {
    const isGood = !serialHex.startsWith('-') && !/^0*$/.test(serialHex) && serialHex.length <= MAX_SERIAL_OCTETS * 2;
    return isGood ? [] : finding(ranges.serial.start, serialHex);
  },
};
