import { decodeText } from '#bytes';
import { type Attribute, defineAttributes, type Out, type Subject, type View } from '../dissector.ts';
import { beginsAscii } from './ascii.ts';
import { type DiscoveryMessage, eachListItem } from './ws-discovery-message.ts';

/** Scopes of one device; the standard's own examples have fewer than ten. */
const SCOPES = 64;

/** What IEEE 11073 SDC adds to WS-Discovery: the scopes of IEEE 11073-20701 and 11073-20702. */
export const sdcAttributes = defineAttributes('sdc', {
  location: [
    'place-seen',
    'IEEE 11073-20701 location context: facility, building, floor, point of care, room and bed as sent',
  ],
  facility: ['place-seen', 'IEEE 11073-20701 fac of the location context'],
  building: ['place-seen', 'IEEE 11073-20701 bldng of the location context'],
  floor: ['place-seen', 'IEEE 11073-20701 flr of the location context'],
  pointOfCare: ['place-seen', 'IEEE 11073-20701 poc of the location context'],
  room: ['place-seen', 'IEEE 11073-20701 rm of the location context'],
  bed: ['place-seen', 'IEEE 11073-20701 bed of the location context'],
  keyPurpose: ['role-played', 'IEEE 11073-20701 participant key purpose (an OID under 1.2.840.10004.20701)'],
  componentType: ['capability-seen', 'IEEE 11073-20701 complex device component type: coding system, version and code'],
});

/** Query parameters of the location scope. */
const LOCATION_PARTS: Readonly<Record<string, Attribute>> = {
  fac: sdcAttributes.facility,
  bldng: sdcAttributes.building,
  flr: sdcAttributes.floor,
  poc: sdcAttributes.pointOfCare,
  rm: sdcAttributes.room,
  bed: sdcAttributes.bed,
};

/**
 * Facts of a WS-Discovery message of an SDC device. The sender is the device (an SDC discovery proxy is a role that
 * 11073-20702 leaves open and that no message here names).
 */
export function reportSdc(view: View, out: Out, message: DiscoveryMessage): void {
  if (!message.medical || !message.announces) return;
  const { bytes, sender } = view;
  for (const { scopes } of message.targets) {
    if (scopes === undefined) continue;
    let count = 0;
    eachListItem(bytes, scopes, (from, to) => {
      if (++count <= SCOPES) reportScope(out, bytes, sender, from, to);
    });
  }
}

function reportScope(out: Out, bytes: Uint8Array, subject: Subject, from: number, to: number): void {
  if (beginsAscii(bytes, from, to, 'sdc.ctxt.loc:')) reportLocation(out, bytes, subject, from, to);
  else if (beginsAscii(bytes, from, to, 'sdc.mds.pkp:')) out.text(sdcAttributes.keyPurpose, subject, from + 12, to);
  else if (beginsAscii(bytes, from, to, 'sdc.cdc.type:')) {
    out.value(sdcAttributes.componentType, subject, decodePercent(decodeText(bytes, from + 13, to)), from + 13, to);
  } else if (beginsAscii(bytes, from, to, 'sdc.ctxt.opr:')) out.personal('account', 1);
  else if (beginsAscii(bytes, from, to, 'sdc.ctxt.pat:')) out.personal('identifier', 1);
  // A workflow context names the order that a patient is treated under.
  else if (beginsAscii(bytes, from, to, 'sdc.ctxt.wfl:')) out.personal('order', 1);
}

function reportLocation(out: Out, bytes: Uint8Array, subject: Subject, from: number, to: number): void {
  const question = bytes.indexOf(0x3f, from);
  if (question < 0 || question >= to) return;
  const whole: string[] = [];
  let at = question + 1;
  while (at < to) {
    let end = at;
    while (end < to && bytes[end] !== 0x26) end++;
    const equals = bytes.indexOf(0x3d, at);
    if (equals > at && equals < end) {
      const attribute = LOCATION_PARTS[decodeText(bytes, at, equals)];
      const value = decodePercent(decodeText(bytes, equals + 1, end)).trim();
      if (attribute !== undefined && value !== '') {
        out.value(attribute, subject, value, equals + 1, end);
        whole.push(`${attribute.id.slice(4)}=${value}`);
      }
    }
    at = end + 1;
    // In XML the separator is written as a reference: "&amp;bed=".
    if (beginsAscii(bytes, at, to, 'amp;')) at += 4;
  }
  if (whole.length > 0) out.value(sdcAttributes.location, subject, whole.join(';'), from, to);
}

/** RFC 3986 §2.1; text that is not valid percent-encoded UTF-8 stays as it was sent. */
function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
