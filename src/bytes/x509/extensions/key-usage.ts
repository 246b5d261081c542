import { IDENTIFIER, readBitString } from '../../der/index.ts';
import { enter, orNote } from '../fault.ts';
import type { ExtensionReader } from './contract.ts';

/** Bits of RFC 5280 4.2.1.3, in order from bit 0. */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

export const keyUsage: ExtensionReader = {
  oid: '2.5.29.15',
  read(bytes, start, end, draft, faults) {
    const element = enter(bytes, start, end, IDENTIFIER.bitString, faults);
    const bits = element && orNote(readBitString(bytes, element.contentStart, element.end), faults);
    if (!bits) return;
    draft.keyUsage = KEY_USAGES.filter((_, bit) => {
      const at = bits.start + (bit >> 3);
      return at < bits.end && (bytes[at]! & (0x80 >> (bit & 7))) !== 0;
    });
  },
};
