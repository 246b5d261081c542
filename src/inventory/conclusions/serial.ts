import type { ConclusionRule } from './conclusion.ts';
import type { Item } from './portrait.ts';
import { Tally } from './scoring.ts';
import { namePart, nameText } from './text.ts';

/** Attributes that hold a serial number under another kind. */
const SERIAL_ATTRIBUTE = /\.(?:udi-)?serial(?:-number)?$/;

export const serial: ConclusionRule = {
  id: 'serial',
  wouldHelp: ['dicom.serial', 'hl7.serial', 'hl7.udi', 'snmp.serial', 'lldp.serial', 'tls.certificate.subject'],
  conclude(portrait) {
    const tally = new Tally();
    for (const [attribute, items] of portrait.counted) {
      for (const item of items) {
        const text = nameText(serialOf(attribute, item) ?? '');
        if (text !== undefined) tally.add(text, item.weight, attribute, item, text.toUpperCase());
      }
    }
    return tally.conclude();
  },
};

function serialOf(attribute: string, item: Item): string | undefined {
  if (item.factKind === 'serial-seen') return item.value;
  // RFC 4519 §2.31; device certificates name the unit so (IEEE 802.1AR §8.6).
  if (attribute === 'tls.certificate.subject') return namePart(item.value, 'serialNumber');
  return item.factKind === 'identifier-seen' && SERIAL_ATTRIBUTE.test(attribute) ? item.value : undefined;
}
