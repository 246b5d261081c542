import { expectElement, IDENTIFIER, oidToText } from '../../der/index.ts';
import { enter, members, note, orNote } from '../fault.ts';
import type { ExtensionReader } from './contract.ts';

/** Certificates in use name fewer than ten policies. */
const MAX_POLICIES = 64;

/** RFC 5280 4.2.1.4; qualifiers are not read. */
export const certificatePolicies: ExtensionReader = {
  oid: '2.5.29.32',
  read(bytes, start, end, draft, faults) {
    const sequence = enter(bytes, start, end, IDENTIFIER.sequence, faults);
    if (!sequence) return;
    const policies: string[] = [];
    for (const policy of members(bytes, sequence.contentStart, sequence.end, MAX_POLICIES, faults)) {
      if (bytes[policy.start] !== IDENTIFIER.sequence) {
        note(faults, policy.start, 'unexpected-element');
        continue;
      }
      const id = orNote(expectElement(bytes, policy.contentStart, policy.end, IDENTIFIER.oid), faults);
      const oid = id && orNote(oidToText(bytes, id.contentStart, id.end), faults);
      if (oid !== undefined) policies.push(oid);
    }
    draft.certificatePolicies = policies;
  },
};
