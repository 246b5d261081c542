import { type CrlLint, finding } from '../lint.ts';

export const deltaCrlFitsItsBase: CrlLint = {
  id: 'delta-crl-fits-its-base',
  about: 'crl',
  title: {
    en: 'A delta list is newer than the full list it names and about the same certificates',
    ja: 'デルタCRLが基準のCRLより新しく、対象が同じである',
  },
  citation: 'RFC 5280 5.2.4',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check({ crl, base }) {
    const { deltaToHex, numberHex = '00', tbs } = crl;
    if (deltaToHex === undefined) return base ? finding(tbs.start, 'deltaCRLIndicator') : [];
    if (BigInt(`0x${numberHex}`) <= BigInt(`0x${deltaToHex}`)) return finding(tbs.start, `${numberHex} ${deltaToHex}`);
    if (!base) return [];
    if (base.numberHex !== deltaToHex) return finding(tbs.start, `${base.numberHex} ${deltaToHex}`);
    const isSame = JSON.stringify(base.distributionPoint) === JSON.stringify(crl.distributionPoint);
    return isSame && base.authorityKeyId === crl.authorityKeyId ? [] : finding(tbs.start, 'scope');
  },
};
