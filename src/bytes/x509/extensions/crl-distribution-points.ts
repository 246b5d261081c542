import { IDENTIFIER } from '../../der/index.ts';
import { enter, type FaultList, members, note } from '../fault.ts';
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
    const urls = readPoints(bytes, start, end, faults);
    if (urls) draft.crlUrls = urls;
  },
};

/** RFC 5280 4.2.1.15: where the changes since the last full list are found; written like the points of full lists. */
export const freshestCrl: ExtensionReader = {
  oid: '2.5.29.46',
  read(bytes, start, end, draft, faults) {
    const urls = readPoints(bytes, start, end, faults);
    if (urls) draft.freshestCrlUrls = urls;
  },
};

function readPoints(bytes: Uint8Array, start: number, end: number, faults: FaultList): string[] | undefined {
  const sequence = enter(bytes, start, end, IDENTIFIER.sequence, faults);
  if (!sequence) return undefined;
  const urls: string[] = [];
  for (const point of members(bytes, sequence.contentStart, sequence.end, MAX_POINTS, faults)) {
    if (bytes[point.start] !== IDENTIFIER.sequence) {
      note(faults, point.start, 'unexpected-element');
      continue;
    }
    for (const part of members(bytes, point.contentStart, point.end, 3, faults))
      if (bytes[part.start] === POINT_NAME) urls.push(...readPointUrls(bytes, part.contentStart, part.end, faults));
  }
  return urls;
}

/** The URLs of the DistributionPointName in [start, end) (RFC 5280 4.2.1.13), none when it is relative to the issuer. */
export function readPointUrls(bytes: Uint8Array, start: number, end: number, faults: FaultList): string[] {
  if (bytes[start] !== FULL_NAME) return [];
  const fullName = enter(bytes, start, end, FULL_NAME, faults);
  const names = fullName ? readGeneralNames(bytes, fullName.contentStart, fullName.end, faults) : [];
  return names.flatMap((name) => (name.kind === 'uri' ? [name.text] : []));
}
