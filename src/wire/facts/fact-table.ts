import { decodeText } from '#bytes';
import type { FrameRange, Micros } from '#kernel';
import type { Attribute } from '../dissector.ts';
import { DERIVATIONS, type Derivation, type Excerpt, type Fact } from '../facts.ts';
import { FACTS, FACTS_PER_SUBJECT, VALUE_BYTES } from '../limits.ts';
import { CACHE_LINE_BYTES, CACHE_LINE_OFFSET } from '../memory.ts';
import type { Subjects } from '../streams/subjects.ts';

/**
 * A fact is one block in a chunk: what a repeated sighting touches first, then the value's bytes, then the rest. So a
 * value seen before costs one cache line, and no string.
 *
 *   int 0 subject · 1 attribute, text bytes << 16 · 2 key bytes, protocol << 16, derivation << 28 · 3 count ·
 *   double at 16: last seen · 24 key, then text
 *   then, at the next multiple of 8: double first seen · double frame · ints: capture, offset, length, count already
 *   reported
 */
const SUBJECT = 0;
const ATTRIBUTE = 1;
const KEY = 2;
const COUNT = 3;
const LAST_BYTES = 16;
const KEY_AT = 24;
const TAIL_BYTES = 32;
/** Ints of the tail, counted from its beginning; the two doubles come first. */
const CAPTURE = 4;
const RANGE_OFFSET = 5;
const RANGE_LENGTH = 6;
const REPORTED = 7;
const LOW_HALF = 0xffff;
const PROTOCOL_MASK = 0xfff;
const DERIVATION_SHIFT = 28;

const CHUNK_BITS = 20;
const CHUNK_BYTES = 1 << CHUNK_BITS;
/** Blocks begin at multiples of 16, so a reference counts in 16 bytes. */
const ALIGN_BITS = 4;
const CHUNK_REFERENCES = 1 << (CHUNK_BITS - ALIGN_BITS);
/** All facts together; beyond it new ones are cut. */
const CHUNKS = 1024;
const BLOCK_BYTES = KEY_AT + VALUE_BYTES * 2 + TAIL_BYTES + CACHE_LINE_BYTES * 2;
const FIRST_INDEX_SLOTS = 1 << 12;
/**
 * Places that remember the latest value of a (subject, attribute), [hash, reference + 1] each: most sightings repeat
 * it, and this much stays in a core's own cache, where the index of all facts does not.
 */
const LATEST = 1 << 16;

interface Chunk {
  readonly bytes: Uint8Array;
  readonly ints: Int32Array;
  readonly doubles: Float64Array;
  used: number;
}

/** A sighting of a value; what record() needs beside its bytes. */
export interface Sighting {
  readonly protocol: number;
  readonly capture: number;
  readonly timeUs: Micros;
}

/** Makes the text of a value whose key bytes are not its text, as UTF-8. Asked only when the key is new. */
export type MakeText = () => Uint8Array;

const align = (value: number, to: number): number => (value + to - 1) & -to;

/** Each distinct (subject, attribute, value) once. */
export class FactTable {
  private readonly subjects: Subjects;
  private readonly seed: number;
  private readonly chunks: Chunk[] = [];
  private readonly latest = new Int32Array(LATEST * 2);
  /** Open addressing, [hash, reference + 1] a slot, at most half full. */
  private index = new Int32Array(FIRST_INDEX_SLOTS * 2);
  private mask = FIRST_INDEX_SLOTS - 1;
  private readonly ranges = new Map<number, readonly FrameRange[]>();
  private readonly excerpts = new Map<number, readonly Excerpt[]>();
  size = 0;
  /** Distinct facts that found no room. */
  truncated = 0;

  /** `seed`: secret and random a process, so that nobody can choose values that collide. */
  constructor(subjects: Subjects, seed: number) {
    this.subjects = subjects;
    this.seed = (seed ^ 0x5be0cd19) | 0;
  }

  /** Four bytes a step: the steps depend on each other, the bytes of one do not. */
  private hash(subject: number, attribute: number, bytes: Uint8Array, from: number, to: number): number {
    let h = this.seed ^ Math.imul(subject, 0x9e3779b1) ^ Math.imul(attribute + to - from, 0x85ebca6b);
    let at = from;
    for (; at + 4 <= to; at += 4) {
      const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      h = Math.imul(h ^ word, 0x9e3779b1);
      h ^= h >>> 15;
    }
    for (; at < to; at++) h = Math.imul(h ^ bytes[at]!, 0x01000193) ^ (h >>> 13);
    h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
    return h ^ (h >>> 13);
  }

  /**
   * Counts a sighting of the value with these key bytes. Answers a reference when it is new, so that the caller adds
   * source and excerpt; -1 when it was known or found no room.
   */
  record(
    subject: number,
    attribute: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    seen: Sighting,
    makeText?: MakeText,
  ): number {
    if (subject < 0) return -1;
    const end = Math.min(to, from + VALUE_BYTES);
    const hash = this.hash(subject, attribute, bytes, from, end);
    const latest = this.latest;
    const place = ((Math.imul(subject, 0x9e3779b1) + attribute) & (LATEST - 1)) * 2;
    if (
      latest[place] === hash &&
      latest[place + 1] !== 0 &&
      this.counts(latest[place + 1]! - 1, subject, attribute, bytes, from, end, seen.timeUs)
    )
      return -1;
    const { index, mask } = this;
    let slot = hash & mask;
    for (;;) {
      const reference = index[slot * 2 + 1]! - 1;
      if (reference < 0) break;
      if (index[slot * 2] === hash && this.counts(reference, subject, attribute, bytes, from, end, seen.timeUs)) {
        latest[place] = hash;
        latest[place + 1] = reference + 1;
        return -1;
      }
      slot = (slot + 1) & mask;
    }
    if (this.size >= FACTS || this.subjects.countFact(subject) > FACTS_PER_SUBJECT) return this.cut();
    const reference = this.insert(subject, attribute, bytes, from, end, seen, makeText);
    if (reference < 0) return this.cut();
    index[slot * 2] = hash;
    index[slot * 2 + 1] = reference + 1;
    latest[place] = hash;
    latest[place + 1] = reference + 1;
    if (++this.size * 2 > mask) this.grow();
    return reference;
  }

  /** If the block is this value, counts a sighting. */
  private counts(
    reference: number,
    subject: number,
    attribute: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    timeUs: Micros,
  ): boolean {
    const chunk = this.chunks[reference >>> (CHUNK_BITS - ALIGN_BITS)]!;
    const start = (reference & (CHUNK_REFERENCES - 1)) << ALIGN_BITS;
    const word = start >> 2;
    const { ints } = chunk;
    const length = to - from;
    if (ints[word + SUBJECT] !== subject || (ints[word + ATTRIBUTE]! & LOW_HALF) !== attribute) return false;
    if ((ints[word + KEY]! & LOW_HALF) !== length) return false;
    const known = chunk.bytes;
    for (let i = 0, at = start + KEY_AT; i < length; i++) if (known[at + i] !== bytes[from + i]) return false;
    ints[word + COUNT]!++;
    const last = (start + LAST_BYTES) >> 3;
    if (timeUs > chunk.doubles[last]!) chunk.doubles[last] = timeUs;
    return true;
  }

  private grow(): void {
    const old = this.index;
    this.index = new Int32Array(old.length * 2);
    this.mask = this.index.length / 2 - 1;
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] === 0) continue;
      let slot = old[at]! & this.mask;
      while (this.index[slot * 2 + 1] !== 0) slot = (slot + 1) & this.mask;
      this.index[slot * 2] = old[at]!;
      this.index[slot * 2 + 1] = old[at + 1]!;
    }
  }

  private insert(
    subject: number,
    attribute: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    seen: Sighting,
    makeText: MakeText | undefined,
  ): number {
    let chunk = this.chunks.at(-1);
    if (chunk === undefined || chunk.used + BLOCK_BYTES > CHUNK_BYTES) {
      if (this.chunks.length >= CHUNKS) return -1;
      chunk = newChunk();
      this.chunks.push(chunk);
    }
    const keyBytes = to - from;
    const start = startFor(chunk.used, keyBytes);
    for (let i = 0, at = start + KEY_AT; i < keyBytes; i++) chunk.bytes[at + i] = bytes[from + i]!;
    const text = makeText?.();
    const textBytes = text === undefined ? 0 : Math.min(text.length, VALUE_BYTES);
    if (text !== undefined) chunk.bytes.set(text.subarray(0, textBytes), start + KEY_AT + keyBytes);
    const word = start >> 2;
    const { ints, doubles } = chunk;
    ints[word + SUBJECT] = subject;
    ints[word + ATTRIBUTE] = attribute | (textBytes << 16);
    ints[word + KEY] = keyBytes | (seen.protocol << 16);
    ints[word + COUNT] = 1;
    doubles[(start + LAST_BYTES) >> 3] = seen.timeUs;
    const tail = align(start + KEY_AT + keyBytes + textBytes, 8);
    doubles[tail >> 3] = seen.timeUs;
    ints[(tail >> 2) + CAPTURE] = seen.capture;
    chunk.used = align(tail + TAIL_BYTES, 1 << ALIGN_BITS);
    return (this.chunks.length - 1) * CHUNK_REFERENCES + (start >> ALIGN_BITS);
  }

  private cut(): number {
    this.truncated++;
    return -1;
  }

  /** Where a new fact was first seen. The usual single range stays in the block. */
  setSource(reference: number, ranges: readonly FrameRange[], derived: Derivation | undefined): void {
    const chunk = this.chunks[reference >>> (CHUNK_BITS - ALIGN_BITS)]!;
    const start = (reference & (CHUNK_REFERENCES - 1)) << ALIGN_BITS;
    const tail = tailOf(chunk, start);
    const [only] = ranges;
    if (only === undefined || ranges.length > 1) this.ranges.set(reference, ranges);
    else {
      chunk.doubles[(tail >> 3) + 1] = only.frame;
      chunk.ints[(tail >> 2) + RANGE_OFFSET] = only.offset;
      chunk.ints[(tail >> 2) + RANGE_LENGTH] = only.length;
    }
    if (derived !== undefined)
      chunk.ints[(start >> 2) + KEY]! |= (DERIVATIONS.indexOf(derived) + 1) << DERIVATION_SHIFT;
  }

  setExcerpts(reference: number, excerpts: readonly Excerpt[]): void {
    this.excerpts.set(reference, excerpts);
  }

  /** Each fact with its totals. `changedOnly`: those with news since such a call, with the count since then. */
  *list(attributes: readonly Attribute[], protocols: readonly string[], changedOnly = false): Generator<Fact> {
    for (const [number, chunk] of this.chunks.entries()) {
      for (let start = 0; start < chunk.used; ) {
        if (chunk.ints[(start >> 2) + COUNT] === 0) {
          start = align(start + 1, CACHE_LINE_BYTES);
          continue;
        }
        const tail = tailOf(chunk, start);
        const reference = number * CHUNK_REFERENCES + (start >> ALIGN_BITS);
        const total = chunk.ints[(start >> 2) + COUNT]!;
        const count = changedOnly ? total - chunk.ints[(tail >> 2) + REPORTED]! : total;
        if (count > 0) {
          const fact = this.read(chunk, start, tail, reference, count, attributes, protocols);
          if (changedOnly) {
            chunk.ints[(tail >> 2) + REPORTED] = total;
            this.excerpts.delete(reference);
          }
          if (fact !== undefined) yield fact;
        }
        start = align(tail + TAIL_BYTES, 1 << ALIGN_BITS);
      }
    }
  }

  private read(
    chunk: Chunk,
    start: number,
    tail: number,
    reference: number,
    count: number,
    attributes: readonly Attribute[],
    protocols: readonly string[],
  ): Fact | undefined {
    const { ints, doubles } = chunk;
    const word = start >> 2;
    const cold = tail >> 2;
    const keyBytes = ints[word + KEY]! & LOW_HALF;
    const textBytes = ints[word + ATTRIBUTE]! >>> 16;
    const from = start + KEY_AT + (textBytes > 0 ? keyBytes : 0);
    const value = decodeText(chunk.bytes, from, from + (textBytes > 0 ? textBytes : keyBytes));
    if (value === '') return undefined;
    const attribute = attributes[ints[word + ATTRIBUTE]! & LOW_HALF]!;
    const only = {
      frame: doubles[(tail >> 3) + 1]!,
      offset: ints[cold + RANGE_OFFSET]!,
      length: ints[cold + RANGE_LENGTH]!,
    };
    const derived = DERIVATIONS[(ints[word + KEY]! >>> DERIVATION_SHIFT) - 1];
    const excerpts = this.excerpts.get(reference);
    return {
      kind: attribute.kind,
      attribute: attribute.id,
      value,
      subject: this.subjects.name(ints[word + SUBJECT]!),
      protocol: protocols[(ints[word + KEY]! >>> 16) & PROTOCOL_MASK] ?? '',
      count,
      firstSeen: doubles[tail >> 3]!,
      lastSeen: doubles[(start + LAST_BYTES) >> 3]!,
      source: {
        capture: ints[cold + CAPTURE]!,
        ranges: this.ranges.get(reference) ?? [only],
        ...(derived !== undefined && { derived }),
      },
      ...(excerpts !== undefined && { excerpts }),
    };
  }
}

function newChunk(): Chunk {
  const buffer = new ArrayBuffer(CHUNK_BYTES + CACHE_LINE_BYTES);
  const bytes = new Uint8Array(buffer, CACHE_LINE_OFFSET, CHUNK_BYTES);
  const ints = new Int32Array(buffer, CACHE_LINE_OFFSET, CHUNK_BYTES / 4);
  return { bytes, ints, doubles: new Float64Array(buffer, CACHE_LINE_OFFSET, CHUNK_BYTES / 8), used: 0 };
}

/** The block begins a line when it would otherwise lie across one with what a sighting compares. The gap has count 0. */
function startFor(used: number, keyBytes: number): number {
  const compared = Math.min(KEY_AT + keyBytes, CACHE_LINE_BYTES);
  return (used & (CACHE_LINE_BYTES - 1)) + compared > CACHE_LINE_BYTES ? align(used, CACHE_LINE_BYTES) : used;
}

function tailOf(chunk: Chunk, start: number): number {
  const word = start >> 2;
  return align(start + KEY_AT + (chunk.ints[word + KEY]! & LOW_HALF) + (chunk.ints[word + ATTRIBUTE]! >>> 16), 8);
}
