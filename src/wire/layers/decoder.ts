import type { Anomalies } from '../anomalies.ts';
import type { Addresses } from '../streams/addresses.ts';
import type { Fragments } from '../streams/fragments.ts';
import { ipv4, ipv6 } from './internet.ts';
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
  PROTOCOL_TCP,
  PROTOCOL_UDP,
  STOP,
  TRANSPORT,
  TYPE_IPV4,
} from './layer.ts';
import { ethernet, etherType, LINK_TYPES, llc, ppp } from './link.ts';
import type { Packet } from './packet.ts';
import { enterTunnel, ipTunnel, tcp, udp, udpTunnel } from './transport.ts';

/** Who gets what the layers find. */
export interface PacketSink {
  /** A link-layer protocol; EtherType 0 means LLC, with the DSAP at p.at. */
  linkProtocol(p: Packet): void;
  /** TCP, header read; payload is [p.at, p.end). */
  tcp(p: Packet): void;
  /** UDP, header read. `tunnel`: the payload is an encapsulated packet that is read after this. */
  udp(p: Packet, tunnel: boolean): void;
  /** Any other protocol above IP; the payload is [p.at, p.end). */
  other(p: Packet, tunnel: boolean): void;
}

/** Walks the layers of a frame from the link type on. Two nested tunnels are two walks of the same loop. */
export class Decoder {
  private readonly anomalies: Anomalies;
  private readonly fragments: Fragments;
  private readonly addresses: Addresses;
  private readonly sink: PacketSink;
  /** How frames of the link type met last are read. */
  private linkType = -1;
  private link: (typeof LINK_TYPES)[number] | undefined = undefined;

  constructor(anomalies: Anomalies, fragments: Fragments, addresses: Addresses, sink: PacketSink) {
    this.anomalies = anomalies;
    this.fragments = fragments;
    this.addresses = addresses;
    this.sink = sink;
  }

  decode(p: Packet): void {
    if (p.linkType !== this.linkType) {
      this.linkType = p.linkType;
      this.link = LINK_TYPES[p.linkType];
    }
    if (this.link === undefined) return;
    let layer: Layer = this.link.read(p);
    // Most frames are IPv4 in Ethernet without a tag: for them the way is known, without a choice at each layer.
    if (layer === ETHERNET) layer = ethernet(p);
    if (layer === ETHER_TYPE && p.etherType === TYPE_IPV4) layer = ipv4(p, this.anomalies, this.fragments);
    if (layer === TRANSPORT) layer = this.transport(p);
    while (layer !== STOP) layer = this.step(p, layer);
  }

  private step(p: Packet, layer: Layer): Layer {
    switch (layer) {
      case ETHERNET:
        return ethernet(p);
      case ETHER_TYPE:
        return etherType(p, this.anomalies);
      case IPV4:
        return ipv4(p, this.anomalies, this.fragments);
      case IPV6:
        return ipv6(p, this.anomalies, this.fragments, this.addresses);
      case TRANSPORT:
        return this.transport(p);
      case LLC:
        return llc(p);
      case LINK_PROTOCOL:
        p.headersEnd = p.at;
        this.sink.linkProtocol(p);
        return STOP;
      case PPP:
        return ppp(p);
      case IP:
        if (p.at >= p.end) return STOP;
        return p.bytes[p.at]! >> 4 === 6 ? IPV6 : IPV4;
      default:
        return STOP;
    }
  }

  private transport(p: Packet): Layer {
    // Over reassembled fragments the headers in front of the last fragment are what the frame in hand can show.
    const inFrame = p.assembly === undefined;
    if (p.protocol === PROTOCOL_TCP) {
      if (!tcp(p, this.anomalies)) return STOP;
      if (inFrame) p.headersEnd = p.at;
      this.sink.tcp(p);
      return STOP;
    }
    if (p.protocol === PROTOCOL_UDP) {
      if (!udp(p, this.anomalies)) return STOP;
      if (inFrame) p.headersEnd = p.at;
      const inner = udpTunnel(p);
      this.sink.udp(p, inner !== STOP);
      return enterTunnel(p, inner, this.anomalies);
    }
    if (inFrame) p.headersEnd = p.at;
    p.sourcePort = 0;
    p.destinationPort = 0;
    const inner = ipTunnel(p);
    if (inner === TRANSPORT) return TRANSPORT;
    this.sink.other(p, inner !== STOP);
    return enterTunnel(p, inner, this.anomalies);
  }
}
