import { IDENTIFIER, integerFault, integerToNumber } from '../../der/index.ts';
import { readBoolean } from '../boolean.ts';
import { enter, members, note } from '../fault.ts';
import type { ExtensionReader } from './contract.ts';

/** RFC 5280 4.2.1.9 */
export const basicConstraints: ExtensionReader = {
  oid: '2.5.29.19',
  read(bytes, start, end, draft, faults) {
    const sequence = enter(bytes, start, end, IDENTIFIER.sequence, faults);
    if (!sequence) return;
    let ca = false;
    let pathLength: number | undefined;
    for (const element of members(bytes, sequence.contentStart, sequence.end, 2, faults)) {
      if (bytes[element.start] === IDENTIFIER.boolean && element.start === sequence.contentStart) {
        ca = readBoolean(bytes, element, faults);
      } else if (bytes[element.start] === IDENTIFIER.integer && pathLength === undefined) {
        const reason = integerFault(bytes, element.contentStart, element.end);
        if (reason) note(faults, element.start, reason);
        pathLength = integerToNumber(bytes, element.contentStart, element.end);
        if (pathLength === undefined && reason !== 'integer-empty') note(faults, element.start, 'integer-too-large');
      } else {
        note(faults, element.start, 'unexpected-element');
      }
    }
    draft.basicConstraints = pathLength === undefined ? { ca } : { ca, pathLength };
  },
};
