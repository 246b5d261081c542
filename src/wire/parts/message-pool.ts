import type { FrameRange } from '#kernel';
import type { Out } from '../dissector.ts';
import type { Ports } from '../ports.ts';
import { copyBytes } from './copy-bytes.ts';
import type { Piece } from './pieced-out.ts';

/** All bytes kept of messages in the making, of all flows together; beyond it the oldest message is given up. */
export const POOL_BYTES = 16 * 1024 * 1024;
/** Fragments of one message; more are a fault or an attack. */
export const MESSAGE_FRAGMENTS = 128;

interface Fragment {
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly ranges: readonly FrameRange[];
  /** Position in the view of its datagram, which is at hand while `datagram` is the pool's current one. */
  readonly viewFrom: number;
  readonly datagram: number;
}

const EMPTY: Fragment = { at: 0, bytes: new Uint8Array(0), ranges: [], viewFrom: 0, datagram: 0 };

/** A message whose fragments come in several datagrams, in any order (DTLS handshake, CRYPTO stream of QUIC). */
export class PooledMessage {
  /** In order of position, without overlap. */
  fragments: Fragment[] = [];
  bytesHeld = 0;

  /** Length of what is there in one piece from position 0. */
  get contiguous(): number {
    let length = 0;
    for (const fragment of this.fragments) {
      if (fragment.at > length) break;
      length = fragment.at + fragment.bytes.length;
    }
    return length;
  }

  /** The first `length` bytes, which are contiguous, in one array. */
  join(length: number): Uint8Array {
    const joined = new Uint8Array(length);
    for (const { at, bytes } of this.fragments)
      if (at < length) joined.set(bytes.subarray(0, Math.min(bytes.length, length - at)), at);
    return joined;
  }

  pieces(datagram: number): Piece[] {
    return this.fragments.map((fragment) => {
      const place = { at: fragment.at, length: fragment.bytes.length };
      return fragment.datagram === datagram
        ? { ...place, from: fragment.viewFrom }
        : { ...place, ranges: fragment.ranges };
    });
  }
}

/** Holds fragments within POOL_BYTES. Flows that end need not say so: what they leave behind is pushed out by age. */
export class MessagePool {
  private readonly messages = new Set<PooledMessage>();
  private held = 0;
  /** Number of the datagram in hand. */
  datagram = 0;

  /** Another datagram is at hand; positions given before are positions no more. */
  next(): void {
    this.datagram++;
  }

  open(): PooledMessage {
    const message = new PooledMessage();
    this.messages.add(message);
    return message;
  }

  close(message: PooledMessage): void {
    if (this.messages.delete(message)) this.held -= message.bytesHeld;
    message.fragments = [];
    message.bytesHeld = 0;
  }

  /**
   * Adds bytes[from, to), which stand at position `at` of the message and at `viewFrom` in the view. What is there
   * already stays (first copy wins). False when the message has too many fragments.
   */
  add(
    message: PooledMessage,
    at: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    viewFrom: number,
    out: Pick<Out, 'locate'>,
  ): boolean {
    let begin = at;
    const end = at + to - from;
    const { fragments } = message;
    let index = 0;
    for (; index < fragments.length && begin < end; index++) {
      const known = fragments[index]!;
      const gapEnd = Math.min(end, known.at);
      if (begin < gapEnd) {
        if (!this.insert(message, index, begin, gapEnd)) return false;
        fragments[index] = this.fragment(begin, gapEnd, at, bytes, from, viewFrom, out);
        index++;
      }
      begin = Math.max(begin, known.at + known.bytes.length);
    }
    if (begin >= end) return true;
    if (!this.insert(message, index, begin, end)) return false;
    fragments[index] = this.fragment(begin, end, at, bytes, from, viewFrom, out);
    return true;
  }

  private insert(message: PooledMessage, index: number, begin: number, end: number): boolean {
    if (message.fragments.length >= MESSAGE_FRAGMENTS) return false;
    // A message that was pushed out begins anew.
    this.messages.add(message);
    message.fragments.splice(index, 0, EMPTY);
    message.bytesHeld += end - begin;
    this.held += end - begin;
    for (const oldest of this.messages) {
      if (this.held <= POOL_BYTES) break;
      if (oldest !== message) this.close(oldest);
    }
    return true;
  }

  private fragment(
    begin: number,
    end: number,
    at: number,
    bytes: Uint8Array,
    from: number,
    viewFrom: number,
    out: Pick<Out, 'locate'>,
  ): Fragment {
    const skipped = begin - at;
    const length = end - begin;
    return {
      at: begin,
      bytes: copyBytes(bytes, from + skipped, from + skipped + length),
      ranges: out.locate(viewFrom + skipped, viewFrom + skipped + length),
      viewFrom: viewFrom + skipped,
      datagram: this.datagram,
    };
  }
}

const perPorts = new WeakMap<Ports, MessagePool>();

/** The pool of one engine. */
export function messagePoolFor(ports: Ports): MessagePool {
  let made = perPorts.get(ports);
  if (made === undefined) {
    made = new MessagePool();
    perPorts.set(ports, made);
  }
  return made;
}
