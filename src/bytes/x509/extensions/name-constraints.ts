import { type ByteRange, IDENTIFIER, readElement } from '../../der/index.ts';
import { enter, type FaultList, members, note, orNote } from '../fault.ts';
import { readGeneralName } from '../general-name.ts';
import type { Name } from '../name.ts';
import type { ExtensionReader } from './contract.ts';

/** Authorities in use name fewer than a hundred. */
const MAX_SUBTREES = 1024;
const PERMITTED = 0xa0;
const EXCLUDED = 0xa1;
const IP_ADDRESS = 0x87;
/** Address and mask, for IPv4 and for IPv6. */
const IP_SUBTREE_OCTETS = [8, 32];

/** A part of a space of names (RFC 5280 4.2.1.10), with the bytes it came from. */
export type NameSubtree = ByteRange &
  (
    | { readonly kind: 'dns' | 'email' | 'uri'; readonly text: string }
    | { readonly kind: 'ip'; readonly address: ByteRange; readonly mask: ByteRange }
    | { readonly kind: 'directory'; readonly name: Name }
    /** `tag` is the first octet of the form of name, as in GeneralName. */
    | { readonly kind: 'other'; readonly tag: number }
  );

export interface NameConstraints {
  readonly permitted: readonly NameSubtree[];
  readonly excluded: readonly NameSubtree[];
}

/** RFC 5280 4.2.1.10 */
export const nameConstraints: ExtensionReader = {
  oid: '2.5.29.30',
  read(bytes, start, end, draft, faults) {
    const sequence = enter(bytes, start, end, IDENTIFIER.sequence, faults);
    if (!sequence) return;
    const lists: { permitted: NameSubtree[]; excluded: NameSubtree[] } = { permitted: [], excluded: [] };
    for (const list of members(bytes, sequence.contentStart, sequence.end, 2, faults)) {
      const subtrees = readSubtrees(bytes, list.contentStart, list.end, faults);
      if (bytes[list.start] === PERMITTED) lists.permitted = subtrees;
      else if (bytes[list.start] === EXCLUDED) lists.excluded = subtrees;
      else note(faults, list.start, 'unexpected-element');
    }
    draft.nameConstraints = lists;
  },
};

/** GeneralSubtree ::= SEQUENCE { base GeneralName, minimum [0] DEFAULT 0, maximum [1] OPTIONAL } */
function readSubtrees(bytes: Uint8Array, start: number, end: number, faults: FaultList): NameSubtree[] {
  const subtrees: NameSubtree[] = [];
  for (const element of members(bytes, start, end, MAX_SUBTREES, faults)) {
    if (bytes[element.start] !== IDENTIFIER.sequence) {
      note(faults, element.start, 'unexpected-element');
      continue;
    }
    const base = orNote(readElement(bytes, element.contentStart, element.end), faults);
    if (!base) continue;
    // RFC 5280 4.2.1.10: minimum is zero, which DER leaves out, and maximum is absent.
    if (base.end < element.end) note(faults, base.end, 'trailing-bytes');
    const subtree = readSubtree(bytes, base.start, base.contentStart, base.end, faults);
    if (subtree) subtrees.push(subtree);
  }
  return subtrees;
}

function readSubtree(
  bytes: Uint8Array,
  start: number,
  contentStart: number,
  end: number,
  faults: FaultList,
): NameSubtree | undefined {
  const tag = bytes[start]!;
  if (tag === IP_ADDRESS) {
    const octets = end - contentStart;
    if (!IP_SUBTREE_OCTETS.includes(octets)) {
      note(faults, start, 'ip-address-length');
      return undefined;
    }
    const middle = contentStart + octets / 2;
    return { kind: 'ip', address: { start: contentStart, end: middle }, mask: { start: middle, end }, start, end };
  }
  const element = orNote(readElement(bytes, start, end), faults);
  const name = element && readGeneralName(bytes, element, faults);
  if (!name) return undefined;
  if (name.kind === 'dns' || name.kind === 'email' || name.kind === 'uri') return name;
  return name.kind === 'directory' ? name : { kind: 'other', tag, start, end };
}
