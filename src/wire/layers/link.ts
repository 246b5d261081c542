import { u16At, u32At, u32leAt } from '#bytes';
import type { Anomalies } from '../anomalies.ts';
import { LINK_HEADERS } from '../limits.ts';
import {
  ETHER_TYPE,
  ETHERNET,
  IP,
  IPV4,
  IPV6,
  type Layer,
  LINK_PROTOCOL,
  LLC,
  PPP,
  STOP,
  TYPE_IPV4,
  TYPE_IPV6,
  TYPE_QINQ,
  TYPE_VLAN,
} from './layer.ts';
import type { Packet } from './packet.ts';
import { radiotap, wlan } from './wlan.ts';

/** Link types (the registry of the pcap format) that are read; others are reported by number. */
export const LINK_TYPES: Readonly<Record<number, { readonly name: string; readonly read: (p: Packet) => Layer }>> = {
  0: { name: 'null', read: loopback },
  1: { name: 'ethernet', read: () => ETHERNET },
  12: { name: 'raw-ip', read: () => IP },
  14: { name: 'raw-ip', read: () => IP },
  101: { name: 'raw-ip', read: () => IP },
  105: { name: 'ieee802.11', read: wlan },
  108: { name: 'loop', read: loopback },
  113: { name: 'linux-cooked', read: cooked },
  127: { name: 'ieee802.11-radiotap', read: radiotap },
  228: { name: 'raw-ipv4', read: () => IPV4 },
  229: { name: 'raw-ipv6', read: () => IPV6 },
  276: { name: 'linux-cooked-v2', read: cookedV2 },
};

const ETHERNET_HEADER = 14;
/** A type field below this is the length of an IEEE 802.3 frame (IEEE 802.3 clause 3.2.6). */
const FIRST_ETHER_TYPE = 0x0600;
const LLC_IN_COOKED = 0x0004;
const RAW_802_3_IN_COOKED = 0x0001;

export function ethernet(p: Packet): Layer {
  const at = p.at;
  if (p.end - at < ETHERNET_HEADER) return STOP;
  if (p.macAt < 0) p.macAt = at + 6;
  p.multicast = (p.bytes[at]! & 1) === 1;
  const type = u16At(p.bytes, at + 12);
  p.at = at + ETHERNET_HEADER;
  if (type < FIRST_ETHER_TYPE) {
    if (p.at + type < p.end) p.end = p.at + type;
    return LLC;
  }
  p.etherType = type;
  return ETHER_TYPE;
}

/** Passes tags and labels until a network layer or a link protocol stands there. */
export function etherType(p: Packet, anomalies: Anomalies): Layer {
  for (let passed = 0; passed < LINK_HEADERS; passed++) {
    switch (p.etherType) {
      case TYPE_IPV4:
        return IPV4;
      case TYPE_IPV6:
        return IPV6;
      case TYPE_VLAN:
      case TYPE_QINQ:
      case 0x9100:
      case 0x9200:
        if (p.end - p.at < 4) return STOP;
        p.vlan = u16At(p.bytes, p.at) & 0xfff;
        p.etherType = u16At(p.bytes, p.at + 2);
        p.at += 4;
        if (p.etherType < FIRST_ETHER_TYPE) return LLC;
        break;
      case 0x8847:
      case 0x8848:
        return mpls(p);
      case 0x8864: {
        // PPPoE session (RFC 2516 §4): six bytes, then PPP.
        if (p.end - p.at < 8) return STOP;
        const length = u16At(p.bytes, p.at + 4);
        p.at += 6;
        if (p.at + length < p.end) p.end = p.at + length;
        return PPP;
      }
      case 0x8909:
        // Cisco MetaData: version, length, option, security group tag, then the real type.
        if (p.end - p.at < 8) return STOP;
        p.etherType = u16At(p.bytes, p.at + 6);
        p.at += 8;
        break;
      default:
        return LINK_PROTOCOL;
    }
  }
  anomalies.add('link-headers', p.frame);
  return STOP;
}

/** RFC 3032: labels until the bottom of the stack; what follows shows by its first nibble (RFC 4928 §2). */
function mpls(p: Packet): Layer {
  for (let labels = 0; labels < LINK_HEADERS; labels++) {
    if (p.end - p.at < 5) return STOP;
    const bottom = p.bytes[p.at + 2]! & 1;
    p.at += 4;
    if (bottom === 0) continue;
    const nibble = p.bytes[p.at]! >> 4;
    if (nibble === 4) return IPV4;
    if (nibble === 6) return IPV6;
    // Ethernet over MPLS, with the control word of RFC 4448 §4.6 when the first nibble is zero.
    if (nibble === 0 && p.end - p.at > 18 && u32At(p.bytes, p.at) >>> 16 === 0) p.at += 4;
    p.macAt = -1;
    return p.end - p.at >= ETHERNET_HEADER ? ETHERNET : STOP;
  }
  return STOP;
}

/** PPP protocol numbers of RFC 1661 §2, with the compressed one-byte form. */
export function ppp(p: Packet): Layer {
  if (p.end - p.at >= 2 && p.bytes[p.at] === 0xff && p.bytes[p.at + 1] === 0x03) p.at += 2;
  if (p.end - p.at < 2) return STOP;
  const short = p.bytes[p.at]! & 1;
  const protocol = short === 1 ? p.bytes[p.at]! : u16At(p.bytes, p.at);
  p.at += short === 1 ? 1 : 2;
  if (protocol === 0x0021) return IPV4;
  if (protocol === 0x0057) return IPV6;
  if (protocol === 0x0281) return mpls(p);
  return STOP;
}

/** IEEE 802.2, and SNAP (RFC 1042). */
export function llc(p: Packet): Layer {
  if (p.end - p.at < 3) return STOP;
  const snap = p.bytes[p.at] === 0xaa && p.bytes[p.at + 1] === 0xaa && p.bytes[p.at + 2] === 0x03;
  if (!snap || p.end - p.at < 8) {
    p.etherType = 0;
    return LINK_PROTOCOL;
  }
  const oui = (p.bytes[p.at + 3]! << 16) | (p.bytes[p.at + 4]! << 8) | p.bytes[p.at + 5]!;
  // Organisation zero means an EtherType follows; 00-00-F8 is the bridge-tunnel form of the same.
  if (oui !== 0 && oui !== 0x0000f8) {
    p.etherType = 0;
    return LINK_PROTOCOL;
  }
  p.etherType = u16At(p.bytes, p.at + 6);
  p.at += 8;
  return ETHER_TYPE;
}

/** BSD loopback: the address family in the byte order of the machine that captured, or big endian for type 108. */
function loopback(p: Packet): Layer {
  if (p.end - p.at < 4) return STOP;
  const little = u32leAt(p.bytes, p.at);
  const family = little < 0x10000 ? little : u32At(p.bytes, p.at);
  p.at += 4;
  if (family === 2) return IPV4;
  // AF_INET6 of NetBSD, FreeBSD, macOS, Linux.
  if (family === 24 || family === 28 || family === 30 || family === 10) return IPV6;
  // Some writers put an EtherType into the last two bytes.
  p.etherType = u16At(p.bytes, p.at - 2);
  return p.etherType >= FIRST_ETHER_TYPE ? ETHER_TYPE : STOP;
}

function cooked(p: Packet): Layer {
  if (p.end - p.at < 16) return STOP;
  if (u16At(p.bytes, p.at + 4) === 6) p.macAt = p.at + 6;
  const type = u16At(p.bytes, p.at + 14);
  p.at += 16;
  return cookedProtocol(p, type);
}

function cookedV2(p: Packet): Layer {
  if (p.end - p.at < 20) return STOP;
  if (p.bytes[p.at + 11] === 6) p.macAt = p.at + 12;
  const type = u16At(p.bytes, p.at);
  p.at += 20;
  return cookedProtocol(p, type);
}

function cookedProtocol(p: Packet, type: number): Layer {
  if (type === LLC_IN_COOKED || type === RAW_802_3_IN_COOKED) return LLC;
  p.etherType = type;
  return ETHER_TYPE;
}
