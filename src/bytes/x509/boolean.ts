import type { DerElement } from '../der/index.ts';
import { type FaultList, note } from './fault.ts';

/**
 * Reads a BOOLEAN that stands in the place of `DEFAULT FALSE`, as all BOOLEANs of a certificate do. Values that DER
 * forbids are noted and read as BER reads them: any octet but zero is true (X.690 8.2.2, 11.1, 11.5).
 */
export function readBoolean(bytes: Uint8Array, element: DerElement, faults: FaultList): boolean {
  if (element.end - element.contentStart !== 1) {
    note(faults, element.start, 'boolean-length');
    return false;
  }
  const octet = bytes[element.contentStart]!;
  if (octet === 0) note(faults, element.start, 'default-encoded');
  else if (octet !== 0xff) note(faults, element.start, 'boolean-not-der');
  return octet !== 0;
}
