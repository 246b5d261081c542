import { i32At, u16At } from '#bytes';
import type { Micros } from '#kernel';
import type { SubjectName } from '../facts.ts';
import type { Packet } from '../layers/packet.ts';
import { PAIRINGS, SUBJECTS } from '../limits.ts';
import type { Addresses } from './addresses.ts';
import { KeyedRecords } from './keyed-records.ts';

/** Words of a subject record behind its key. */
const FACT_COUNT = 4;
/** Id + 1 of the latest pairing. */
const PAIR = 5;
const FIRST = 6;
const LAST = 8;
const PACKETS = 10;
const BYTES = 12;
const REPORTED = 14;
const WORDS = 16;

/** Words of a pairing behind its key. */
const PAIR_FLOWS = 4;
const PAIR_TTL = 5;
const PAIR_FIRST = 6;
const PAIR_LAST = 8;
const PAIR_REPORTED = 10;
const PAIR_WORDS = 12;

const HAS_MAC = 1 << 20;
const HAS_IP = 1 << 21;
const IS_IPV6 = 1 << 22;
const IN_USE = 1;

/** A (MAC, network address) pair that a frame showed as its sender, with the number of flows that began so. */
export interface Pairing {
  readonly mac: string;
  readonly ip: string;
  readonly vlan: number;
  readonly flows: number;
  /** Highest time to live seen; 64, 128 or 255 says that no router stood between. */
  readonly ttl: number;
  readonly firstSeen: Micros;
  readonly lastSeen: Micros;
}

/** Traffic that a subject was seen to send. */
export interface SubjectTraffic {
  readonly subject: SubjectName;
  readonly packets: number;
  readonly bytes: number;
  readonly first: Micros;
  readonly last: Micros;
}

/** Every host that a fact or a flow speaks of: by address, by MAC, or by both. Ids are stable for the life of the engine. */
export class Subjects {
  private readonly records: KeyedRecords;
  private readonly pairs: KeyedRecords;
  private readonly addresses: Addresses;
  private readonly names: SubjectName[] = [];

  constructor(addresses: Addresses, seed: number) {
    this.addresses = addresses;
    this.records = new KeyedRecords(WORDS, seed ^ 0x3c6ef372, SUBJECTS);
    this.pairs = new KeyedRecords(PAIR_WORDS, seed ^ 0x510e527f, PAIRINGS);
  }

  get size(): number {
    return this.records.size;
  }

  /** -1 when there are too many subjects. */
  ofIp(ipVersion: number, address: number): number {
    return this.intern(ipVersion === 6 ? HAS_IP | IS_IPV6 : HAS_IP, 0, address);
  }

  ofMac(bytes: Uint8Array, at: number): number {
    return this.intern(HAS_MAC | u16At(bytes, at), i32At(bytes, at + 2), 0);
  }

  ofBoth(bytes: Uint8Array, macAt: number, ipVersion: number, address: number): number {
    const kind = HAS_MAC | HAS_IP | (ipVersion === 6 ? IS_IPV6 : 0);
    return this.intern(kind | u16At(bytes, macAt), i32At(bytes, macAt + 2), address);
  }

  private intern(kind: number, macLow: number, address: number): number {
    const id = this.records.find(kind, macLow, address, IN_USE);
    return id >= 0 ? id : this.records.add(kind, macLow, address, IN_USE);
  }

  /** The same object for the same subject, so that reading out many facts costs no text. */
  name(id: number): SubjectName {
    return (this.names[id] ??= this.makeName(id));
  }

  private makeName(id: number): SubjectName {
    const ints = this.records.intsOf(id);
    const base = this.records.base(id);
    const kind = ints[base]!;
    return {
      ...(kind & HAS_IP && { ip: this.addresses.text(kind & IS_IPV6 ? 6 : 4, ints[base + 2]!) }),
      ...(kind & HAS_MAC && { mac: macOf(kind & 0xffff, ints[base + 1]!) }),
    };
  }

  /** Counts one more fact of this subject and returns how many it has now. */
  countFact(id: number): number {
    const ints = this.records.intsOf(id);
    return ++ints[this.records.base(id) + FACT_COUNT]!;
  }

  addTraffic(id: number, packets: number, bytes: number, first: Micros, last: Micros): void {
    const doubles = this.records.doublesOf(id);
    const base = this.records.base(id) / 2;
    const seen = doubles[base + PACKETS / 2]! > 0;
    doubles[base + PACKETS / 2]! += packets;
    doubles[base + BYTES / 2]! += bytes;
    doubles[base + FIRST / 2] = seen ? Math.min(doubles[base + FIRST / 2]!, first) : first;
    doubles[base + LAST / 2] = Math.max(doubles[base + LAST / 2]!, last);
  }

  /** What each subject was seen to send, in all. `changedOnly`: those that sent since such a call. */
  *traffic(changedOnly = false): Generator<SubjectTraffic> {
    for (let id = 0; id < this.records.top; id++) {
      const doubles = this.records.doublesOf(id);
      const base = this.records.base(id) / 2;
      const packets = doubles[base + PACKETS / 2]!;
      if (packets === 0 || (changedOnly && packets === doubles[base + REPORTED / 2])) continue;
      if (changedOnly) doubles[base + REPORTED / 2] = packets;
      const [first, last] = [doubles[base + FIRST / 2]!, doubles[base + LAST / 2]!];
      yield { subject: this.name(id), packets, bytes: doubles[base + BYTES / 2]!, first, last };
    }
  }

  /**
   * Remembers that a frame from this MAC carried the subject's address as its source. Called once a flow and direction;
   * a subject keeps its latest pairing at hand, since it nearly always stays the same.
   */
  pair(p: Packet, subject: number): void {
    const { frameBytes, macAt } = p;
    const high = u16At(frameBytes, macAt) | (p.ipVersion === 6 ? IS_IPV6 : 0);
    const low = i32At(frameBytes, macAt + 2);
    const network = p.vlan | HAS_MAC;
    const subjectInts = this.records.intsOf(subject);
    const pairAt = this.records.base(subject) + PAIR;
    let id = subjectInts[pairAt]! - 1;
    if (id < 0 || !this.isPair(id, high, low, network)) {
      id = this.pairOf(high, low, p.source, network, p.timeUs);
      if (id < 0) return;
      subjectInts[pairAt] = id + 1;
    }
    const base = this.pairs.base(id);
    const ints = this.pairs.intsOf(id);
    ints[base + PAIR_FLOWS]!++;
    if (p.ttl > ints[base + PAIR_TTL]!) ints[base + PAIR_TTL] = p.ttl;
    this.pairs.doublesOf(id)[(base + PAIR_LAST) / 2] = p.timeUs;
  }

  private isPair(id: number, high: number, low: number, network: number): boolean {
    const ints = this.pairs.intsOf(id);
    const base = this.pairs.base(id);
    return ints[base] === high && ints[base + 1] === low && ints[base + 3] === network;
  }

  private pairOf(high: number, low: number, address: number, network: number, timeUs: Micros): number {
    const known = this.pairs.find(high, low, address, network);
    if (known >= 0) return known;
    const id = this.pairs.add(high, low, address, network);
    if (id >= 0) this.pairs.doublesOf(id)[(this.pairs.base(id) + PAIR_FIRST) / 2] = timeUs;
    return id;
  }

  /** All pairings with their totals. `changedOnly`: those seen again since such a call. */
  *pairings(changedOnly = false): Generator<Pairing> {
    for (let id = 0; id < this.pairs.top; id++) {
      const ints = this.pairs.intsOf(id);
      const base = this.pairs.base(id);
      if (changedOnly && ints[base + PAIR_FLOWS] === ints[base + PAIR_REPORTED]) continue;
      if (changedOnly) ints[base + PAIR_REPORTED] = ints[base + PAIR_FLOWS]!;
      const high = ints[base]!;
      yield {
        mac: macOf(high & 0xffff, ints[base + 1]!),
        ip: this.addresses.text(high & IS_IPV6 ? 6 : 4, ints[base + 2]!),
        vlan: ints[base + 3]! & 0xfff,
        flows: ints[base + PAIR_FLOWS]!,
        ttl: ints[base + PAIR_TTL]!,
        firstSeen: this.pairs.doublesOf(id)[(base + PAIR_FIRST) / 2]!,
        lastSeen: this.pairs.doublesOf(id)[(base + PAIR_LAST) / 2]!,
      };
    }
  }
}

const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

function macOf(high: number, low: number): string {
  const byte = (value: number): string => HEX[value & 0xff]!;
  return `${byte(high >> 8)}:${byte(high)}:${byte(low >> 24)}:${byte(low >> 16)}:${byte(low >> 8)}:${byte(low)}`;
}
