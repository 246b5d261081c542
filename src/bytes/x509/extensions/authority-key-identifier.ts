import { IDENTIFIER } from '../../der/index.ts';
import { hex } from '../../text.ts';
import { enter, members } from '../fault.ts';
import type { ExtensionReader } from './contract.ts';

const KEY_IDENTIFIER = 0x80;

/** RFC 5280 4.2.1.1; the issuer-and-serial form is not read, since RFC 5280 asks for the key identifier. */
export const authorityKeyIdentifier: ExtensionReader = {
  oid: '2.5.29.35',
  read(bytes, start, end, draft, faults) {
    const sequence = enter(bytes, start, end, IDENTIFIER.sequence, faults);
    if (!sequence) return;
    for (const element of members(bytes, sequence.contentStart, sequence.end, 3, faults)) {
      if (bytes[element.start] === KEY_IDENTIFIER)
        draft.authorityKeyId = hex(bytes, element.contentStart, element.end).toUpperCase();
    }
  },
};
