import type { FrameRange } from '#kernel';
import { RANGES_PER_FACT } from '../limits.ts';

/** What evidence keeps of a frame that is no longer at hand: see Excerpt. */
export interface FrameHead {
  readonly frame: number;
  readonly length: number;
  readonly sha256: string;
  /** The protocol headers, from the first byte of the frame. */
  readonly headers: Uint8Array;
}

/** Bytes put together from several frames, each of which can still be named. */
export class Assembly {
  readonly bytes: Uint8Array;
  length = 0;
  /** Triples: position in `bytes`, frame number, offset in that frame. In order of position. */
  private pieces: number[] = [];
  /** Beside each piece, when excerpts are kept. */
  private heads: (FrameHead | undefined)[] = [];

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  get room(): number {
    return this.bytes.length - this.length;
  }

  clear(): void {
    this.length = 0;
    this.pieces.length = 0;
    this.heads.length = 0;
  }

  /** Copies bytes[from, to) of one frame behind what is there. The caller has checked `room`. */
  append(bytes: Uint8Array, from: number, to: number, frame: number, offset: number, head?: FrameHead): void {
    this.pieces.push(this.length, frame, offset);
    this.heads.push(head);
    this.bytes.set(bytes.subarray(from, to), this.length);
    this.length += to - from;
  }

  /** Copies [from, to) of another assembly, keeping the frames behind it. */
  appendFrom(other: Assembly, from: number, to: number): void {
    for (let piece = 0; piece < other.heads.length; piece++) {
      const begin = Math.max(from, other.pieces[piece * 3]!);
      const end = Math.min(to, other.pieces[piece * 3 + 3] ?? other.length);
      if (begin >= end) continue;
      const offset = other.pieces[piece * 3 + 2]! + begin - other.pieces[piece * 3]!;
      this.append(other.bytes, begin, end, other.pieces[piece * 3 + 1]!, offset, other.heads[piece]);
    }
  }

  /** Forgets the first `count` bytes. */
  drop(count: number): void {
    if (count >= this.length) return this.clear();
    this.bytes.copyWithin(0, count, this.length);
    this.length -= count;
    let keep = 0;
    while (keep + 1 < this.heads.length && this.pieces[keep * 3 + 3]! <= count) keep++;
    if (keep > 0) {
      this.pieces.splice(0, keep * 3);
      this.heads.splice(0, keep);
    }
    for (let at = 0; at < this.pieces.length; at += 3) {
      const moved = this.pieces[at]! - count;
      if (moved < 0) this.pieces[at + 2] = this.pieces[at + 2]! - moved;
      this.pieces[at] = Math.max(0, moved);
    }
  }

  /** The frames behind [from, to), in order, at most RANGES_PER_FACT of them. */
  locate(from: number, to: number): FrameRange[] {
    const ranges: FrameRange[] = [];
    this.each(from, to, (frame, offset, length) => ranges.push({ frame, offset, length }));
    return ranges;
  }

  /** Heads of the frames behind [from, to), beside what locate() says. */
  headsOf(from: number, to: number): FrameHead[] {
    const heads: FrameHead[] = [];
    this.each(from, to, (_frame, _offset, _length, head) => {
      if (head !== undefined && heads.at(-1)?.frame !== head.frame) heads.push(head);
    });
    return heads;
  }

  private each(
    from: number,
    to: number,
    visit: (frame: number, offset: number, length: number, head: FrameHead | undefined) => void,
  ): void {
    let visited = 0;
    for (let piece = 0; piece < this.heads.length && visited < RANGES_PER_FACT; piece++) {
      const begin = Math.max(from, this.pieces[piece * 3]!);
      const end = Math.min(to, this.pieces[piece * 3 + 3] ?? this.length);
      if (begin >= end) continue;
      const offset = this.pieces[piece * 3 + 2]! + begin - this.pieces[piece * 3]!;
      visit(this.pieces[piece * 3 + 1]!, offset, end - begin, this.heads[piece]);
      visited++;
    }
  }
}
