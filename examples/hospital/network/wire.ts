import { be16, be32, cat, u8 } from '../../../bench/captures/bytes.ts';
import type { Random } from '../../../bench/captures/random.ts';
import { ETHERTYPE_IPV6, type Solicitation } from '../messages/neighbour-discovery.ts';
import { BROADCAST_IP, BROADCAST_MAC, multicastMac, NO_IP, NO_MAC } from './address.ts';
import { type Host, nextPort } from './host.ts';
import type { Recording } from './recording.ts';
import { broadcastIp, capturedIn, OUTSIDE, ROUTER_MAC, routerIp, type Subnet } from './subnet.ts';
import { playTcp, type TcpOptions, type Turn } from './tcp.ts';

const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_ARP = 0x0806;
const VLAN_TAG = 0x8100;
const MAC_HEADER_BYTES = 18;
const IP_HEADER_BYTES = 20;
const UDP_HEADER_BYTES = 8;
/** Without the frame check sequence (IEEE 802.3 §4A.4.2). */
const ETHERNET_MIN_BYTES = 60;
const UDP = 17;
/** Routers between the hospital and an outside host. */
const OUTSIDE_HOPS = 11;
const LLC_MAX_LENGTH = 1500;

/** Where a packet is captured: hardware addresses and VLAN there, and routers passed so far. */
interface Sighting {
  readonly source: Buffer;
  readonly destination: Buffer;
  readonly vlan: number;
  readonly hops: number;
}

/** An address that all or several hosts of a subnet listen to. */
export interface Group {
  readonly ip: Buffer;
}

/** Puts what hosts say into the recording, as the mirror port sees it. Times are seconds since 1970. */
export class Wire {
  readonly random: Random;
  private readonly recording: Recording;

  constructor(recording: Recording, random: Random) {
    this.recording = recording;
    this.random = random;
  }

  /** A frame with an EtherType, untagged: link-local protocols speak to the switch itself. */
  link(at: number, source: Buffer, destination: Buffer, etherType: number, payload: Buffer): void {
    this.recording.add(at, padded(cat(destination, source, be16(etherType), payload)));
  }

  /** A frame with a length and LLC (IEEE 802.3), untagged. */
  llc(at: number, source: Buffer, destination: Buffer, payload: Buffer): void {
    if (payload.length > LLC_MAX_LENGTH) throw new RangeError(`an LLC frame of ${payload.length} bytes`);
    this.recording.add(at, padded(cat(destination, source, be16(payload.length), payload)));
  }

  /** An IPv6 packet that stays on its segment. */
  ipv6(at: number, source: Buffer, vlan: number, { destination, packet }: Solicitation): void {
    this.recording.add(at, padded(cat(destination, source, tag(vlan), be16(ETHERTYPE_IPV6), packet)));
  }

  /** Asks who has an address, and lets its owner answer (RFC 826). */
  arp(at: number, asker: Host, wanted: { readonly ip: Buffer; readonly mac: Buffer }): void {
    const { vlan } = asker.subnet;
    const message = (operation: number, sender: Pair, target: Pair): Buffer =>
      cat(be32(0x00010800), be16(0x0604), be16(operation), sender.mac, sender.ip, target.mac, target.ip);
    const ask = message(1, asker, { mac: NO_MAC, ip: wanted.ip });
    const tell = message(2, wanted, asker);
    this.recording.add(at, padded(cat(BROADCAST_MAC, asker.mac, tag(vlan), be16(ETHERTYPE_ARP), ask)));
    const answered = at + 0.0002 + this.random.exponential(0.0003);
    this.recording.add(answered, padded(cat(asker.mac, wanted.mac, tag(vlan), be16(ETHERTYPE_ARP), tell)));
  }

  /** Asks for the router's address. */
  arpRouter(at: number, asker: Host): void {
    this.arp(at, asker, { mac: ROUTER_MAC, ip: routerIp(asker.subnet) });
  }

  /** A datagram from one host to another. */
  udp(at: number, from: Host, to: Host, ports: Ports, payload: Buffer): void {
    const sighting = sightingOf(from, to);
    this.datagram(
      at,
      from,
      { from: from.ip, to: to.ip, ttl: from.stack.ttl - sighting.hops },
      sighting,
      ports,
      payload,
    );
  }

  /** A question and its answer, from a fresh port; answers that port. */
  ask(
    at: number,
    from: Host,
    to: Host,
    port: number,
    question: Buffer,
    answer: Buffer | undefined,
    wait = 0.001,
  ): void {
    const own = nextPort(from);
    this.udp(at, from, to, [own, port], question);
    if (answer !== undefined) this.udp(at + wait + this.random.exponential(wait), to, from, [port, own], answer);
  }

  /** To a multicast group of the sender's subnet. */
  multicast(at: number, from: Host, group: Group, ports: Ports, payload: Buffer, ttl = from.stack.ttl): void {
    const sighting = { source: from.mac, destination: multicastMac(group.ip), vlan: from.subnet.vlan, hops: 0 };
    this.datagram(at, from, { from: from.ip, to: group.ip, ttl }, sighting, ports, payload);
  }

  /** To all hosts of the sender's subnet by its broadcast address. */
  broadcast(at: number, from: Host, ports: Ports, payload: Buffer): void {
    const sighting = { source: from.mac, destination: BROADCAST_MAC, vlan: from.subnet.vlan, hops: 0 };
    const to = broadcastIp(from.subnet);
    this.datagram(at, from, { from: from.ip, to, ttl: from.stack.ttl }, sighting, ports, payload);
  }

  /** From a host that has no address yet. */
  unaddressed(at: number, from: Host, ports: Ports, payload: Buffer): void {
    const sighting = { source: from.mac, destination: BROADCAST_MAC, vlan: from.subnet.vlan, hops: 0 };
    this.datagram(at, from, { from: NO_IP, to: BROADCAST_IP, ttl: from.stack.ttl }, sighting, ports, payload);
  }

  /** From the router itself to a host of one of its subnets. */
  fromRouter(at: number, router: Host, to: Host, ports: Ports, payload: Buffer): void {
    const sighting = { source: ROUTER_MAC, destination: to.mac, vlan: to.subnet.vlan, hops: 0 };
    const addresses = { from: routerIp(to.subnet), to: to.ip, ttl: router.stack.ttl };
    this.datagram(at, router, addresses, sighting, ports, payload);
  }

  /** A TCP connection that plays `turns`; answers when it ended. */
  tcp(at: number, from: Host, to: Host, port: number, turns: readonly Turn[], options: TcpOptions = {}): number {
    return playTcp(this, at, { client: from, server: to, port }, turns, options);
  }

  private datagram(
    at: number,
    sender: Host,
    addresses: Addresses,
    sighting: Sighting,
    [source, destination]: Ports,
    payload: Buffer,
  ): void {
    const length = UDP_HEADER_BYTES + payload.length;
    const p = this.packet(at, sender, addresses, sighting, UDP, length);
    const { bytes } = this.recording;
    bytes.writeUInt16BE(source, p);
    bytes.writeUInt16BE(destination, p + 2);
    bytes.writeUInt16BE(length, p + 4);
    payload.copy(bytes, p + UDP_HEADER_BYTES);
    // Zero would say that there is no checksum (RFC 768).
    bytes.writeUInt16BE(transportChecksum(bytes, p, length, UDP) || 0xffff, p + 6);
  }

  /** A segment with its options; the caller knows sequence numbers. */
  segment(at: number, from: Host, to: Host, head: Buffer, payload: Buffer): void {
    const sighting = sightingOf(from, to);
    const addresses = { from: from.ip, to: to.ip, ttl: from.stack.ttl - sighting.hops };
    const length = head.length + payload.length;
    const p = this.packet(at, from, addresses, sighting, TCP, length);
    const { bytes } = this.recording;
    head.copy(bytes, p);
    payload.copy(bytes, p + head.length);
    bytes.writeUInt16BE(transportChecksum(bytes, p, length, TCP), p + 16);
  }

  /** Ethernet, 802.1Q and IPv4 headers for `length` bytes of `protocol`; answers where these begin. */
  private packet(
    at: number,
    sender: Host,
    addresses: Addresses,
    { source, destination, vlan }: Sighting,
    protocol: number,
    length: number,
  ): number {
    const frameLength = MAC_HEADER_BYTES + IP_HEADER_BYTES + length;
    this.recording.reserve(at, Math.max(frameLength, ETHERNET_MIN_BYTES));
    const { bytes, start } = this.recording;
    destination.copy(bytes, start);
    source.copy(bytes, start + 6);
    bytes.writeUInt16BE(VLAN_TAG, start + 12);
    bytes.writeUInt16BE(vlan, start + 14);
    bytes.writeUInt16BE(ETHERTYPE_IPV4, start + 16);
    const p = start + MAC_HEADER_BYTES;
    bytes[p] = 0x45;
    bytes.writeUInt16BE(IP_HEADER_BYTES + length, p + 2);
    sender.ipId = (sender.ipId + 1) & 0xffff;
    bytes.writeUInt16BE(sender.ipId, p + 4);
    bytes.writeUInt16BE(protocol === TCP ? DONT_FRAGMENT : 0, p + 6);
    bytes[p + 8] = addresses.ttl;
    bytes[p + 9] = protocol;
    addresses.from.copy(bytes, p + 12);
    addresses.to.copy(bytes, p + 16);
    bytes.writeUInt16BE(folded(sum(bytes, p, p + IP_HEADER_BYTES, 0)), p + 10);
    return p + IP_HEADER_BYTES;
  }
}
const TCP = 6;
const DONT_FRAGMENT = 0x4000;

export type Ports = readonly [source: number, destination: number];
interface Pair {
  readonly mac: Buffer;
  readonly ip: Buffer;
}
interface Addresses {
  readonly from: Buffer;
  readonly to: Buffer;
  readonly ttl: number;
}

const tag = (vlan: number): Buffer => cat(be16(VLAN_TAG), be16(vlan));

function padded(frame: Buffer): Buffer {
  return frame.length >= ETHERNET_MIN_BYTES
    ? frame
    : cat(frame, u8(...Array<number>(ETHERNET_MIN_BYTES - frame.length).fill(0)));
}

/** Both hosts by their own addresses in one subnet; else the end in the captured VLAN and the router. */
function sightingOf(from: Host, to: Host): Sighting {
  const place: Subnet = capturedIn(from.subnet, to.subnet);
  const isNear = from.subnet === place;
  return {
    source: isNear ? from.mac : ROUTER_MAC,
    destination: to.subnet === place ? to.mac : ROUTER_MAC,
    vlan: place.vlan,
    hops: isNear ? 0 : from.subnet === OUTSIDE ? OUTSIDE_HOPS : 1,
  };
}

/** Ones' complement sum, not yet folded (RFC 1071). */
function sum(bytes: Buffer, from: number, to: number, start: number): number {
  let total = start;
  let at = from;
  for (; at + 1 < to; at += 2) total += (bytes[at]! << 8) | bytes[at + 1]!;
  if (at < to) total += bytes[at]! << 8;
  return total;
}

function folded(total: number): number {
  let left = total;
  while (left > 0xffff) left = (left & 0xffff) + Math.floor(left / 65_536);
  return ~left & 0xffff;
}

/** With the pseudo-header, whose addresses lie right before the transport header (RFC 9293 §3.1). */
const transportChecksum = (bytes: Buffer, p: number, length: number, protocol: number): number =>
  folded(sum(bytes, p - 8, p + length, protocol + length));
