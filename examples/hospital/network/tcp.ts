import { be16, be32, cat, u8, zeros } from '../../../bench/captures/bytes.ts';
import { type Host, nextPort } from './host.ts';
import { timestampOptions } from './stack.ts';
import type { Wire } from './wire.ts';

/** One thing that one side says; `wait` seconds after what went before. */
export interface Turn {
  readonly side: 'client' | 'server';
  readonly wait: number;
  readonly bytes: Buffer;
}

export const ask = (bytes: Buffer, wait = 0.002): Turn => ({ side: 'client', wait, bytes });
export const tell = (bytes: Buffer, wait = 0.002): Turn => ({ side: 'server', wait, bytes });

export interface TcpOptions {
  /** How it ends; `open`: not while anybody looks. */
  readonly close?: 'fin' | 'reset' | 'open' | 'refused';
  /** The client's port, for programs that choose one. */
  readonly clientPort?: number;
}

interface Ends {
  readonly client: Host;
  readonly server: Host;
  readonly port: number;
}

const FIN = 1;
const SYN = 2;
const RST = 4;
const PSH = 8;
const ACK = 16;
const MSS = 1460;
const TIMESTAMP_BYTES = 12;
const SEGMENT_GAP_S = 14e-6;
/** A receiver acknowledges every second segment (RFC 9293 §3.8.6.3), and alone after this time. */
const DELAYED_ACK_S = 0.04;
const NOTHING = zeros(0);

class Connection {
  private readonly wire: Wire;
  private readonly ends: Ends;
  private readonly clientPort: number;
  private readonly timestamps: boolean;
  private readonly sequences: Record<Turn['side'], number>;
  private readonly clocks: Record<Turn['side'], number>;
  readonly rtt: number;

  constructor(wire: Wire, ends: Ends, clientPort: number) {
    const { random } = wire;
    this.wire = wire;
    this.ends = ends;
    this.clientPort = clientPort;
    this.timestamps = ends.client.stack.timestamps && ends.server.stack.timestamps;
    this.sequences = { client: random.u32(), server: random.u32() };
    this.clocks = { client: random.u32() & 0x0fffffff, server: random.u32() & 0x0fffffff };
    this.rtt = 0.0003 + random.exponential(0.0006);
  }

  get mss(): number {
    return this.timestamps ? MSS - TIMESTAMP_BYTES : MSS;
  }

  send(at: number, side: Turn['side'], flags: number, payload: Buffer = NOTHING): void {
    const other = side === 'client' ? 'server' : 'client';
    const { client, server, port } = this.ends;
    const from = this.ends[side];
    const isSyn = (flags & SYN) !== 0;
    const clock = (this.clocks[side] + Math.floor((at % 86_400) * 1000)) >>> 0;
    const echo = (flags & ACK) === 0 ? 0 : (this.clocks[other] + Math.floor((at % 86_400) * 1000)) >>> 0;
    const options = isSyn
      ? this.synOptions(side, clock, echo)
      : this.timestamps
        ? timestampOptions(clock, echo)
        : NOTHING;
    const head = cat(
      be16(side === 'client' ? this.clientPort : port),
      be16(side === 'client' ? port : this.clientPort),
      be32(this.sequences[side]),
      be32((flags & ACK) === 0 ? 0 : this.sequences[other]),
      u8(((20 + options.length) / 4) << 4, flags),
      be16(from.stack.window),
      be32(0),
      options,
    );
    this.wire.segment(at, from, side === 'client' ? server : client, head, payload);
    this.sequences[side] = (this.sequences[side] + payload.length + ((flags & (SYN | FIN)) === 0 ? 0 : 1)) >>> 0;
  }

  /** A server offers only what the client offered (RFC 7323 §3.2). */
  private synOptions(side: Turn['side'], clock: number, echo: number): Buffer {
    const { stack } = this.ends[side];
    const options = stack.synOptions(clock);
    if (side === 'client' || !stack.timestamps) return options;
    if (!this.timestamps) return u8(2, 4, 5, 0xb4, 1, 1, 4, 2);
    const at = options.indexOf(Buffer.from([8, 10]));
    const answered = Buffer.from(options);
    answered.writeUInt32BE(echo, at + 6);
    return answered;
  }

  open(at: number): number {
    this.send(at, 'client', SYN);
    this.send(at + this.rtt / 2, 'server', SYN | ACK);
    this.send(at + this.rtt, 'client', ACK);
    return at + this.rtt;
  }

  /** Says all of a turn and answers when it is done. */
  say(start: number, { side, bytes }: Turn): number {
    const other = side === 'client' ? 'server' : 'client';
    let at = start;
    let unacknowledged = 0;
    for (let offset = 0; offset < bytes.length; offset += this.mss) {
      const isLast = offset + this.mss >= bytes.length;
      this.send(at, side, ACK | (isLast ? PSH : 0), bytes.subarray(offset, offset + this.mss));
      at += SEGMENT_GAP_S;
      if (++unacknowledged < 2 || isLast) continue;
      this.send(at + this.rtt / 2, other, ACK);
      unacknowledged = 0;
      at += this.rtt / 2 + SEGMENT_GAP_S;
    }
    return at;
  }

  acknowledge(at: number, side: Turn['side']): void {
    this.send(at, side, ACK);
  }

  refuse(at: number): number {
    this.send(at, 'client', SYN);
    this.sequences.server = 0;
    this.send(at + this.rtt, 'server', RST | ACK);
    return at + this.rtt;
  }

  close(at: number, how: 'fin' | 'reset'): number {
    if (how === 'reset') {
      this.send(at, 'client', RST | ACK);
      return at;
    }
    this.send(at, 'client', FIN | ACK);
    this.send(at + this.rtt / 2, 'server', FIN | ACK);
    this.send(at + this.rtt, 'client', ACK);
    return at + this.rtt;
  }
}

/** Plays a whole connection into the recording; answers when its last packet was seen. */
export function playTcp(wire: Wire, start: number, ends: Ends, turns: readonly Turn[], options: TcpOptions): number {
  const connection = new Connection(wire, ends, options.clientPort ?? nextPort(ends.client));
  if (options.close === 'refused') return connection.refuse(start);
  let at = connection.open(start);
  for (const [index, turn] of turns.entries()) {
    at = connection.say(at + turn.wait, turn);
    const next = turns[index + 1];
    const isAnswered = next !== undefined && next.side !== turn.side && next.wait < DELAYED_ACK_S;
    if (!isAnswered) connection.acknowledge(at + connection.rtt / 2, turn.side === 'client' ? 'server' : 'client');
    at += connection.rtt / 2;
  }
  return options.close === 'open' ? at : connection.close(at + connection.rtt, options.close ?? 'fin');
}
