import { decodeText, ipv4Text, ipv6Text, macText, u16At } from '#bytes';
import { type Attribute, defineAttributes, defineDissector, type Out, type View } from '../dissector.ts';
import { DECIMAL } from '../parts/decimal.ts';

const attributes = defineAttributes('lldp', {
  systemName: ['name-seen', 'System name (IEEE 802.1AB §8.5.6)'],
  systemDescription: ['system-seen', 'System description: hardware, operating system, software (IEEE 802.1AB §8.5.7)'],
  chassisId: ['identifier-seen', 'Chassis id: MAC, address or name of the device (IEEE 802.1AB §8.5.2)'],
  portId: ['capability-seen', 'Port id (IEEE 802.1AB §8.5.3)'],
  portDescription: ['capability-seen', 'Port description (IEEE 802.1AB §8.5.5)'],
  managementAddress: ['capability-seen', 'Address at which the device is managed (IEEE 802.1AB §8.5.9)'],
  role: ['role-played', 'System capability that is enabled (IEEE 802.1AB §8.5.8)'],
  portVlan: ['capability-seen', 'VLAN of untagged frames (IEEE 802.1Q annex D.2.1)'],
  hardware: ['software-seen', 'Hardware revision of the inventory (ANSI/TIA-1057 §10.2.6.1)'],
  firmware: ['software-seen', 'Firmware revision of the inventory (ANSI/TIA-1057 §10.2.6.2)'],
  software: ['software-seen', 'Software revision of the inventory (ANSI/TIA-1057 §10.2.6.3)'],
  serial: ['serial-seen', 'Serial number of the inventory (ANSI/TIA-1057 §10.2.6.4)'],
  manufacturer: ['manufacturer-seen', 'Manufacturer name of the inventory (ANSI/TIA-1057 §10.2.6.5)'],
  model: ['model-seen', 'Model name of the inventory (ANSI/TIA-1057 §10.2.6.6)'],
  assetId: ['identifier-seen', 'Asset id of the inventory (ANSI/TIA-1057 §10.2.6.7)'],
  location: ['place-seen', 'Civic address or emergency number of the port (ANSI/TIA-1057 §10.2.4)'],
  mudUrl: ['model-seen', 'Address of the manufacturer usage description (RFC 8520 §11)'],
});

/** TLV types (IEEE 802.1AB §8.4). */
const END = 0;
const CHASSIS = 1;
const PORT = 2;
const PORT_DESCRIPTION = 4;
const SYSTEM_NAME = 5;
const SYSTEM_DESCRIPTION = 6;
const CAPABILITIES = 7;
const MANAGEMENT = 8;
const ORGANISATION = 127;
/** TLVs of one frame; the largest switches send about 30. */
const TLVS = 128;

/** Subtypes of chassis and port ids that are not text (§8.5.2.2, §8.5.3.2). */
const CHASSIS_MAC = 4;
const CHASSIS_ADDRESS = 5;
const PORT_MAC = 3;
const PORT_ADDRESS = 4;
/** IANA address families. */
const FAMILY_IPV4 = 1;
const FAMILY_IPV6 = 2;

const OUI_MED = 0x0012bb;
const OUI_802_1 = 0x0080c2;
const OUI_IANA = 0x00005e;

const MED_LOCATION = 3;
const INVENTORY: Readonly<Record<number, Attribute>> = {
  5: attributes.hardware,
  6: attributes.firmware,
  7: attributes.software,
  8: attributes.serial,
  9: attributes.manufacturer,
  10: attributes.model,
  11: attributes.assetId,
};

/** System capabilities by bit (IEEE 802.1AB §8.5.8.1). */
const ROLES = ['other', 'repeater', 'bridge', 'wlan-access-point', 'router', 'telephone', 'docsis-modem', 'station'];

function read(view: View, out: Out): void {
  const { bytes, end } = view;
  let at = view.start;
  let nameFrom = 0;
  let nameTo = 0;
  let managementAt = -1;
  for (let count = 0; count < TLVS && at + 2 <= end; count++) {
    const head = u16At(bytes, at);
    const type = head >> 9;
    const from = at + 2;
    const to = from + (head & 0x1ff);
    if (to > end) {
      out.anomaly('lldp-past-end');
      break;
    }
    if (type === END) break;
    if (type === SYSTEM_NAME) {
      nameFrom = from;
      nameTo = to;
    } else if (type === MANAGEMENT && isUsable(bytes, from, to)) managementAt = from;
    element(view, out, type, from, to);
    at = to;
  }
  // The name holds for the management address as well, which ties it to the hardware address.
  if (managementAt >= 0 && nameTo > nameFrom) {
    const address = managementAt + 2;
    const isV4 = bytes[managementAt + 1] === FAMILY_IPV4;
    out.text(attributes.systemName, isV4 ? out.subjectOfIpv4(address) : out.subjectOfIpv6(address), nameFrom, nameTo);
  }
}

function element(view: View, out: Out, type: number, from: number, to: number): void {
  const { bytes, sender } = view;
  switch (type) {
    case CHASSIS:
      return identifier(view, out, attributes.chassisId, from, to, CHASSIS_MAC, CHASSIS_ADDRESS);
    case PORT:
      return identifier(view, out, attributes.portId, from, to, PORT_MAC, PORT_ADDRESS);
    case PORT_DESCRIPTION:
      return out.text(attributes.portDescription, sender, from, to);
    case SYSTEM_NAME:
      return out.text(attributes.systemName, sender, from, to);
    case SYSTEM_DESCRIPTION:
      return out.text(attributes.systemDescription, sender, from, to);
    case CAPABILITIES:
      if (to - from < 4) return;
      for (const [bit, role] of ROLES.entries())
        if ((u16At(bytes, from + 2) & (1 << bit)) !== 0) out.value(attributes.role, sender, role, from + 2, from + 4);
      return;
    case MANAGEMENT:
      if (from < to) address(view, out, from + 1, from + 1 + bytes[from]!, to);
      return;
    case ORGANISATION:
      if (to - from >= 4) organisation(view, out, from, to);
  }
}

/** A subtype, then a MAC, an address with its family, or text. */
function identifier(
  view: View,
  out: Out,
  attribute: Attribute,
  from: number,
  to: number,
  macSubtype: number,
  addressSubtype: number,
): void {
  const { bytes, sender } = view;
  if (to - from < 2) return out.anomaly('lldp-identifier');
  const subtype = bytes[from]!;
  if (subtype === macSubtype && to - from === 7) out.value(attribute, sender, macText(bytes, from + 1), from + 1, to);
  else if (subtype === addressSubtype) address(view, out, from + 1, to, to);
  else if (subtype !== macSubtype) out.text(attribute, sender, from + 1, to);
}

/** An address family and an address at [from, to). */
function address(view: View, out: Out, from: number, to: number, end: number): void {
  const { bytes, sender } = view;
  if (to > end) return out.anomaly('lldp-address');
  const at = from + 1;
  if (bytes[from] === FAMILY_IPV4 && to - at === 4)
    out.value(attributes.managementAddress, sender, ipv4Text(bytes, at), at, to);
  else if (bytes[from] === FAMILY_IPV6 && to - at === 16)
    out.value(attributes.managementAddress, sender, ipv6Text(bytes, at), at, to);
}

/** A management address that names one host: neither zero nor loopback. */
function isUsable(bytes: Uint8Array, from: number, to: number): boolean {
  const length = from < to ? bytes[from]! - 1 : 0;
  if (from + 2 + length > to) return false;
  if (bytes[from + 1] === FAMILY_IPV4 && length === 4) return bytes[from + 2] !== 0 && bytes[from + 2] !== 127;
  return bytes[from + 1] === FAMILY_IPV6 && length === 16 && bytes[from + 2] !== 0;
}

function organisation(view: View, out: Out, from: number, to: number): void {
  const { bytes, sender } = view;
  const oui = (bytes[from]! << 16) | (bytes[from + 1]! << 8) | bytes[from + 2]!;
  const subtype = bytes[from + 3]!;
  const at = from + 4;
  if (oui === OUI_MED) {
    const attribute = INVENTORY[subtype];
    if (attribute !== undefined) out.text(attribute, sender, at, to);
    else if (subtype === MED_LOCATION) location(view, out, at, to);
  } else if (oui === OUI_802_1 && subtype === 1 && to - at === 2) {
    if (u16At(bytes, at) !== 0) out.value(attributes.portVlan, sender, String(u16At(bytes, at)), at, to);
  } else if (oui === OUI_IANA && subtype === 1) out.text(attributes.mudUrl, sender, at, to);
}

/** ANSI/TIA-1057 §10.2.4: coordinates, civic address (RFC 4776 §3.1) or emergency number. */
function location(view: View, out: Out, from: number, to: number): void {
  const { bytes, sender } = view;
  const format = from < to ? bytes[from]! : 0;
  if (format === 3) out.text(attributes.location, sender, from + 1, to);
  if (format !== 2 || to - from < 5) return;
  const parts = [decodeText(bytes, from + 3, from + 5)];
  for (let at = from + 5; at + 2 <= to && at + 2 + bytes[at + 1]! <= to; at += 2 + bytes[at + 1]!) {
    parts.push(`${DECIMAL[bytes[at]!]!}=${decodeText(bytes, at + 2, at + 2 + bytes[at + 1]!)}`);
  }
  out.value(attributes.location, sender, parts.join(','), from + 3, to);
}

export const lldp = defineDissector({
  id: 'lldp',
  title: 'LLDP and LLDP-MED',
  source: 'IEEE 802.1AB; ANSI/TIA-1057; RFC 8520 §11',
  attributes,
  frame: { etherTypes: [0x88cc], read },
});
