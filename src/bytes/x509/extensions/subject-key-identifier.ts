import { IDENTIFIER } from '../../der/index.ts';
import { hex } from '../../text.ts';
import { enter } from '../fault.ts';
import type { ExtensionReader } from './contract.ts';

/** RFC 5280 4.2.1.2 */
export const subjectKeyIdentifier: ExtensionReader = {
  oid: '2.5.29.14',
  read(bytes, start, end, draft, faults) {
    const element = enter(bytes, start, end, IDENTIFIER.octetString, faults);
    if (element) draft.subjectKeyId = hex(bytes, element.contentStart, element.end).toUpperCase();
  },
};
