import type { Micros } from '#kernel';
import { type Anomaly, Anomalies } from './anomalies.ts';
import { CaptureReader } from './capture/capture-reader.ts';
import type { Dissector } from './dissector.ts';
import { DISSECTORS } from './dissectors/index.ts';
import type { Fact } from './facts.ts';
import { FactTable } from './facts/fact-table.ts';
import { Recorder } from './facts/recorder.ts';
import { Decoder, type PacketSink } from './layers/decoder.ts';
import { LINK_TYPES } from './layers/link.ts';
import { Packet } from './layers/packet.ts';
import { SYN } from './layers/transport.ts';
import type { Ports } from './ports.ts';
import { Registry } from './recognition.ts';
import { Addresses } from './streams/addresses.ts';
import { Coverage, type CoverageNumbers } from './streams/coverage.ts';
import { Datagrams } from './streams/datagrams.ts';
import { type Edge, Edges } from './streams/edges.ts';
import { Flows } from './streams/flows.ts';
import { Fragments } from './streams/fragments.ts';
import { Streams } from './streams/streams.ts';
import { type Pairing, Subjects, type SubjectTraffic } from './streams/subjects.ts';

export interface EngineOptions {
  readonly ports: Ports;
  /** Secret and random a process: table positions cannot be guessed (hash flooding). */
  readonly seed: number;
  /** Keep what evidence needs of each frame; see Excerpt. Costs a digest for each new fact. */
  readonly excerpts?: boolean;
  /** End flows by capture time. Off only to measure memory. */
  readonly expiry?: boolean;
  readonly flowLimit?: number;
  readonly dissectors?: readonly Dissector[];
}

export interface LinkTypeCount {
  /** Number in the link-type registry of the pcap format. */
  readonly number: number;
  readonly name: string;
  readonly packets: number;
  /** False: frames of this type are counted and not read. */
  readonly read: boolean;
}

/** What one capture held. */
export interface CaptureSummary {
  readonly readable: boolean;
  readonly packets: number;
  /** Captured bytes of the frames, without the container. */
  readonly bytes: number;
  readonly linkTypes: readonly LinkTypeCount[];
  readonly first?: Micros;
  readonly last?: Micros;
  readonly anomalies: readonly Anomaly[];
}

/**
 * Captures in, facts and edges out. Feed: beginCapture(), then fill room() and call filled(n) as often as needed, then
 * endCapture(). Results are read at any time. Never throws, whatever the bytes; see `limits.ts` for what it may use.
 */
export class Engine implements PacketSink {
  private readonly packet = new Packet();
  private readonly anomalies = new Anomalies();
  private readonly registry: Registry;
  private readonly addresses: Addresses;
  private readonly subjects: Subjects;
  private readonly table: FactTable;
  private readonly recorder: Recorder;
  private readonly edgeTable: Edges;
  private readonly coverage = new Coverage();
  private readonly flows: Flows;
  private readonly streams: Streams;
  private readonly datagrams: Datagrams;
  private readonly fragments: Fragments;
  private readonly decoder: Decoder;
  private reader: CaptureReader | undefined = undefined;
  private captures = 0;
  private packetsBefore = 0;
  private bytes = 0;
  private first = 0;
  private last = 0;
  private linkTypes = new Map<number, number>();
  /** Packets of the link type in hand that are not in `linkTypes` yet: it hardly ever changes. */
  private linkTypeRun = 0;

  constructor(options: EngineOptions) {
    const { seed } = options;
    const packet = this.packet;
    this.registry = new Registry(options.dissectors ?? DISSECTORS);
    this.addresses = new Addresses(seed);
    this.subjects = new Subjects(this.addresses, seed);
    this.table = new FactTable(this.subjects, seed);
    this.recorder = new Recorder({
      ports: options.ports,
      packet,
      facts: this.table,
      subjects: this.subjects,
      addresses: this.addresses,
      anomalies: this.anomalies,
      keepsExcerpts: options.excerpts ?? false,
    });
    this.edgeTable = new Edges(this.subjects, this.registry.protocols, seed);
    this.flows = new Flows({
      packet,
      subjects: this.subjects,
      edges: this.edgeTable,
      registry: this.registry,
      coverage: this.coverage,
      seed,
      expires: options.expiry ?? true,
      limit: options.flowLimit,
      beforeEnd: (flow) => this.beforeEnd(flow),
    });
    this.streams = new Streams(this.flows, this.registry, this.recorder, this.anomalies);
    this.datagrams = new Datagrams(this.flows, this.registry, this.recorder);
    this.fragments = new Fragments((p) => this.recorder.head(p));
    this.decoder = new Decoder(this.anomalies, this.fragments, this.addresses, this);
  }

  /** Frame numbers begin at 1 again. Answers the index by which sources name this capture. */
  beginCapture(): number {
    this.packet.frame = 0;
    this.bytes = 0;
    this.first = 0;
    this.last = 0;
    this.linkTypes = new Map();
    this.linkTypeRun = 0;
    this.reader = new CaptureReader(this.frame, this.anomalies);
    this.recorder.capture = this.captures;
    return this.captures++;
  }

  /** Where the next bytes of the capture are to be put. Empty when no capture was begun. */
  room(): Uint8Array {
    return this.reader?.room() ?? new Uint8Array(0);
  }

  /** `count` bytes were put into room(). */
  filled(count: number): void {
    this.reader?.filled(count);
    this.flows.sweep();
  }

  /** What the capture in hand has held so far. Anomalies are told once: each call gives those since the last. */
  captureSoFar(): CaptureSummary {
    return this.summary(this.reader?.readable ?? false);
  }

  /** The capture has ended; its flows are settled, since the next capture need not follow on it. */
  endCapture(): CaptureSummary {
    const readable = this.reader?.end() ?? false;
    this.flows.endAll();
    this.fragments.clear();
    this.reader = undefined;
    this.packetsBefore += this.packet.frame;
    return this.summary(readable);
  }

  private summary(readable: boolean): CaptureSummary {
    const packets = this.packet.frame;
    this.endLinkTypeRun();
    return {
      readable,
      packets,
      bytes: this.bytes,
      linkTypes: [...this.linkTypes].map(([number, count]) => ({
        number,
        name: LINK_TYPES[number]?.name ?? `link-type-${number}`,
        packets: count,
        read: number in LINK_TYPES,
      })),
      ...(packets > 0 && { first: this.first, last: this.last }),
      anomalies: this.anomalies.take(),
    };
  }

  private readonly frame = (
    bytes: Uint8Array,
    start: number,
    end: number,
    wireLength: number,
    timeUs: Micros,
    linkType: number,
  ): void => {
    const p = this.packet;
    p.bytes = bytes;
    p.frameBytes = bytes;
    p.assembly = undefined;
    p.frame++;
    p.timeUs = timeUs;
    p.start = start;
    p.frameEnd = end;
    p.wireLength = wireLength;
    p.at = start;
    p.end = end;
    p.macAt = -1;
    p.vlan = 0;
    p.tunnelDepth = 0;
    p.multicast = false;
    p.headersEnd = start;
    this.bytes += end - start;
    if (timeUs > this.last || p.frame === 1) this.last = timeUs;
    if (timeUs < this.first || p.frame === 1) this.first = timeUs;
    if (linkType !== p.linkType || p.frame === 1) {
      this.endLinkTypeRun();
      p.linkType = linkType;
      if (!(linkType in LINK_TYPES)) this.anomalies.add('link-type-unread', p.frame);
    }
    this.linkTypeRun++;
    this.decoder.decode(p);
  };

  private endLinkTypeRun(): void {
    const { linkType } = this.packet;
    if (this.linkTypeRun > 0) this.linkTypes.set(linkType, (this.linkTypes.get(linkType) ?? 0) + this.linkTypeRun);
    this.linkTypeRun = 0;
  }

  linkProtocol(p: Packet): void {
    const runtime =
      p.etherType === 0 ? this.registry.ofLlc(p.bytes, p.at, p.end) : this.registry.ofEtherType(p.etherType);
    if (runtime === undefined) return;
    const recorder = this.recorder;
    recorder.bytes = p.bytes;
    recorder.start = p.at;
    recorder.end = p.end;
    recorder.timeUs = p.timeUs;
    recorder.assembly = undefined;
    recorder.protocol = runtime.protocol;
    recorder.macAt = p.macAt;
    recorder.ipVersion = 0;
    recorder.multicast = p.multicast;
    recorder.sender = p.macAt < 0 ? -1 : this.subjects.ofMac(p.frameBytes, p.macAt);
    recorder.receiver = p.macAt < 0 || p.multicast ? -1 : this.subjects.ofMac(p.frameBytes, p.macAt - 6);
    runtime.face.read(recorder, recorder);
    recorder.orders.personal = 0;
  }

  tcp(p: Packet): void {
    const flow = this.flows.count(p);
    if (flow < 0) return;
    const { way } = this.flows;
    this.flows.flags(p, flow);
    if (p.tcpFlags & SYN) {
      this.network(p, flow);
      // TCP Fast Open (RFC 7413): payload counts from the number after that of the SYN.
      p.sequence = (p.sequence + 1) | 0;
    }
    if (p.at < p.end && !this.flows.isDone(flow)) this.streams.segment(p, flow, way);
  }

  udp(p: Packet, tunnel: boolean): void {
    const flow = this.flows.count(p);
    if (flow < 0 || this.flows.isDone(flow)) return;
    if (tunnel) {
      this.flows.setProtocol(flow, this.registry.number(p.destinationPort === 6081 ? 'geneve' : 'vxlan'));
      this.flows.setDone(flow);
    } else if (p.at < p.end) this.datagrams.datagram(p, flow, this.flows.way);
  }

  other(p: Packet, tunnel: boolean): void {
    const flow = this.flows.count(p);
    if (flow < 0) return;
    const name = PROTOCOL_NAMES[p.protocol];
    if (name !== undefined) this.flows.setProtocol(flow, this.registry.number(name));
    if (name === 'esp') this.flows.markEncrypted(flow);
    this.flows.setDone(flow);
    if (!tunnel) this.network(p, flow);
  }

  private network(p: Packet, flow: number): void {
    const runtime = this.registry.ofNetwork(p.protocol);
    if (runtime === undefined) return;
    const recorder = this.recorder;
    this.flows.ready(recorder, flow, this.flows.way);
    recorder.bytes = p.bytes;
    recorder.start = p.protocol === 6 ? p.optionsAt - 20 : p.at;
    recorder.end = p.protocol === 6 ? p.at : p.end;
    recorder.assembly = p.assembly;
    recorder.protocol = runtime.protocol;
    recorder.macAt = p.macAt;
    recorder.sourceAt = p.assembly === undefined ? p.sourceAt : -1;
    recorder.ttl = p.ttl;
    recorder.ipBits = p.ipBits;
    recorder.multicast = p.multicast;
    runtime.face.read(recorder, recorder);
    this.flows.obey(flow, recorder);
  }

  private beforeEnd(flow: number): void {
    if (this.flows.conversationOf(flow) < 0) return;
    if (this.flows.isTcp(flow)) this.streams.end(flow);
    else this.datagrams.end(flow);
  }

  /** Packets read so far, over all captures. */
  get packets(): number {
    return this.packetsBefore + (this.reader === undefined ? 0 : this.packet.frame);
  }

  get liveFlows(): number {
    return this.flows.live;
  }

  /** Counts what live flows have carried so far into their edges, so that edges() is current while a capture runs. */
  settle(): void {
    this.flows.settleAll();
  }

  /** All facts with their totals. `changedOnly`: those with news since the last such call, counts since then. */
  facts(changedOnly = false): Generator<Fact> {
    return this.table.list(this.registry.attributes, this.registry.protocols, changedOnly);
  }

  edges(changedOnly = false): Generator<Edge> {
    return this.edgeTable.list(changedOnly);
  }

  pairings(changedOnly = false): Generator<Pairing> {
    return this.subjects.pairings(changedOnly);
  }

  traffic(changedOnly = false): Generator<SubjectTraffic> {
    return this.subjects.traffic(changedOnly);
  }

  coverageNumbers(): CoverageNumbers {
    return this.coverage.numbers();
  }

  /** What the bounds cut: distinct facts, flows without an edge, flows ended early. */
  get truncated(): { readonly facts: number; readonly edges: number; readonly flows: number } {
    return { facts: this.table.truncated, edges: this.edgeTable.dropped, flows: this.flows.evicted };
  }
}

/** Edge protocol of IP protocols that carry no ports. */
const PROTOCOL_NAMES: Readonly<Record<number, string>> = {
  1: 'icmp',
  2: 'igmp',
  4: 'ip-in-ip',
  41: '6in4',
  47: 'gre',
  50: 'esp',
  58: 'icmpv6',
  89: 'ospf',
  103: 'pim',
  112: 'vrrp',
  115: 'l2tp',
  132: 'sctp',
};
