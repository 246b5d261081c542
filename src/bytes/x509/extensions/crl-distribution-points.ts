import { IDENTIFIER } from '../../der/index.ts';
import { enter, members, note } from '../fault.ts';
import { readGeneralNames } from '../general-name.ts';
import type { ExtensionReader } from './contract.ts';

/** Certificates in use name fewer than ten points. */
const MAX_POINTS = 64;
const POINT_NAME = 0xa0;
const FULL_NAME = 0xa0;

/** RFC 5280 4.2.1.13: the URLs of all points; names relative to the issuer are not read. */
export const crlDistributionPoints: ExtensionReader = {
  oid: '2.5.29.31',
  read(bytes, start, end, draft, faults) {
    const sequence = enter(bytes, start, end, IDENTIFIER.sequence, faults);
    if (!sequence) return;
    const urls: string[] = [];
    for (const point of members(bytes, sequence.contentStart, sequence.end, MAX_POINTS, faults)) {
      if (bytes[point.start] !== IDENTIFIER.sequence) {
        note(faults, point.start, 'unexpected-element');
        continue;
      }
      for (const part of members(bytes, point.contentStart, point.end, 3, faults)) {
        if (bytes[part.start] !== POINT_NAME || bytes[part.contentStart] !== FULL_NAME) continue;
        const fullName = enter(bytes, part.contentStart, part.end, FULL_NAME, faults);
        if (!fullName) continue;
        for (const name of readGeneralNames(bytes, fullName.contentStart, fullName.end, faults))
          if (name.kind === 'uri') urls.push(name.text);
      }
    }
    draft.crlUrls = urls;
  },
};
