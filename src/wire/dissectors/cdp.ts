import { ipv4Text, u16At, u32At } from '#bytes';
import { defineAttributes, defineDissector, type Out, type View } from '../dissector.ts';

const attributes = defineAttributes('cdp', {
  deviceId: ['name-seen', 'Device id: host name or serial number (CDP TLV 0001)'],
  platform: ['model-seen', 'Platform (CDP TLV 0006)'],
  software: ['system-seen', 'Software version, whole text (CDP TLV 0005)'],
  portId: ['capability-seen', 'Port from which the frame was sent (CDP TLV 0003)'],
  nativeVlan: ['capability-seen', 'VLAN of untagged frames (CDP TLV 000a)'],
  address: ['capability-seen', 'IPv4 address of the device (CDP TLV 0002 and 0016)'],
  role: ['role-played', 'Capability of the device (CDP TLV 0004)'],
  systemName: ['name-seen', 'System name (CDP TLV 0014)'],
  location: ['place-seen', 'Location (CDP TLV 0017)'],
});

/** LLC and SNAP in front of the frame; a frame by EtherType has none. */
const SNAP_OCTETS = 8;
const SNAP = 0xaa;
/** Version, time to live, checksum. */
const HEADER_OCTETS = 4;
const TLV_HEADER_OCTETS = 4;
const TLVS = 128;
const ADDRESSES = 32;

const DEVICE_ID = 0x0001;
const ADDRESS = 0x0002;
const PORT_ID = 0x0003;
const CAPABILITIES = 0x0004;
const SOFTWARE = 0x0005;
const PLATFORM = 0x0006;
const NATIVE_VLAN = 0x000a;
const SYSTEM_NAME = 0x0014;
const MANAGEMENT_ADDRESS = 0x0016;
const LOCATION = 0x0017;

/** Capability bits. */
const ROLES = [
  'router',
  'transparent-bridge',
  'source-route-bridge',
  'switch',
  'host',
  'igmp-filter',
  'repeater',
  'telephone',
  'remotely-managed',
];
/** Protocol of an address: NLPID 0xcc is IPv4 (ISO/IEC TR 9577). */
const NLPID_IPV4 = 0xcc;

function read(view: View, out: Out): void {
  const { bytes, start, end } = view;
  let at = (bytes[start] === SNAP ? start + SNAP_OCTETS : start) + HEADER_OCTETS;
  if (at > end || bytes[at - HEADER_OCTETS]! < 1 || bytes[at - HEADER_OCTETS]! > 2) {
    out.anomaly('cdp-header');
    return;
  }
  for (let count = 0; count < TLVS && at + TLV_HEADER_OCTETS <= end; count++) {
    const length = u16At(bytes, at + 2);
    if (length < TLV_HEADER_OCTETS || at + length > end) {
      out.anomaly('cdp-past-end');
      return;
    }
    element(view, out, u16At(bytes, at), at + TLV_HEADER_OCTETS, at + length);
    at += length;
  }
}

function element(view: View, out: Out, type: number, from: number, to: number): void {
  const { bytes, sender } = view;
  switch (type) {
    case DEVICE_ID:
      return out.text(attributes.deviceId, sender, from, to);
    case PORT_ID:
      return out.text(attributes.portId, sender, from, to);
    case SOFTWARE:
      return out.text(attributes.software, sender, from, to);
    case PLATFORM:
      return out.text(attributes.platform, sender, from, to);
    case SYSTEM_NAME:
      return out.text(attributes.systemName, sender, from, to);
    case LOCATION:
      return out.text(attributes.location, sender, from + 1, to);
    case NATIVE_VLAN:
      if (to - from === 2) out.value(attributes.nativeVlan, sender, String(u16At(bytes, from)), from, to);
      return;
    case CAPABILITIES:
      if (to - from !== 4) return;
      for (const [bit, role] of ROLES.entries())
        if ((u32At(bytes, from) & (1 << bit)) !== 0) out.value(attributes.role, sender, role, from, to);
      return;
    case ADDRESS:
    case MANAGEMENT_ADDRESS:
      return addresses(view, out, from, to);
  }
}

/** A count, then protocol type, length, protocol, length, address. */
function addresses(view: View, out: Out, from: number, to: number): void {
  const { bytes, sender } = view;
  if (to - from < 4) return;
  const count = Math.min(u32At(bytes, from), ADDRESSES);
  let at = from + 4;
  for (let i = 0; i < count && at + 2 <= to; i++) {
    const protocol = at + 2;
    const length = protocol + bytes[at + 1]!;
    if (length + 2 > to || length + 2 + u16At(bytes, length) > to) {
      out.anomaly('cdp-address');
      return;
    }
    const value = length + 2;
    at = value + u16At(bytes, length);
    if (bytes[protocol] === NLPID_IPV4 && at - value === 4)
      out.value(attributes.address, sender, ipv4Text(bytes, value), value, at);
  }
}

export const cdp = defineDissector({
  id: 'cdp',
  title: 'CDP',
  source: 'Cisco Discovery Protocol, as published by Cisco for versions 1 and 2',
  attributes,
  frame: { etherTypes: [0x2000], snap: [{ oui: 0x00000c, protocol: 0x2000 }], read },
});
