import type { Micros } from '#kernel';
import type { Assembly } from '../streams/assembly.ts';

/**
 * The registers of the packet path: one object, written by each layer for the next, so that a packet costs no
 * allocation. Addresses are int32: an IPv4 address itself, or the id of an interned IPv6 address.
 */
export class Packet {
  /** What `at` and `end` point into: the frame, or a datagram put together from fragments. */
  bytes: Uint8Array = new Uint8Array(0);
  /** The frame itself; `start`, `frameEnd` and `macAt` point into it. */
  frameBytes: Uint8Array = this.bytes;
  /** Set while `bytes` is a datagram put together from fragments. */
  assembly: Assembly | undefined = undefined;
  /** Counts from 1 within its capture. A double: captures pass 2^31 frames. */
  frame = 0;
  timeUs: Micros = 0;
  /** First byte of the frame, and one past its last captured byte. */
  start = 0;
  frameEnd = 0;
  /** Length on the wire of the frame, in bytes. */
  wireLength = 0;
  linkType = 0;

  /** Where the next layer begins, and where what it may read ends (padding and trailers are outside). */
  at = 0;
  end = 0;
  /** Position of the source MAC of the innermost Ethernet header, or -1. */
  macAt = -1;
  /** One past the link, network and transport headers: what evidence keeps of a frame. */
  headersEnd = 0;
  etherType = 0;
  /** Innermost 802.1Q VLAN id, 0 without. */
  vlan = 0;
  /** Encapsulations passed so far. */
  tunnelDepth = 0;

  ipVersion = 0;
  source = 0;
  destination = 0;
  /** Positions of the addresses in `bytes`. */
  sourceAt = 0;
  destinationAt = 0;
  multicast = false;
  protocol = 0;
  ttl = 0;
  /** Bit 0: do not fragment. Bit 1: identification is zero. */
  ipBits = 0;

  sourcePort = 0;
  destinationPort = 0;
  sequence = 0;
  tcpFlags = 0;
  tcpWindow = 0;
  /** TCP options: [optionsAt, at). */
  optionsAt = 0;
  /** The transport header was cut by the snap length or by a fragment. */
  cut = false;
}
