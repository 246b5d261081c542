import { IDENTIFIER } from '../../der/index.ts';
import { enter } from '../fault.ts';
import { readGeneralNames } from '../general-name.ts';
import type { ExtensionReader } from './contract.ts';

/** RFC 5280 4.2.1.6 */
export const subjectAltName: ExtensionReader = {
  oid: '2.5.29.17',
  read(bytes, start, end, draft, faults) {
    const sequence = enter(bytes, start, end, IDENTIFIER.sequence, faults);
    if (sequence) draft.subjectAltNames = readGeneralNames(bytes, sequence.contentStart, sequence.end, faults);
  },
};
