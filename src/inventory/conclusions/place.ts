import type { Evidence } from '../device.ts';
import type { ConclusionRule } from './conclusion.ts';
import type { Portrait } from './portrait.ts';
import { Tally, type Verdict } from './scoring.ts';
import { foldName, nameText } from './text.ts';

/** From the largest to the smallest; a place is told by the smallest known, with the department in front. */
const LEVELS: readonly (readonly string[])[] = [
  ['dicom.institution', 'sdc.facility', 'hl7.sending-facility'],
  ['dicom.department', 'sdc.point-of-care'],
  [
    'sdc.bed',
    'sdc.room',
    'sdc.location',
    'hl7.location',
    'intellivue.bed',
    'dicom.performed-location',
    'snmp.location',
    'lldp.location',
    'cdp.location',
    's7.location',
    'bacnet.location',
    'mdns.place',
  ],
];
/** A device that names many beds serves them in turn and stands at none (PV1-3 is the place of the patient). */
const BEDS = 2;
const WANDERING = 0.2;

export const place: ConclusionRule = {
  id: 'place',
  wouldHelp: ['hl7.location', 'sdc.location', 'dicom.department', 'snmp.location', 'lldp.location'],
  conclude(portrait) {
    const [facility, department, spot] = LEVELS.map((attributes) => levelOf(portrait, attributes));
    const exact = spot ?? department ?? facility;
    if (exact === undefined || spot === undefined || department === undefined) return exact;
    return { ...exact, value: `${department.value}, ${spot.value}`, because: [...spot.because, ...department.because] };
  },
};

function levelOf(portrait: Portrait, attributes: readonly string[]): Verdict | undefined {
  const tally = new Tally();
  for (const attribute of attributes) {
    const items = portrait.evidence.of(attribute);
    const share = attribute === 'hl7.location' && items.length > BEDS ? WANDERING : 1;
    for (const item of items) {
      const text = nameText(textOf(item));
      if (text !== undefined) tally.add(text, item.weight * share, attribute, item, foldName(text));
    }
  }
  return tally.conclude();
}

/** HL7 puts components of a place side by side: point of care, room, bed, facility (§2.A.53 of version 2.5.1). */
function textOf({ attribute, value }: Evidence): string {
  return attribute.startsWith('hl7.')
    ? value
        .split('^')
        .filter((part) => part !== '')
        .slice(0, 3)
        .join(' ')
    : value;
}
