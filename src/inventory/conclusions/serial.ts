import type { ConclusionRule } from './conclusion.ts';
import type { Evidence } from '../device.ts';
import { Tally } from './scoring.ts';
import { namePart, nameText } from './text.ts';

/** Shorter ones are counters and defaults. */
const SHORTEST = 3;

export const serial: ConclusionRule = {
  id: 'serial',
  wouldHelp: ['dicom.serial', 'hl7.serial', 'hl7.udi', 'snmp.serial', 'lldp.serial', 'tls.certificate.subject'],
  conclude(portrait) {
    const tally = new Tally();
    for (const item of portrait.evidence.all) {
      const text = nameText(serialOf(item) ?? '');
      if (text === undefined || text.length < SHORTEST) continue;
      tally.add(text, item.weight, item.attribute, item, text.toUpperCase());
    }
    return tally.conclude();
  },
};

function serialOf(item: Evidence): string | undefined {
  const { attribute } = item;
  if (item.factKind === 'serial-seen') return item.value;
  // RFC 4519 §2.31; device certificates name the unit so (IEEE 802.1AR §8.6).
  if (attribute === 'tls.certificate.subject') return namePart(item.value, 'serialNumber');
  return undefined;
}
