import type { Micros } from '#kernel';
import type { Recorder } from '../facts/recorder.ts';
import { PROTOCOL_TCP } from '../layers/layer.ts';
import type { Packet } from '../layers/packet.ts';
import { ACK, FIN, RST, SYN } from '../layers/transport.ts';
import { DATAGRAM_IDLE_US, SWEEP_RECORDS, TCP_CLOSED_IDLE_US, TCP_IDLE_US } from '../limits.ts';
import type { Registry } from '../recognition.ts';
import type { Coverage } from './coverage.ts';
import type { Edges, Settlement } from './edges.ts';
import * as F from './flow-table.ts';
import type { Subjects } from './subjects.ts';

/** A step of the sweep looks at a sixteenth of the table: a window of a busy capture is milliseconds of its time. */
const SWEEP_LEAST = 64;
const SWEEP_SHIFT = 4;

/** Opens, counts, settles and ends flows. Everything by integer; the records are in FlowTable. */
export class Flows {
  readonly packet: Packet;
  private readonly table: F.FlowTable;
  private readonly subjects: Subjects;
  private readonly edges: Edges;
  private readonly registry: Registry;
  private readonly coverage: Coverage;
  /** Latest capture time so far: expiry must not run backwards when a clock does. */
  private clockUs: Micros = 0;
  private readonly expires: boolean;
  /** Called before a flow's record goes, so that streams give what they still hold. */
  private readonly beforeEnd: (flow: number) => void;
  /** Way of the packet in hand. */
  way: 0 | 1 = 0;
  /** Flows ended because the table was full. */
  evicted = 0;
  private readonly settlement: Settlement = {
    client: 0,
    server: 0,
    ipProtocol: 0,
    port: 0,
    protocol: 0,
    flows: 0,
    packets: 0,
    bytes: 0,
    packetsFromServer: 0,
    encrypted: false,
    tunnelled: false,
    personal: 0,
    vlan: 0,
    first: 0,
    last: 0,
  };

  constructor(parts: {
    readonly packet: Packet;
    readonly subjects: Subjects;
    readonly edges: Edges;
    readonly registry: Registry;
    readonly coverage: Coverage;
    readonly seed: number;
    readonly expires: boolean;
    readonly limit: number | undefined;
    readonly beforeEnd: (flow: number) => void;
  }) {
    this.packet = parts.packet;
    this.subjects = parts.subjects;
    this.edges = parts.edges;
    this.registry = parts.registry;
    this.coverage = parts.coverage;
    this.expires = parts.expires;
    this.beforeEnd = parts.beforeEnd;
    this.table = new F.FlowTable(parts.seed, parts.limit);
  }

  get live(): number {
    return this.table.records.size;
  }

  /** Counts the packet in hand and answers its flow, or -1 when there is no room for its hosts. */
  count(p: Packet): number {
    const records = this.table.records;
    let id = this.table.of(p);
    if (id < 0) {
      this.evict();
      id = this.table.of(p);
      if (id < 0) return -1;
    }
    const way = this.table.way as 0 | 1;
    this.way = way;
    const doubles = records.doublesOf(id);
    const half = records.base(id) >> 1;
    if (doubles[half + F.FIRST / 2] === 0) {
      if (!this.open(id, p, way)) return -1;
    } else if (p.timeUs > doubles[half + F.LAST / 2]!) doubles[half + F.LAST / 2] = p.timeUs;
    doubles[half + F.BYTES / 2 + way]! += p.wireLength;
    if (++doubles[half + F.PACKETS / 2 + way]! === 1 && p.macAt >= 0)
      this.subjects.pair(p, records.intsOf(id)[records.base(id) + F.SUBJECT_LOW + way]!);
    if (p.timeUs > this.clockUs) this.clockUs = p.timeUs;
    return id;
  }

  private open(id: number, p: Packet, way: 0 | 1): boolean {
    const { table, subjects } = this;
    const ints = table.records.intsOf(id);
    const base = table.records.base(id);
    const source = subjects.ofIp(p.ipVersion, p.source);
    const destination = subjects.ofIp(p.ipVersion, p.destination);
    if (source < 0 || destination < 0) {
      table.records.remove(id);
      return false;
    }
    ints[base + F.SUBJECT_LOW] = way === 0 ? source : destination;
    ints[base + F.SUBJECT_HIGH] = way === 0 ? destination : source;
    ints[base + F.CONVERSATION] = -1;
    const doubles = table.records.doublesOf(id);
    // Zero marks an unopened record, so a capture that begins at the epoch counts from its first microsecond.
    doubles[(base + F.FIRST) / 2] = p.timeUs || 1;
    doubles[(base + F.LAST) / 2] = p.timeUs || 1;
    const clientHigh = this.guessClient(p) ? way === 1 : way === 0;
    ints[base + F.FLAGS] = (clientHigh ? F.CLIENT_HIGH : 0) | (p.tunnelDepth > 0 ? F.TUNNELLED : 0);
    return true;
  }

  /** True when the sender of a flow's first packet looks like the client: by the ports, until SYN or content tells. */
  private guessClient(p: Packet): boolean {
    const tcp = p.protocol === PROTOCOL_TCP;
    const toService = this.registry.isServicePort(tcp, p.destinationPort);
    const fromService = this.registry.isServicePort(tcp, p.sourcePort);
    if (toService !== fromService) return toService;
    return p.multicast || p.destinationPort <= p.sourcePort;
  }

  /** Notes what the flags of a TCP segment say about opening and closing. */
  flags(p: Packet, id: number): void {
    const flags = p.tcpFlags;
    if ((flags & (SYN | FIN | RST)) === 0) return;
    const records = this.table.records;
    const ints = records.intsOf(id);
    const base = records.base(id);
    const { way } = this;
    let state = ints[base + F.FLAGS]!;
    if (flags & SYN) {
      // A new connection on the same ports: the old one is over.
      if (state & F.CLOSED && (flags & ACK) === 0) state = this.reopen(id, p);
      state |= way === 0 ? F.SYN_LOW : F.SYN_HIGH;
      ints[base + F.SEQUENCE + way] = (p.sequence + 1) | 0;
      if ((state & F.CLIENT_KNOWN) === 0) {
        const clientHigh = (flags & ACK) === 0 ? way === 1 : way === 0;
        state = (state & ~F.CLIENT_HIGH) | F.CLIENT_KNOWN | (clientHigh ? F.CLIENT_HIGH : 0);
      }
    }
    if (flags & FIN) state |= way === 0 ? F.FIN_LOW : F.FIN_HIGH;
    const bothFin = (state & (F.FIN_LOW | F.FIN_HIGH)) === (F.FIN_LOW | F.FIN_HIGH);
    if (flags & RST || bothFin) state |= F.CLOSED;
    ints[base + F.FLAGS] = state;
  }

  private reopen(id: number, p: Packet): number {
    this.beforeEnd(id);
    this.settle(id, 1);
    const ints = this.table.records.intsOf(id);
    const base = this.table.records.base(id);
    const doubles = this.table.records.doublesOf(id);
    ints[base + F.PROTOCOL] = 0;
    ints[base + F.PERSONAL] = 0;
    ints[base + F.CONVERSATION] = -1;
    doubles[(base + F.FIRST) / 2] = p.timeUs || 1;
    doubles[(base + F.LAST) / 2] = p.timeUs || 1;
    return p.tunnelDepth > 0 ? F.TUNNELLED : 0;
  }

  isTcp(id: number): boolean {
    return F.protocolOfKind(this.word(id, F.KIND)) === PROTOCOL_TCP;
  }

  isDone(id: number): boolean {
    return (this.flagsOf(id) & F.DONE) !== 0;
  }

  setDone(id: number): void {
    this.setFlag(id, F.DONE);
  }

  markEncrypted(id: number): void {
    this.setFlag(id, F.ENCRYPTED);
  }

  private flagsOf(id: number): number {
    return this.table.records.intsOf(id)[this.table.records.base(id) + F.FLAGS]!;
  }

  private setFlag(id: number, flag: number): void {
    this.table.records.intsOf(id)[this.table.records.base(id) + F.FLAGS]! |= flag;
  }

  /** Counts one more look at an unrecognised flow and answers how many it has had. */
  look(id: number): number {
    const ints = this.table.records.intsOf(id);
    const at = this.table.records.base(id) + F.FLAGS;
    const looked = (ints[at]! >> F.LOOKED_SHIFT) & F.LOOKED_MASK;
    if (looked < F.LOOKED_MASK) ints[at]! += F.LOOKED_ONE;
    return looked + 1;
  }

  lookAgain(id: number): void {
    const ints = this.table.records.intsOf(id);
    ints[this.table.records.base(id) + F.FLAGS]! &= ~(F.LOOKED_MASK << F.LOOKED_SHIFT);
  }

  synSeen(id: number, way: 0 | 1): boolean {
    return (this.flagsOf(id) & (way === 0 ? F.SYN_LOW : F.SYN_HIGH)) !== 0;
  }

  /** Sequence number of the first payload byte; only where synSeen(). */
  firstSequence(id: number, way: 0 | 1): number {
    return this.word(id, F.SEQUENCE + way);
  }

  private word(id: number, word: number): number {
    return this.table.records.intsOf(id)[this.table.records.base(id) + word]!;
  }

  private setWord(id: number, word: number, value: number): void {
    this.table.records.intsOf(id)[this.table.records.base(id) + word] = value;
  }

  conversationOf(id: number): number {
    return this.word(id, F.CONVERSATION);
  }

  setConversation(id: number, slot: number): void {
    this.setWord(id, F.CONVERSATION, slot);
  }

  protocolOf(id: number): number {
    return this.word(id, F.PROTOCOL);
  }

  setProtocol(id: number, protocol: number): void {
    this.setWord(id, F.PROTOCOL, protocol);
  }

  /** The dissector that reads a datagram flow, apart from the label it may have given. Datagrams have no sequence numbers. */
  readerOf(id: number): number {
    return this.word(id, F.SEQUENCE);
  }

  setReader(id: number, protocol: number, usualPort: boolean): void {
    this.setWord(id, F.SEQUENCE, protocol);
    this.setProtocol(id, protocol);
    if (usualPort) this.setFlag(id, F.USUAL_PORT);
  }

  /** Either port is one of the reader's own. */
  hasUsualPort(id: number): boolean {
    return (this.flagsOf(id) & F.USUAL_PORT) !== 0;
  }

  /** Readies the view for a message of this flow that goes `way`. */
  ready(recorder: Recorder, id: number, way: 0 | 1): void {
    const ints = this.table.records.intsOf(id);
    const base = this.table.records.base(id);
    const ports = ints[base + F.PORTS]!;
    const clientWay = (ints[base + F.FLAGS]! & F.CLIENT_HIGH) !== 0 ? 1 : 0;
    recorder.timeUs = this.packet.timeUs;
    recorder.side = way === clientWay ? 0 : 1;
    recorder.sender = ints[base + F.SUBJECT_LOW + way]!;
    recorder.receiver = ints[base + F.SUBJECT_HIGH - way]!;
    recorder.sourcePort = way === 0 ? ports >>> 16 : ports & 0xffff;
    recorder.destinationPort = way === 0 ? ports & 0xffff : ports >>> 16;
    recorder.ipVersion = F.ipVersionOfKind(ints[base + F.KIND]!);
    recorder.macAt = -1;
  }

  /** Acts on what the dissector asked for, but for done and become, which belong to who follows the payload. */
  obey(id: number, recorder: Recorder): void {
    const { orders } = recorder;
    if (!orders.encrypted && orders.personal === 0 && orders.label === undefined && orders.opener === 0) return;
    const ints = this.table.records.intsOf(id);
    const base = this.table.records.base(id);
    if (orders.encrypted) ints[base + F.FLAGS]! |= F.ENCRYPTED;
    ints[base + F.PERSONAL]! |= orders.personal;
    if (orders.label !== undefined) ints[base + F.PROTOCOL] = this.registry.number(orders.label);
    if (orders.opener !== 0 && (ints[base + F.FLAGS]! & F.CLIENT_KNOWN) === 0) {
      const senderIsLow = recorder.sender === ints[base + F.SUBJECT_LOW];
      const clientHigh = (orders.opener === 1) !== senderIsLow;
      ints[base + F.FLAGS] =
        (ints[base + F.FLAGS]! & ~F.CLIENT_HIGH) | F.CLIENT_KNOWN | (clientHigh ? F.CLIENT_HIGH : 0);
    }
    orders.encrypted = false;
    orders.personal = 0;
    orders.label = undefined;
    orders.opener = 0;
  }

  /** One step of expiry; called once a window. */
  sweep(): void {
    if (!this.expires) return;
    this.table.sweep(
      Math.min(SWEEP_RECORDS, SWEEP_LEAST + (this.table.records.top >> SWEEP_SHIFT)),
      this.isOver,
      this.end,
    );
  }

  private readonly isOver = (id: number): boolean => {
    const records = this.table.records;
    const last = records.doublesOf(id)[(records.base(id) + F.LAST) / 2]!;
    const ints = records.intsOf(id);
    const base = records.base(id);
    if (F.protocolOfKind(ints[base + F.KIND]!) !== PROTOCOL_TCP) return this.clockUs - last > DATAGRAM_IDLE_US;
    return this.clockUs - last > (ints[base + F.FLAGS]! & F.CLOSED ? TCP_CLOSED_IDLE_US : TCP_IDLE_US);
  };

  private readonly end = (id: number): void => {
    this.beforeEnd(id);
    this.settle(id, 1);
    this.table.records.remove(id);
  };

  /** The table is full: the records under the hand go, whatever their age. */
  private evict(): void {
    let gone = 0;
    this.table.sweep(
      SWEEP_RECORDS,
      () => gone++ < SWEEP_RECORDS / 16,
      (id) => {
        this.evicted++;
        this.end(id);
      },
    );
  }

  /** Adds what live flows have counted to their edges; they go on. For flows that nobody could recognise yet, later. */
  settleAll(): void {
    this.table.each((id) => this.settle(id, 0));
  }

  /** The records go all at once: what comes after a capture needs their memory. */
  endAll(): void {
    this.table.each((id) => {
      this.beforeEnd(id);
      this.settle(id, 1);
    });
    this.table.clear();
  }

  private settle(id: number, ended: 0 | 1): void {
    const records = this.table.records;
    const ints = records.intsOf(id);
    const base = records.base(id);
    const doubles = records.doublesOf(id);
    const half = base / 2;
    const flags = ints[base + F.FLAGS]!;
    const protocol = ints[base + F.PROTOCOL]!;
    if (ended === 0 && protocol === 0 && (flags & F.DONE) === 0) return;
    const clientWay = flags & F.CLIENT_HIGH ? 1 : 0;
    const packetsAt = half + F.PACKETS / 2;
    const bytesAt = half + F.BYTES / 2;
    const s = this.settlement;
    s.packets = doubles[packetsAt]! + doubles[packetsAt + 1]!;
    if (s.packets === 0 && ended === 0) return;
    s.bytes = doubles[bytesAt]! + doubles[bytesAt + 1]!;
    s.packetsFromServer = doubles[packetsAt + 1 - clientWay]!;
    s.first = doubles[half + F.FIRST / 2]!;
    s.last = doubles[half + F.LAST / 2]!;
    this.addTraffic(ints[base + F.SUBJECT_LOW]!, doubles[packetsAt]!, doubles[bytesAt]!);
    this.addTraffic(ints[base + F.SUBJECT_HIGH]!, doubles[packetsAt + 1]!, doubles[bytesAt + 1]!);
    const ports = ints[base + F.PORTS]!;
    s.client = ints[base + F.SUBJECT_LOW + clientWay]!;
    s.server = ints[base + F.SUBJECT_HIGH - clientWay]!;
    s.port = clientWay === 0 ? ports & 0xffff : ports >>> 16;
    s.ipProtocol = F.protocolOfKind(ints[base + F.KIND]!);
    s.vlan = F.vlanOfKind(ints[base + F.KIND]!);
    s.protocol = protocol;
    s.flows = ended;
    s.encrypted = (flags & F.ENCRYPTED) !== 0;
    s.tunnelled = (flags & F.TUNNELLED) !== 0;
    s.personal = ints[base + F.PERSONAL]!;
    this.edges.add(s);
    this.coverage.add(s, doubles[packetsAt]! > 0 && doubles[packetsAt + 1]! > 0);
    for (let at = bytesAt; at < bytesAt + 4; at++) doubles[at] = 0;
  }

  /** Traffic one way of the flow that is being settled. */
  private addTraffic(sender: number, packets: number, bytes: number): void {
    const { first, last } = this.settlement;
    if (packets > 0) this.subjects.addTraffic(sender, packets, bytes, first, last);
  }
}
