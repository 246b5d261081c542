import type { Packet } from '../layers/packet.ts';
import { LIVE_FLOWS } from '../limits.ts';
import { KeyedRecords } from './keyed-records.ts';

/**
 * A flow record: 24 int32 = 96 bytes. Addresses and ports stand in canonical order, so both directions find the same
 * record; `way` 0 is from the lower end to the higher, 1 the other. Words 0 and 1 are the addresses.
 */
export const PORTS = 2;
export const KIND = 3;
export const SUBJECT_LOW = 4;
export const SUBJECT_HIGH = 5;
export const FLAGS = 6;
export const PROTOCOL = 7;
/** Doubles from here: bytes and packets a way, first and last time. */
export const BYTES = 8;
export const PACKETS = 12;
export const FIRST = 16;
export const LAST = 18;
export const SEQUENCE = 20;
export const CONVERSATION = 22;
export const PERSONAL = 23;
const WORDS = 24;

/** Flags. The client, once known, is the end of way `CLIENT_HIGH ? 1 : 0`. */
export const CLIENT_KNOWN = 1;
export const CLIENT_HIGH = 2;
/** Nothing more will be looked at; the flow is only counted. */
export const DONE = 4;
export const SYN_LOW = 8;
export const SYN_HIGH = 16;
export const CLOSED = 32;
export const ENCRYPTED = 64;
export const TUNNELLED = 128;
export const FIN_LOW = 256;
export const FIN_HIGH = 512;
/** A port is one of those of the dissector that reads the datagrams. */
export const USUAL_PORT = 1024;
/** Payload packets looked at so far. */
export const LOOKED_SHIFT = 16;
export const LOOKED_ONE = 1 << LOOKED_SHIFT;
export const LOOKED_MASK = 0xff;

/** KIND: protocol number, then these. IN_USE keeps the word from being zero, which marks a free record. */
const KIND_IPV6 = 1 << 8;
const KIND_VLAN_SHIFT = 9;
const IN_USE = 1 << 21;

export class FlowTable {
  readonly records: KeyedRecords;
  /** Way of the packet that found() or opened() last. */
  way = 0;
  private hand = 0;

  constructor(seed: number, limit = LIVE_FLOWS) {
    this.records = new KeyedRecords(WORDS, seed, limit);
  }

  /** The flow of this packet, opened if it is new. -1 when the table is full: the caller ends a flow and tries again. */
  of(p: Packet): number {
    const kind = p.protocol | (p.ipVersion === 6 ? KIND_IPV6 : 0) | (p.vlan << KIND_VLAN_SHIFT) | IN_USE;
    const source = p.source;
    const destination = p.destination;
    const low = source < destination || (source === destination && p.sourcePort <= p.destinationPort);
    this.way = low ? 0 : 1;
    const first = low ? source : destination;
    const second = low ? destination : source;
    const ports = low ? (p.sourcePort << 16) | p.destinationPort : (p.destinationPort << 16) | p.sourcePort;
    const id = this.records.find(first, second, ports, kind);
    return id >= 0 ? id : this.records.add(first, second, ports, kind);
  }

  /**
   * The expiry sweep, driven by capture time: looks at up to `count` records behind the hand and calls `ended` for each
   * that `isOver` finds over. Removing the record is left to `ended`.
   */
  sweep(count: number, isOver: (id: number) => boolean, ended: (id: number) => void): void {
    const top = this.records.top;
    if (top === 0) return;
    for (let looked = 0; looked < count && looked < top; looked++) {
      if (this.hand >= top) this.hand = 0;
      const id = this.hand++;
      if (this.inUse(id) && isOver(id)) ended(id);
    }
  }

  inUse(id: number): boolean {
    return this.records.intsOf(id)[this.records.base(id) + KIND] !== 0;
  }

  clear(): void {
    this.records.clear();
    this.hand = 0;
  }

  /** Each live flow; the record may be removed while it is visited. */
  each(visit: (id: number) => void): void {
    for (let id = 0; id < this.records.top; id++) if (this.inUse(id)) visit(id);
  }
}

export const protocolOfKind = (kind: number): number => kind & 0xff;
export const ipVersionOfKind = (kind: number): 4 | 6 => (kind & KIND_IPV6 ? 6 : 4);
export const vlanOfKind = (kind: number): number => (kind >> KIND_VLAN_SHIFT) & 0xfff;
