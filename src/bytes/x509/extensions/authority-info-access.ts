import { expectElement, IDENTIFIER, oidToText, readElement } from '../../der/index.ts';
import { enter, members, note, orNote } from '../fault.ts';
import { readGeneralName } from '../general-name.ts';
import type { ExtensionReader } from './contract.ts';

/** Certificates in use give two or three addresses. */
const MAX_DESCRIPTIONS = 64;
const OCSP = '1.3.6.1.5.5.7.48.1';
const CA_ISSUERS = '1.3.6.1.5.5.7.48.2';

/** RFC 5280 4.2.2.1: where to ask for revocation, where to fetch the issuer's certificate. */
export const authorityInfoAccess: ExtensionReader = {
  oid: '1.3.6.1.5.5.7.1.1',
  read(bytes, start, end, draft, faults) {
    const sequence = enter(bytes, start, end, IDENTIFIER.sequence, faults);
    if (!sequence) return;
    const ocspUrls: string[] = [];
    const caIssuerUrls: string[] = [];
    for (const description of members(bytes, sequence.contentStart, sequence.end, MAX_DESCRIPTIONS, faults)) {
      if (bytes[description.start] !== IDENTIFIER.sequence) {
        note(faults, description.start, 'unexpected-element');
        continue;
      }
      const id = orNote(expectElement(bytes, description.contentStart, description.end, IDENTIFIER.oid), faults);
      const method = id && orNote(oidToText(bytes, id.contentStart, id.end), faults);
      const location = id && orNote(readElement(bytes, id.end, description.end), faults);
      const name = location && readGeneralName(bytes, location, faults);
      if (name?.kind !== 'uri') continue;
      if (method === OCSP) ocspUrls.push(name.text);
      if (method === CA_ISSUERS) caIssuerUrls.push(name.text);
    }
    draft.ocspUrls = ocspUrls;
    draft.caIssuerUrls = caIssuerUrls;
  },
};
