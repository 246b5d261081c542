import { IDENTIFIER, oidToText } from '../../der/index.ts';
import { enter, members, note, orNote } from '../fault.ts';
import type { ExtensionReader } from './contract.ts';

/** Certificates in use name fewer than ten purposes. */
const MAX_PURPOSES = 64;

/** RFC 5280 4.2.1.12 */
export const extendedKeyUsage: ExtensionReader = {
  oid: '2.5.29.37',
  read(bytes, start, end, draft, faults) {
    const sequence = enter(bytes, start, end, IDENTIFIER.sequence, faults);
    if (!sequence) return;
    const purposes: string[] = [];
    for (const element of members(bytes, sequence.contentStart, sequence.end, MAX_PURPOSES, faults)) {
      if (bytes[element.start] !== IDENTIFIER.oid) {
        note(faults, element.start, 'unexpected-element');
        continue;
      }
      const oid = orNote(oidToText(bytes, element.contentStart, element.end), faults);
      if (oid !== undefined) purposes.push(oid);
    }
    draft.extendedKeyUsage = purposes;
  },
};
