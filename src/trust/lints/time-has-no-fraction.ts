import { readSiblings } from '#bytes';
import { type CertificateLint, finding } from '../lint.ts';

export const timeHasNoFraction: CertificateLint = {
  id: 'time-has-no-fraction',
  about: 'certificate',
  title: { en: 'Times have no fraction of a second', ja: '時刻に秒の小数部がない' },
  citation: 'RFC 5280 4.1.2.5.2',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check({ bytes, read }) {
    const { start, end } = read.ranges.validity;
    const [sequence] = readSiblings(bytes, start, end, 1).elements;
    const times = sequence ? readSiblings(bytes, sequence.contentStart, sequence.end, 2).elements : [];
    const point = '.'.charCodeAt(0);
    return times.flatMap((time) =>
      bytes.subarray(time.contentStart, time.end).includes(point) ? finding(time.start) : [],
    );
  },
};
