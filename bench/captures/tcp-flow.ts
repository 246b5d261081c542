import { u8 } from './bytes.ts';
import type { Host } from './hosts.ts';
import type { Count } from './pcap-writer.ts';
import type { Scene } from './scene.ts';
import type { Exchange } from './schedule.ts';

const SYN = 2;
const FIN = 1;
const RST = 4;
const PSH = 8;
const ACK = 16;

/** SYN options of the three stacks; the second also carries timestamps in every segment. */
const SYN_OPTIONS = [
  u8(2, 4, 5, 0xb4, 1, 3, 3, 8, 1, 1, 4, 2),
  u8(2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 7),
  u8(2, 4, 5, 0xb4),
];
const TIMESTAMP_OPTION = u8(1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0);
const WINDOWS = [64_240, 64_240, 8192];
const LINUX = 1;
const LAST_PORT = 65_000;
const FIRST_PORT = 49_152;
const SEGMENTS_A_STEP = 2;
const SEGMENT_GAP_S = 12e-6;
const ACK_GAP_S = 5e-6;
/** An answer within this time carries the acknowledgement itself. */
const DELAYED_ACK_S = 0.04;

/** One thing that one side says: `wait` seconds after what went before; `side` 0 is the client. */
export interface Message {
  readonly wait: number;
  readonly side: 0 | 1;
  readonly bytes: Buffer;
}

export const say = (wait: number, side: 0 | 1, bytes: Buffer): Message => ({ wait, side, bytes });

interface Sender {
  sequence: number;
  readonly clock: number;
}

/**
 * A TCP connection that plays messages. Each step sends at most two segments and their acknowledgement, so that
 * connections interleave.
 */
export class TcpFlow implements Exchange {
  private readonly scene: Scene;
  private readonly count: Count;
  private readonly ends: readonly [client: Host, server: Host];
  private readonly ports: readonly [client: number, server: number];
  private readonly six: boolean;
  private readonly timestamps: boolean;
  private readonly mss: number;
  private readonly senders: readonly [Sender, Sender];
  private readonly rtt: number;
  private readonly messages: readonly Message[];
  private readonly close: 'none' | 'fin' | 'rst';
  private message = 0;
  private offset = 0;
  private phase = 0;
  /** A frame that the capture point will see after the sender's next one. */
  private held: Buffer | undefined = undefined;
  private heldSide = 0;

  constructor(
    scene: Scene,
    count: Count,
    ends: { readonly from: Host; readonly to: Host; readonly port: number },
    messages: readonly Message[],
    options: { readonly six?: boolean; readonly close?: 'fin' | 'rst' } = {},
  ) {
    const { from, to } = ends;
    const { random } = scene;
    this.scene = scene;
    this.count = count;
    this.ends = [from, to];
    from.port = from.port >= LAST_PORT ? FIRST_PORT : from.port + 1;
    this.ports = [from.port, ends.port];
    this.six = options.six ?? false;
    this.timestamps = from.cls.os === LINUX && to.cls.os === LINUX;
    this.mss = (this.six ? 1440 : 1460) - (this.timestamps ? TIMESTAMP_OPTION.length : 0);
    this.senders = [
      { sequence: random.u32() | 0, clock: random.u32() },
      { sequence: random.u32() | 0, clock: random.u32() },
    ];
    this.rtt = 0.0002 + random.exponential(0.0008);
    this.messages = messages;
    this.close = random.fraction() < scene.options.noclose ? 'none' : (options.close ?? 'fin');
  }

  step(time: number): number {
    switch (this.phase) {
      case 0:
        this.send(time, 0, SYN);
        this.phase = 1;
        return time + this.rtt / 2;
      case 1:
        this.send(time, 1, SYN | ACK);
        this.send(time + this.rtt / 2, 0, ACK);
        this.phase = 2;
        return time + this.rtt / 2 + (this.messages[0]?.wait ?? 0);
      case 2:
        return this.play(time);
      default:
        this.end(time);
        return -1;
    }
  }

  private play(start: number): number {
    let time = start;
    const message = this.messages[this.message];
    if (message === undefined) {
      this.phase = 3;
      if (this.close !== 'none') return time + this.rtt;
      this.release(time);
      return -1;
    }
    const { side, bytes } = message;
    const other = side === 0 ? 1 : 0;
    for (let k = 0; k < SEGMENTS_A_STEP && this.offset < bytes.length; k++) {
      const n = Math.min(this.mss, bytes.length - this.offset);
      const isLast = this.offset + n === bytes.length;
      this.send(time, side, ACK | (isLast ? PSH : 0), bytes, this.offset, n);
      this.offset += n;
      time += SEGMENT_GAP_S;
    }
    if (this.offset < bytes.length) {
      this.send(time, other, ACK);
      return time + ACK_GAP_S;
    }
    this.message++;
    this.offset = 0;
    const next = this.messages[this.message];
    if (next !== undefined && next.side !== side && next.wait < DELAYED_ACK_S) return time + this.rtt / 2 + next.wait;
    this.send(time + this.rtt / 2, other, ACK);
    return time + this.rtt / 2 + (next?.wait ?? 0);
  }

  private end(time: number): void {
    this.release(time);
    if (this.close === 'rst') {
      this.send(time, 0, RST | ACK);
      return;
    }
    this.send(time, 0, FIN | ACK);
    this.send(time + this.rtt / 2, 1, FIN | ACK);
    this.send(time + this.rtt, 0, ACK);
  }

  private optionsOf(side: 0 | 1, flags: number): Buffer | undefined {
    if ((flags & SYN) === 0) return this.timestamps ? TIMESTAMP_OPTION : undefined;
    const { os } = this.ends[side].cls;
    // A server answers without timestamps when the client offered none (RFC 7323 §3.2).
    return side === 1 && !this.timestamps && os === LINUX ? SYN_OPTIONS[0] : SYN_OPTIONS[os];
  }

  private send(time: number, side: 0 | 1, flags: number, bytes?: Buffer, offset = 0, n = 0): void {
    const { writer } = this.scene;
    const { out } = writer;
    const other = side === 0 ? 1 : 0;
    const from = this.ends[side];
    const mine = this.senders[side];
    const theirs = this.senders[other];
    from.seen = true;
    if (this.held !== undefined && this.heldSide !== side) this.release(time);
    const options = this.optionsOf(side, flags);
    const head = 20 + (options?.length ?? 0);
    const p = writer.ip(from, this.ends[other], this.six, 6, head + n);
    out.writeUInt16BE(this.ports[side], p);
    out.writeUInt16BE(this.ports[other], p + 2);
    out.writeUInt32BE(mine.sequence >>> 0, p + 4);
    out.writeUInt32BE(flags & ACK ? theirs.sequence >>> 0 : 0, p + 8);
    out[p + 12] = head << 2;
    out[p + 13] = flags;
    out.writeUInt16BE(WINDOWS[from.cls.os]!, p + 14);
    out.writeUInt32BE(0, p + 16);
    if (options !== undefined) {
      options.copy(out, p + 20);
      const clockAt = options === TIMESTAMP_OPTION ? 4 : options === SYN_OPTIONS[LINUX] ? 8 : -1;
      if (clockAt >= 0) {
        const now = Math.floor(time * 1000) >>> 0;
        out.writeUInt32BE((mine.clock + now) >>> 0, p + 20 + clockAt);
        out.writeUInt32BE(flags & ACK ? (theirs.clock + now) >>> 0 : 0, p + 24 + clockAt);
      }
    }
    if (bytes !== undefined) bytes.copy(out, p + head, offset, offset + n);
    const end = p + head + n;
    writer.checksum(p, end, this.six, 6, p + 16);
    mine.sequence = (mine.sequence + n + (flags & (SYN | FIN) ? 1 : 0)) | 0;
    if (n === 0) writer.endFrame(time, end, this.count);
    else this.capture(time, side, end);
  }

  /** What the capture point makes of a data segment; the connection itself is not disturbed. */
  private capture(time: number, side: 0 | 1, end: number): void {
    const { writer, options, impaired, random } = this.scene;
    const { loss, reorder, retrans } = options;
    const chance = loss + reorder + retrans > 0 ? random.fraction() : 1;
    if (chance < loss) {
      impaired.loss++;
    } else if (chance < loss + reorder && this.held === undefined) {
      impaired.reorder++;
      this.held = writer.frameTo(end);
      this.heldSide = side;
    } else {
      const isTwice = chance >= loss + reorder && chance < loss + reorder + retrans;
      const again = isTwice ? writer.frameTo(end) : undefined;
      writer.endFrame(time, end, this.count);
      if (again !== undefined) {
        impaired.retrans++;
        writer.writeCopy(time, again, this.count);
      }
      this.release(time);
    }
  }

  private release(time: number): void {
    const frame = this.held;
    this.held = undefined;
    if (frame !== undefined) this.scene.writer.writeCopy(time, frame, this.count);
  }
}
