import { u16At, u32At } from '#bytes';
import type { Anomalies } from '../anomalies.ts';
import { TUNNEL_DEPTH } from '../limits.ts';
import {
  ETHER_TYPE,
  ETHERNET,
  IPV4,
  IPV6,
  type Layer,
  PPP,
  PROTOCOL_AH,
  PROTOCOL_GRE,
  PROTOCOL_IPV4,
  PROTOCOL_IPV6,
  STOP,
  TRANSPORT,
  TYPE_BRIDGING,
} from './layer.ts';
import type { Packet } from './packet.ts';
import { wlan } from './wlan.ts';

export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const ACK = 0x10;

const ARUBA_FIRST = 0x8200;
const ARUBA_LAST = 0x8390;
const VXLAN_PORT = 4789;
/** Before the port was assigned; Linux still uses it. */
const VXLAN_OLD_PORT = 8472;
/** draft-ietf-nvo3-vxlan-gpe §3.2. */
const VXLAN_NEXT: Readonly<Record<number, Layer>> = { 1: IPV4, 2: IPV6, 3: ETHERNET };
const GENEVE_PORT = 6081;

/** RFC 9293 §3.1. False when too little of the header was captured to know the ports. */
export function tcp(p: Packet, anomalies: Anomalies): boolean {
  const at = p.at;
  const bytes = p.bytes;
  if (p.end - at < 14) {
    anomalies.add('tcp-cut', p.frame);
    return false;
  }
  p.sourcePort = u16At(bytes, at);
  p.destinationPort = u16At(bytes, at + 2);
  p.sequence = u32At(bytes, at + 4) | 0;
  const header = (bytes[at + 12]! >> 4) * 4;
  p.tcpFlags = bytes[at + 13]!;
  p.cut = at + header > p.end;
  if (header < 20 || p.cut) {
    anomalies.add(p.cut ? 'tcp-cut' : 'tcp-header', p.frame);
    p.optionsAt = p.end;
    p.at = p.end;
    return true;
  }
  p.tcpWindow = u16At(bytes, at + 14);
  p.optionsAt = at + 20;
  p.at = at + header;
  return true;
}

/** RFC 768. A length of zero (RFC 2675) or beyond the packet means: up to the end. */
export function udp(p: Packet, anomalies: Anomalies): boolean {
  const at = p.at;
  if (p.end - at < 8) {
    anomalies.add('udp-cut', p.frame);
    return false;
  }
  p.sourcePort = u16At(p.bytes, at);
  p.destinationPort = u16At(p.bytes, at + 2);
  const length = u16At(p.bytes, at + 4);
  if (length >= 8 && at + length < p.end) p.end = at + length;
  p.at = at + 8;
  return true;
}

/** What a UDP datagram to a tunnel port holds, or STOP. */
export function udpTunnel(p: Packet): Layer {
  const bytes = p.bytes;
  if (p.destinationPort === VXLAN_PORT || p.destinationPort === VXLAN_OLD_PORT) {
    // RFC 7348 §5: flag I set; bit G is of the group policy option, bit P says that a next protocol stands in byte 3.
    const flags = bytes[p.at]!;
    if (p.end - p.at < 22 || (flags & 0x73) !== 0 || (flags & 0x08) === 0) return STOP;
    const next = (flags & 0x04) !== 0 ? VXLAN_NEXT[bytes[p.at + 3]!] : ETHERNET;
    p.at += 8;
    return next ?? STOP;
  }
  if (p.destinationPort === GENEVE_PORT) {
    // RFC 8926 §3.4: version 0, options counted in 4 bytes.
    if (p.end - p.at < 8 || bytes[p.at]! >> 6 !== 0) return STOP;
    const type = u16At(bytes, p.at + 2);
    p.at += 8 + (bytes[p.at]! & 0x3f) * 4;
    if (p.at >= p.end) return STOP;
    if (type === TYPE_BRIDGING) return ETHERNET;
    p.etherType = type;
    return ETHER_TYPE;
  }
  return STOP;
}

/** What an IP protocol that is neither TCP nor UDP encapsulates, or STOP. */
export function ipTunnel(p: Packet): Layer {
  switch (p.protocol) {
    case PROTOCOL_IPV4:
      return IPV4;
    case PROTOCOL_IPV6:
      return IPV6;
    case PROTOCOL_GRE:
      return gre(p);
    case PROTOCOL_AH:
      if (p.end - p.at < 12) return STOP;
      p.protocol = p.bytes[p.at]!;
      p.at += (p.bytes[p.at + 1]! + 2) * 4;
      return p.at < p.end && p.protocol !== PROTOCOL_AH ? TRANSPORT : STOP;
    default:
      return STOP;
  }
}

/** RFC 2784 with the key and sequence number of RFC 2890; version 1 of RFC 2637; ERSPAN types I, II and III. */
function gre(p: Packet): Layer {
  const bytes = p.bytes;
  if (p.end - p.at < 4) return STOP;
  const flags = u16At(bytes, p.at);
  const type = u16At(bytes, p.at + 2);
  const version = flags & 7;
  let at = p.at + 4;
  if (version === 0 && (flags & 0x8000) !== 0) at += 4;
  if ((flags & 0x2000) !== 0) at += 4;
  if ((flags & 0x1000) !== 0) at += 4;
  if (version === 1 && (flags & 0x0080) !== 0) at += 4;
  if (at >= p.end || version > 1) return STOP;
  p.at = at;
  if (version === 1) return PPP;
  if (type === 0x88be) {
    // Type I has no header of its own and no sequence number.
    if ((flags & 0x1000) !== 0) p.at += 8;
    return ETHERNET;
  }
  if (type === 0x22eb) {
    if (p.end - p.at < 12) return STOP;
    const subheader = (u32At(bytes, p.at + 8) & 1) === 1 ? 8 : 0;
    p.at += 12 + subheader;
    return ETHERNET;
  }
  if (type === TYPE_BRIDGING) return ETHERNET;
  // Aruba access points tunnel 802.11 frames under types of their own.
  if (type >= ARUBA_FIRST && type <= ARUBA_LAST) return wlan(p);
  if (type === 0x880b) return PPP;
  if (type === 0x883e && bytes[p.at]! >> 4 !== 4) p.at += 4;
  if (type === 0x883e) return IPV4;
  p.etherType = type;
  return ETHER_TYPE;
}

/** Readies the registers for the packet inside; STOP beyond the depth limit. */
export function enterTunnel(p: Packet, inner: Layer, anomalies: Anomalies): Layer {
  if (inner === STOP) return STOP;
  if (p.tunnelDepth >= TUNNEL_DEPTH) {
    anomalies.add('tunnel-depth', p.frame);
    return STOP;
  }
  p.tunnelDepth++;
  p.multicast = false;
  // The outer hardware address is that of the tunnel's end, not of the host inside.
  p.macAt = -1;
  return inner;
}
