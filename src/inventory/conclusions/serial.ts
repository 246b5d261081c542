import type { ConclusionRule } from './conclusion.ts';
import type { Item } from './portrait.ts';
import { Tally } from './scoring.ts';
import { namePart, nameText } from './text.ts';
import { isSerial } from './weights.ts';

/** Shorter ones are counters and defaults. */
const SHORTEST = 3;

export const serial: ConclusionRule = {
  id: 'serial',
  wouldHelp: ['dicom.serial', 'hl7.serial', 'hl7.udi', 'snmp.serial', 'lldp.serial', 'tls.certificate.subject'],
  conclude(portrait) {
    const tally = new Tally();
    for (const [attribute, items] of portrait.counted) {
      for (const item of items) {
        const text = nameText(serialOf(attribute, item) ?? '');
        if (text !== undefined && text.length >= SHORTEST)
          tally.add(text, item.weight, attribute, item, text.toUpperCase());
      }
    }
    return tally.conclude();
  },
};

function serialOf(attribute: string, item: Item): string | undefined {
  if (isSerial(attribute, item.factKind)) return item.value;
  // RFC 4519 §2.31; device certificates name the unit so (IEEE 802.1AR §8.6).
  if (attribute === 'tls.certificate.subject') return namePart(item.value, 'serialNumber');
  return undefined;
}
