import { decodeText } from '#bytes';
import type { FrameRange } from '#kernel';
import type { Attribute, Out, Subject, ValueOrigin } from '../dissector.ts';
import type { Derivation, PersonalData } from '../facts.ts';
import type { Ports } from '../ports.ts';

/** What a message parser needs of Out; either Out itself, or a PiecedOut over bytes that were put together. */
export interface FactSink {
  readonly ports: Ports;
  text(attribute: Attribute, subject: Subject, from: number, to: number): void;
  value(attribute: Attribute, subject: Subject, value: string, from: number, to: number, more?: ValueOrigin): void;
  personal(category: PersonalData, count: number): void;
  anomaly(kind: string): void;
}

/** Some bytes of a message, and where they came from: a position in the view, or frames of an earlier view. */
export interface Piece {
  /** Position of the first byte in the message. */
  readonly at: number;
  readonly length: number;
  /** Position in the view now in hand; absent when the piece arrived earlier. */
  readonly from?: number;
  /** Frames behind an earlier piece, from Out.locate. */
  readonly ranges?: readonly FrameRange[];
}

/**
 * Facts of a message that does not stand in the view in one piece: records of TLS, fragments of DTLS, CRYPTO frames of
 * QUIC. Positions given to it are positions in `bytes`; they become the frame ranges of the pieces that hold them.
 */
export class PiecedOut implements FactSink {
  readonly ports: Ports;
  private readonly out: Out;
  private readonly bytes: Uint8Array;
  private readonly pieces: readonly Piece[];
  private readonly derived: Derivation;
  private readonly viewStart: number;

  /** `viewStart`: where the view in hand begins; an empty range there stands for a value that arrived earlier in full. */
  constructor(out: Out, bytes: Uint8Array, pieces: readonly Piece[], derived: Derivation, viewStart: number) {
    this.viewStart = viewStart;
    this.ports = out.ports;
    this.out = out;
    this.bytes = bytes;
    this.pieces = pieces;
    this.derived = derived;
  }

  text(attribute: Attribute, subject: Subject, from: number, to: number): void {
    this.value(attribute, subject, decodeText(this.bytes, from, to), from, to);
  }

  value(attribute: Attribute, subject: Subject, value: string, from: number, to: number, more?: ValueOrigin): void {
    if (value === '') return;
    const before: FrameRange[] = [...(more?.before ?? [])];
    let lastFrom = this.viewStart;
    let lastTo = this.viewStart;
    for (const piece of this.pieces) {
      const first = Math.max(from, piece.at);
      const last = Math.min(to, piece.at + piece.length);
      if (first >= last) continue;
      if (piece.from === undefined) {
        before.push(...rangesWithin(piece.ranges ?? [], first - piece.at, last - first));
        continue;
      }
      if (lastTo > lastFrom) before.push(...this.out.locate(lastFrom, lastTo));
      lastFrom = piece.from + (first - piece.at);
      lastTo = lastFrom + (last - first);
    }
    this.out.value(attribute, subject, value, lastFrom, lastTo, { derived: more?.derived ?? this.derived, before });
  }

  personal(category: PersonalData, count: number): void {
    this.out.personal(category, count);
  }

  anomaly(kind: string): void {
    this.out.anomaly(kind);
  }
}

/** The ranges that hold `length` bytes after the first `skip` bytes of `ranges`. */
export function rangesWithin(ranges: readonly FrameRange[], skip: number, length: number): FrameRange[] {
  const within: FrameRange[] = [];
  let toSkip = skip;
  let left = length;
  for (const range of ranges) {
    if (left <= 0) break;
    if (toSkip >= range.length) {
      toSkip -= range.length;
      continue;
    }
    const taken = Math.min(range.length - toSkip, left);
    within.push({ frame: range.frame, offset: range.offset + toSkip, length: taken });
    toSkip = 0;
    left -= taken;
  }
  return within;
}
