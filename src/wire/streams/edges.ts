import type { Micros } from '#kernel';
import { PERSONAL_DATA, type PersonalData, type SubjectName } from '../facts.ts';
import { EDGES } from '../limits.ts';
import { KeyedRecords } from './keyed-records.ts';
import type { Subjects } from './subjects.ts';

export const TRANSPORTS = {
  1: 'icmp',
  2: 'igmp',
  6: 'tcp',
  17: 'udp',
  47: 'gre',
  50: 'esp',
  58: 'icmpv6',
  132: 'sctp',
} as const;

/** Who spoke to whom with what: all flows of one client, server, transport, server port and protocol. */
export interface Edge {
  readonly client: SubjectName;
  readonly server: SubjectName;
  /** tcp, udp, icmp …, or `ip-<number>`. */
  readonly transport: string;
  readonly port: number;
  /** Id of the dissector; absent when the content was not recognised. */
  readonly protocol?: string;
  readonly flows: number;
  readonly packets: number;
  readonly bytes: number;
  readonly packetsFromServer: number;
  readonly encrypted: boolean;
  /** Seen inside a tunnel (GRE, VXLAN …) that the sensor could read. */
  readonly tunnelled: boolean;
  readonly personalData: readonly PersonalData[];
  readonly vlan: number;
  readonly first: Micros;
  readonly last: Micros;
}

export interface Settlement {
  client: number;
  server: number;
  ipProtocol: number;
  port: number;
  protocol: number;
  flows: number;
  packets: number;
  bytes: number;
  packetsFromServer: number;
  encrypted: boolean;
  tunnelled: boolean;
  personal: number;
  vlan: number;
  first: Micros;
  last: Micros;
}

/** Words of an edge behind its key: 64 bytes in all, one cache line. FLAGS holds the latest VLAN and personal data too. */
const FLAGS = 4;
const FLOWS = 5;
const PACKETS = 6;
const BYTES = 8;
const FROM_SERVER = 10;
const FIRST = 12;
const LAST = 14;
const WORDS = 16;
const ENCRYPTED = 1;
const TUNNELLED = 2;
const CHANGED = 4;
const VLAN_SHIFT = 3;
const VLAN_MASK = 0xfff;
const PERSONAL_SHIFT = 15;

export class Edges {
  private readonly records: KeyedRecords;
  private readonly subjects: Subjects;
  private readonly protocolNames: readonly string[];
  /** Flows that found no room. */
  dropped = 0;

  /** `protocolNames`: name of each protocol number above 0. */
  constructor(subjects: Subjects, protocolNames: readonly string[], seed: number) {
    this.subjects = subjects;
    this.protocolNames = protocolNames;
    this.records = new KeyedRecords(WORDS, seed ^ 0x1f83d9ab, EDGES);
  }

  get size(): number {
    return this.records.size;
  }

  /** Adds what a flow has counted since it was last settled. */
  add(s: Settlement): void {
    const service = (s.port << 8) | s.ipProtocol;
    const kind = s.protocol + 1;
    let id = this.records.find(s.client, s.server, service, kind);
    const isNew = id < 0;
    if (isNew) id = this.records.add(s.client, s.server, service, kind);
    if (id < 0) {
      this.dropped += s.flows;
      return;
    }
    const ints = this.records.intsOf(id);
    const base = this.records.base(id);
    const doubles = this.records.doublesOf(id);
    const half = base / 2;
    const flags = (s.encrypted ? ENCRYPTED : 0) | (s.tunnelled ? TUNNELLED : 0) | CHANGED | (s.vlan << VLAN_SHIFT);
    const others = ints[base + FLAGS]! & ~(VLAN_MASK << VLAN_SHIFT);
    ints[base + FLAGS] = others | flags | (s.personal << PERSONAL_SHIFT);
    ints[base + FLOWS]! += s.flows;
    doubles[half + PACKETS / 2]! += s.packets;
    doubles[half + BYTES / 2]! += s.bytes;
    doubles[half + FROM_SERVER / 2]! += s.packetsFromServer;
    doubles[half + FIRST / 2] = isNew ? s.first : Math.min(doubles[half + FIRST / 2]!, s.first);
    doubles[half + LAST / 2] = isNew ? s.last : Math.max(doubles[half + LAST / 2]!, s.last);
  }

  /** All edges with their totals; `changedOnly`: those with news since the last call that asked so. */
  *list(changedOnly = false): Generator<Edge> {
    for (let id = 0; id < this.records.top; id++) {
      const ints = this.records.intsOf(id);
      const base = this.records.base(id);
      if (changedOnly) {
        if ((ints[base + FLAGS]! & CHANGED) === 0) continue;
        ints[base + FLAGS]! &= ~CHANGED;
      }
      yield this.read(ints, base, this.records.doublesOf(id));
    }
  }

  private read(ints: Int32Array, base: number, doubles: Float64Array): Edge {
    const service = ints[base + 2]!;
    const ipProtocol = service & 0xff;
    const protocol = ints[base + 3]! - 1;
    const flags = ints[base + FLAGS]!;
    const half = base / 2;
    return {
      client: this.subjects.name(ints[base]!),
      server: this.subjects.name(ints[base + 1]!),
      transport: transportName(ipProtocol),
      port: service >>> 8,
      ...(protocol > 0 && { protocol: this.protocolNames[protocol]! }),
      flows: ints[base + FLOWS]!,
      packets: doubles[half + PACKETS / 2]!,
      bytes: doubles[half + BYTES / 2]!,
      packetsFromServer: doubles[half + FROM_SERVER / 2]!,
      encrypted: (flags & ENCRYPTED) !== 0,
      tunnelled: (flags & TUNNELLED) !== 0,
      personalData: categories(flags >>> PERSONAL_SHIFT),
      vlan: (flags >> VLAN_SHIFT) & VLAN_MASK,
      first: doubles[half + FIRST / 2]!,
      last: doubles[half + LAST / 2]!,
    };
  }
}

const NO_CATEGORIES: readonly PersonalData[] = [];

function categories(bits: number): readonly PersonalData[] {
  return bits === 0 ? NO_CATEGORIES : PERSONAL_DATA.filter((_, bit) => (bits & (1 << bit)) !== 0);
}

function transportName(ipProtocol: number): string {
  return ipProtocol in TRANSPORTS ? TRANSPORTS[ipProtocol as keyof typeof TRANSPORTS] : `ip-${ipProtocol}`;
}
