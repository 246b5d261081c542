import { IDENTIFIER, readSiblings, timeToMs } from '#bytes';
import { type CertificateLint, finding } from '../lint.ts';

const FIRST_GENERALIZED_MS = Date.UTC(2050, 0, 1);

export const timeFormFollowsYear: CertificateLint = {
  id: 'time-form-follows-year',
  about: 'certificate',
  title: {
    en: 'UTCTime until the year 2049, GeneralizedTime from 2050',
    ja: '2049年まではUTCTime、2050年以降はGeneralizedTimeで書かれている',
  },
  citation: 'RFC 5280 4.1.2.5',
  effectiveDate: '2002-04-01',
  severity: 'error',
  check({ bytes, read }) {
    const { start, end } = read.ranges.validity;
    const [sequence] = readSiblings(bytes, start, end, 1).elements;
    const times = sequence ? readSiblings(bytes, sequence.contentStart, sequence.end, 2).elements : [];
    return times.flatMap((time) => {
      const isGeneralized = bytes[time.start] === IDENTIFIER.generalizedTime;
      const ms = timeToMs(bytes, time);
      return ms !== undefined && isGeneralized !== ms >= FIRST_GENERALIZED_MS ? finding(time.start) : [];
    });
  },
};
