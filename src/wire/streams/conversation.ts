import type { Anomalies } from '../anomalies.ts';
import type { Packet } from '../layers/packet.ts';
import { HOLE_SEGMENTS } from '../limits.ts';
import type { StreamRuntime } from '../recognition.ts';
import type { Assembly } from './assembly.ts';
import type { SlotPool } from './slot-pool.ts';

/** One direction of a stream that is looked at. */
export class Direction {
  begun = false;
  /** Next sequence number expected. */
  next = 0;
  /** Bytes that the dissector asked to pass by counting. */
  skip = 0;
  /** Bytes kept because the dissector needs more. */
  pending: Assembly | undefined = undefined;
  /** Bytes behind a hole, and the sequence number where they begin. */
  held: Assembly | undefined = undefined;
  heldAt = 0;
  heldSegments = 0;
  afterGap = false;
  /** Payload bytes seen in order, for the head limit. */
  seen = 0;

  reset(): void {
    this.begun = false;
    this.next = 0;
    this.skip = 0;
    this.pending = undefined;
    this.held = undefined;
    this.heldAt = 0;
    this.heldSegments = 0;
    this.afterGap = false;
    this.seen = 0;
  }
}

/** What is kept of a flow while its payload is looked at. Pooled: a flow that is done gives it back. */
export class Conversation {
  flow = -1;
  stream: StreamRuntime | undefined = undefined;
  state: unknown = undefined;
  /** See View.usualPort; the ports of a flow do not change. */
  usualPort = false;
  /** Tried first after become(). */
  preferred: string | undefined = undefined;
  /** The preferred one is carried inside the protocol that the edge is named after. */
  keepsName = false;
  readonly directions: readonly [Direction, Direction] = [new Direction(), new Direction()];
  /** How often become() was followed. */
  turns = 0;
  /** A packet came since the clock hand passed; see SlotPool. */
  touched = false;

  reset(flow: number): void {
    this.flow = flow;
    this.stream = undefined;
    this.state = undefined;
    this.preferred = undefined;
    this.keepsName = false;
    this.turns = 0;
    this.touched = true;
    this.directions[0].reset();
    this.directions[1].reset();
  }
}

/** Hands on bytes that are next in order. `assembly` is set when they are not in the packet in hand. */
export type Deliver = (way: 0 | 1, bytes: Uint8Array, from: number, to: number, assembly: Assembly | undefined) => void;

/**
 * Bounded TCP reassembly of one direction (RFC 9293 §3.4): in-order bytes go straight on without a copy; a repeated
 * range is dropped, first copy wins; one range behind a hole is held until the hole is filled or counts as lost.
 */
export function order(
  direction: Direction,
  way: 0 | 1,
  p: Packet,
  pool: SlotPool,
  anomalies: Anomalies,
  deliver: Deliver,
): void {
  let from = p.at;
  const to = p.end;
  if (!direction.begun) {
    direction.begun = true;
    direction.next = p.sequence;
  }
  const ahead = (p.sequence - direction.next) | 0;
  if (ahead < 0) {
    from -= ahead;
    if (from >= to) return;
  } else if (ahead > 0) {
    hold(direction, way, p, pool, anomalies, deliver);
    return;
  }
  direction.next = (direction.next + to - from) | 0;
  deliver(way, p.bytes, from, to, p.assembly);
  if (direction.held !== undefined) release(direction, way, pool, deliver, false);
}

function hold(
  direction: Direction,
  way: 0 | 1,
  p: Packet,
  pool: SlotPool,
  anomalies: Anomalies,
  deliver: Deliver,
): void {
  const length = p.end - p.at;
  if (direction.held === undefined) {
    direction.held = pool.small();
    direction.heldAt = p.sequence;
    direction.heldSegments = 0;
  }
  const held = direction.held;
  const behind = held === undefined ? -1 : (p.sequence - (direction.heldAt + held.length)) | 0;
  // A repetition of what is held: only what goes beyond it is new.
  const from = p.at + Math.max(0, -behind);
  if (held !== undefined && behind < 0 && from >= p.end) return;
  direction.heldSegments++;
  const fits = held !== undefined && behind <= 0 && held.room >= p.end - from;
  if (fits) pool.copy(held, p, from, p.end);
  if (fits && direction.heldSegments <= HOLE_SEGMENTS) return;
  // The hole stays: bytes were lost in capture. What is held goes on as a new beginning.
  anomalies.add('tcp-gap', p.frame);
  if (held !== undefined && held.length > 0) release(direction, way, pool, deliver, true);
  if (fits) return;
  jump(direction, p.sequence);
  direction.next = (p.sequence + length) | 0;
  deliver(way, p.bytes, p.at, p.end, p.assembly);
}

/** Goes on at `sequence`. A hole inside bytes that were to be skipped loses nothing. */
function jump(direction: Direction, sequence: number): void {
  const lost = (sequence - direction.next) | 0;
  if (lost > 0 && lost <= direction.skip) direction.skip -= lost;
  else if (lost !== 0) {
    direction.skip = 0;
    direction.afterGap = true;
  }
  direction.next = sequence;
}

function release(direction: Direction, way: 0 | 1, pool: SlotPool, deliver: Deliver, lost: boolean): void {
  const held = direction.held!;
  const ahead = (direction.heldAt - direction.next) | 0;
  if (ahead > 0 && !lost) return;
  direction.held = undefined;
  if (ahead > 0) jump(direction, direction.heldAt);
  const from = ahead < 0 ? -ahead : 0;
  if (from < held.length) {
    direction.next = (direction.next + held.length - from) | 0;
    deliver(way, held.bytes, from, held.length, held);
  }
  pool.giveBack(held);
}
