import type { Anomalies } from '../anomalies.ts';
import type { Recorder } from '../facts/recorder.ts';
import type { Packet } from '../layers/packet.ts';
import { ATTACHED_STREAMS, HEAD_BYTES, PROTOCOL_TURNS, RECOGNITION_BYTES, RECOGNITION_PACKETS } from '../limits.ts';
import { hasUsualPort, recognise, type Registry, type StreamRuntime, type Verdict } from '../recognition.ts';
import type { StreamDissector } from '../dissector.ts';
import type { Assembly } from './assembly.ts';
import { Conversation, type Deliver, type Direction, order } from './conversation.ts';
import type { Flows } from './flows.ts';
import { SlotPool } from './slot-pool.ts';

/** Follows TCP streams for as long as somebody wants their payload, and hands it to dissectors. */
export class Streams {
  private readonly conversations: Conversation[] = [];
  private readonly free: number[] = [];
  private hand = 0;
  private readonly pool: SlotPool;
  private readonly flows: Flows;
  private readonly registry: Registry;
  private readonly recorder: Recorder;
  private readonly anomalies: Anomalies;
  private readonly verdict: Verdict<StreamDissector<unknown>> = { chosen: undefined, sure: false, more: false };
  private current: Conversation | undefined = undefined;
  private final = false;
  private readonly deliver: Deliver = (way, bytes, from, to, assembly) => this.arrived(way, bytes, from, to, assembly);

  constructor(flows: Flows, registry: Registry, recorder: Recorder, anomalies: Anomalies) {
    this.flows = flows;
    this.registry = registry;
    this.recorder = recorder;
    this.anomalies = anomalies;
    this.pool = new SlotPool(
      (p) => recorder.head(p),
      () => this.makeRoom(),
    );
  }

  /** A segment with payload of a flow that is not done. */
  segment(p: Packet, flow: number, way: 0 | 1): void {
    let slot = this.flows.conversationOf(flow);
    if (slot < 0) {
      slot = this.open(flow);
      if (slot < 0) {
        this.flows.setDone(flow);
        return;
      }
    }
    const conversation = this.conversations[slot]!;
    conversation.touched = true;
    this.current = conversation;
    this.final = false;
    const direction = conversation.directions[way];
    if (!direction.begun && this.flows.synSeen(flow, way)) {
      direction.begun = true;
      direction.next = this.flows.firstSequence(flow, way);
    }
    order(direction, way, p, this.pool, this.anomalies, this.deliver);
  }

  private open(flow: number): number {
    let slot = this.free.pop();
    if (slot === undefined) {
      if (this.conversations.length >= ATTACHED_STREAMS && !this.detachOne()) return -1;
      slot = this.free.pop();
      if (slot === undefined) {
        slot = this.conversations.length;
        this.conversations.push(new Conversation());
      }
    }
    this.conversations[slot]!.reset(flow);
    this.flows.setConversation(flow, slot);
    return slot;
  }

  private arrived(way: 0 | 1, bytes: Uint8Array, from: number, to: number, assembly: Assembly | undefined): void {
    const conversation = this.current!;
    if (conversation.flow < 0) return;
    const direction = conversation.directions[way];
    direction.seen += to - from;
    let at = from;
    if (direction.skip > 0) {
      const skipped = Math.min(direction.skip, to - from);
      direction.skip -= skipped;
      at += skipped;
      if (at === to) return;
    }
    const pending = direction.pending;
    if (pending === undefined || direction.afterGap) {
      this.drop(direction);
      const used = this.read(conversation, way, bytes, at, to, assembly);
      if (conversation.flow >= 0 && used < to - at) this.keep(direction, at + used, to, assembly);
      return;
    }
    if (!this.extend(direction, at, to, assembly)) return;
    this.readPending(conversation, way, direction);
  }

  private readPending(conversation: Conversation, way: 0 | 1, direction: Direction): void {
    const pending = direction.pending!;
    const used = this.read(conversation, way, pending.bytes, 0, pending.length, pending);
    if (conversation.flow < 0 || direction.pending !== pending) return;
    if (used >= pending.length) this.drop(direction);
    else if (used > 0) pending.drop(used);
  }

  private drop(direction: Direction): void {
    if (direction.pending !== undefined) this.pool.giveBack(direction.pending);
    direction.pending = undefined;
  }

  /** Keeps what a dissector could not take yet. */
  private keep(direction: Direction, from: number, to: number, assembly: Assembly | undefined): void {
    direction.pending = this.pool.small();
    if (direction.pending === undefined) return this.lose(direction);
    this.extend(direction, from, to, assembly);
  }

  private extend(direction: Direction, from: number, to: number, assembly: Assembly | undefined): boolean {
    let pending = direction.pending!;
    if (pending.room < to - from) {
      const larger = this.pool.grow(pending);
      if (larger !== undefined) {
        pending = larger;
        direction.pending = larger;
      }
    }
    if (pending.room < to - from) {
      this.lose(direction);
      return false;
    }
    if (assembly !== undefined) pending.appendFrom(assembly, from, to);
    else this.pool.copy(pending, this.flows.packet, from, to);
    return true;
  }

  /** A message longer than any slot: its bytes go, and framing must be found again. */
  private lose(direction: Direction): void {
    this.anomalies.add('message-too-long', this.flows.packet.frame);
    this.drop(direction);
    direction.afterGap = true;
  }

  /** Lets recognition or the dissector look at [from, to); answers how many bytes are used up. */
  private read(
    conversation: Conversation,
    way: 0 | 1,
    bytes: Uint8Array,
    from: number,
    to: number,
    assembly: Assembly | undefined,
  ): number {
    const { flow } = conversation;
    const direction = conversation.directions[way];
    const recorder = this.recorder;
    let at = from;
    while (at < to) {
      this.flows.ready(recorder, flow, way);
      recorder.bytes = bytes;
      recorder.start = at;
      recorder.end = to;
      recorder.assembly = assembly;
      recorder.afterGap = direction.afterGap;
      recorder.final = this.final;
      let stream = conversation.stream;
      if (stream === undefined) {
        stream = this.recogniseStream(conversation, to - at);
        if (stream === undefined) {
          if (conversation.flow < 0 || !this.verdict.more) return to - from;
          return at - from;
        }
        this.choose(conversation, way, stream);
        if (conversation.flow < 0) return to - from;
        continue;
      }
      recorder.protocol = stream.protocol;
      recorder.usualPort = conversation.usualPort;
      const used = stream.face.read(recorder, recorder, conversation.state);
      this.obey(conversation);
      if (conversation.flow < 0) return to - from;
      if (used <= 0 && conversation.stream === stream) return at - from;
      direction.afterGap = false;
      at += Math.max(0, used);
    }
    if (at > to) direction.skip = at - to;
    if (conversation.stream?.face.attach === 'head' && direction.seen > HEAD_BYTES) this.release(conversation);
    return to - from;
  }

  /** Undefined: nobody, or nobody yet (verdict.more). The flow is given up after RECOGNITION_PACKETS. */
  private recogniseStream(conversation: Conversation, length: number): StreamRuntime | undefined {
    const { verdict, registry } = this;
    const looked = this.flows.look(conversation.flow);
    const preferred = conversation.preferred === undefined ? undefined : registry.streams.ofId(conversation.preferred);
    recognise(registry.streams, this.recorder, verdict, preferred);
    if (verdict.sure) return verdict.chosen;
    verdict.more = verdict.more && length < RECOGNITION_BYTES && looked < RECOGNITION_PACKETS && !this.final;
    if (verdict.more) return undefined;
    if (verdict.chosen === undefined && looked >= RECOGNITION_PACKETS) this.release(conversation);
    return verdict.chosen;
  }

  private choose(conversation: Conversation, way: 0 | 1, stream: StreamRuntime): void {
    conversation.stream = stream;
    conversation.state = stream.face.open();
    conversation.usualPort = hasUsualPort(stream, this.recorder);
    if (!conversation.keepsName || stream.id !== conversation.preferred)
      this.flows.setProtocol(conversation.flow, stream.protocol);
    // What the other end said before is older than what was recognised.
    const other = way === 0 ? 1 : 0;
    const direction = conversation.directions[other];
    if (direction.pending !== undefined) this.readPending(conversation, other, direction);
  }

  private obey(conversation: Conversation): void {
    const { orders } = this.recorder;
    this.flows.obey(conversation.flow, this.recorder);
    if (orders.become !== undefined && ++conversation.turns <= PROTOCOL_TURNS) {
      conversation.stream = undefined;
      conversation.state = undefined;
      conversation.preferred = orders.become;
      conversation.keepsName = orders.keepsName;
      this.flows.lookAgain(conversation.flow);
    } else if (orders.done || orders.become !== undefined) this.release(conversation);
    orders.become = undefined;
    orders.done = false;
  }

  /** The flow ends: what is still kept is shown once more as final. */
  end(flow: number): void {
    const slot = this.flows.conversationOf(flow);
    if (slot < 0) return;
    this.finish(this.conversations[slot]!);
    if (this.conversations[slot]!.flow === flow) this.release(this.conversations[slot]!);
  }

  private finish(conversation: Conversation): void {
    this.current = conversation;
    this.final = true;
    for (const way of [0, 1] as const) {
      const direction = conversation.directions[way];
      if (conversation.flow >= 0 && direction.pending !== undefined) this.readPending(conversation, way, direction);
      const held = direction.held;
      if (conversation.flow >= 0 && held !== undefined) {
        direction.held = undefined;
        direction.afterGap = true;
        this.arrived(way, held.bytes, 0, held.length, held);
        this.pool.giveBack(held);
      }
    }
    this.final = false;
  }

  private release(conversation: Conversation): void {
    const { flow } = conversation;
    if (flow < 0) return;
    for (const direction of conversation.directions) {
      this.drop(direction);
      if (direction.held !== undefined) this.pool.giveBack(direction.held);
      direction.held = undefined;
    }
    this.free.push(this.flows.conversationOf(flow));
    this.flows.setConversation(flow, -1);
    this.flows.setDone(flow);
    conversation.flow = -1;
    conversation.state = undefined;
    conversation.stream = undefined;
  }

  /** The clock hand: gives up the kept bytes of the conversation that was quiet longest, after a last look at them. */
  private makeRoom(): void {
    const before = this.current;
    const wasFinal = this.final;
    for (let turns = 0; turns < this.conversations.length * 2; turns++) {
      const conversation = this.next();
      if (conversation.flow < 0 || conversation === before) continue;
      if (conversation.directions[0].pending === undefined && conversation.directions[1].pending === undefined)
        continue;
      if (conversation.touched) {
        conversation.touched = false;
        continue;
      }
      this.finish(conversation);
      for (const direction of conversation.directions) {
        if (direction.pending === undefined) continue;
        this.drop(direction);
        direction.afterGap = true;
      }
      this.anomalies.add('reassembly-evicted', this.flows.packet.frame);
      break;
    }
    this.current = before;
    this.final = wasFinal;
  }

  private detachOne(): boolean {
    for (let turns = 0; turns < this.conversations.length * 2; turns++) {
      const conversation = this.next();
      if (conversation.flow < 0) continue;
      if (conversation.touched) {
        conversation.touched = false;
        continue;
      }
      this.anomalies.add('streams-full', this.flows.packet.frame);
      this.finish(conversation);
      this.release(conversation);
      return true;
    }
    return false;
  }

  private next(): Conversation {
    if (this.hand >= this.conversations.length) this.hand = 0;
    return this.conversations[this.hand++]!;
  }
}
