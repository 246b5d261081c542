import { decodeText } from '#bytes';
import type { FrameRange, Micros } from '#kernel';
import type { Attribute } from '../dissector.ts';
import { DERIVATIONS, type Derivation, type Excerpt, type Fact } from '../facts.ts';
import { FACTS, FACTS_PER_SUBJECT, VALUE_BYTES } from '../limits.ts';
import { KeyedRecords } from '../streams/keyed-records.ts';
import type { Subjects } from '../streams/subjects.ts';

const CHUNK_BYTES = 1 << 20;
/** All value bytes together; beyond it new facts are cut. */
const ARENA_CHUNKS = 512;
/** Other hashes tried when different bytes share subject, attribute, hash and length. */
const ALTERNATIVES = 8;

const CHUNK = 4;
const OFFSET = 5;
const COUNT = 6;
const CAPTURE = 7;
const FIRST = 8;
const LAST = 10;
const FRAME = 12;
const RANGE_OFFSET = 14;
const RANGE_LENGTH = 15;
const DERIVED = 16;
const PROTOCOL = 17;
const STATE = 18;
const REPORTED = 19;
const WORDS = 20;

/** STATE bits. */
const CHANGED = 1;
const BUILT = 2;
const MORE_RANGES = 4;

/** A sighting of a value; what record() needs beside its bytes. */
export interface Sighting {
  readonly protocol: number;
  readonly capture: number;
  readonly timeUs: Micros;
}

/**
 * Each distinct (subject, attribute, value) once. Values are bytes in an arena: a value seen before costs a hash and a
 * comparison, no string. About 80 bytes a fact beside its text.
 */
export class FactTable {
  private readonly records: KeyedRecords;
  private readonly subjects: Subjects;
  private readonly seed: number;
  private readonly chunks: Uint8Array[] = [];
  private used = CHUNK_BYTES;
  private readonly built = new Map<number, string>();
  private readonly ranges = new Map<number, readonly FrameRange[]>();
  private readonly excerpts = new Map<number, readonly Excerpt[]>();
  /** Distinct facts that found no room. */
  truncated = 0;

  constructor(subjects: Subjects, seed: number) {
    this.subjects = subjects;
    this.seed = (seed ^ 0x5be0cd19) | 0;
    this.records = new KeyedRecords(WORDS, seed ^ 0x428a2f98, FACTS);
  }

  get size(): number {
    return this.records.size;
  }

  private hash(bytes: Uint8Array, from: number, to: number): number {
    let h = this.seed;
    for (let at = from; at < to; at++) h = Math.imul(h ^ bytes[at]!, 0x01000193) ^ (h >>> 13);
    return h;
  }

  /**
   * Counts a sighting of the value with these key bytes. Returns the id when it is new, so that the caller adds source
   * and excerpt; -1 when it was known or found no room.
   */
  record(subject: number, attribute: number, bytes: Uint8Array, from: number, to: number, seen: Sighting): number {
    if (subject < 0) return -1;
    const end = Math.min(to, from + VALUE_BYTES);
    const length = end - from;
    let hash = this.hash(bytes, from, end);
    for (let tried = 0; tried < ALTERNATIVES; tried++, hash = (hash + 0x61c88647) | 0) {
      const id = this.records.find(subject, attribute, hash, length + 1);
      if (id < 0) return this.insert(subject, attribute, hash, bytes, from, end, seen);
      const ints = this.records.intsOf(id);
      const base = this.records.base(id);
      if (!this.same(ints[base + CHUNK]!, ints[base + OFFSET]!, bytes, from, length)) continue;
      ints[base + COUNT]!++;
      ints[base + STATE]! |= CHANGED;
      const half = (base + LAST) / 2;
      const doubles = this.records.doublesOf(id);
      if (seen.timeUs > doubles[half]!) doubles[half] = seen.timeUs;
      return -1;
    }
    this.truncated++;
    return -1;
  }

  private same(chunk: number, offset: number, bytes: Uint8Array, from: number, length: number): boolean {
    const arena = this.chunks[chunk]!;
    for (let i = 0; i < length; i++) if (arena[offset + i] !== bytes[from + i]) return false;
    return true;
  }

  private insert(
    subject: number,
    attribute: number,
    hash: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    seen: Sighting,
  ): number {
    const length = to - from;
    if (this.used + length > CHUNK_BYTES) {
      if (this.chunks.length >= ARENA_CHUNKS) return this.cut();
      this.chunks.push(new Uint8Array(CHUNK_BYTES));
      this.used = 0;
    }
    if (this.subjects.countFact(subject) > FACTS_PER_SUBJECT) return this.cut();
    const id = this.records.add(subject, attribute, hash, length + 1);
    if (id < 0) return this.cut();
    this.chunks.at(-1)!.set(bytes.subarray(from, to), this.used);
    const ints = this.records.intsOf(id);
    const base = this.records.base(id);
    ints[base + CHUNK] = this.chunks.length - 1;
    ints[base + OFFSET] = this.used;
    this.used += length;
    ints[base + COUNT] = 1;
    ints[base + CAPTURE] = seen.capture;
    ints[base + PROTOCOL] = seen.protocol;
    ints[base + STATE] = CHANGED;
    const doubles = this.records.doublesOf(id);
    doubles[(base + FIRST) / 2] = seen.timeUs;
    doubles[(base + LAST) / 2] = seen.timeUs;
    return id;
  }

  private cut(): number {
    this.truncated++;
    return -1;
  }

  /** Where a new fact was first seen. The usual single range stays in the record. */
  setSource(id: number, ranges: readonly FrameRange[], derived: Derivation | undefined): void {
    const ints = this.records.intsOf(id);
    const base = this.records.base(id);
    const [only] = ranges;
    if (only === undefined || ranges.length > 1) {
      ints[base + STATE]! |= MORE_RANGES;
      this.ranges.set(id, ranges);
    } else {
      this.records.doublesOf(id)[(base + FRAME) / 2] = only.frame;
      ints[base + RANGE_OFFSET] = only.offset;
      ints[base + RANGE_LENGTH] = only.length;
    }
    if (derived !== undefined) ints[base + DERIVED] = DERIVATIONS.indexOf(derived) + 1;
  }

  /** The value of a fact whose key bytes are not its text. */
  setValue(id: number, value: string): void {
    const ints = this.records.intsOf(id);
    ints[this.records.base(id) + STATE]! |= BUILT;
    this.built.set(id, value);
  }

  setExcerpts(id: number, excerpts: readonly Excerpt[]): void {
    this.excerpts.set(id, excerpts);
  }

  /** Each fact with its totals. `changedOnly`: those with news since such a call, with the count since then. */
  *list(attributes: readonly Attribute[], protocols: readonly string[], changedOnly = false): Generator<Fact> {
    for (let id = 0; id < this.records.top; id++) {
      const ints = this.records.intsOf(id);
      const base = this.records.base(id);
      if (changedOnly && (ints[base + STATE]! & CHANGED) === 0) continue;
      const count = changedOnly ? ints[base + COUNT]! - ints[base + REPORTED]! : ints[base + COUNT]!;
      const fact = this.read(id, ints, base, count, attributes, protocols);
      if (changedOnly) {
        ints[base + STATE]! &= ~CHANGED;
        ints[base + REPORTED] = ints[base + COUNT]!;
        this.excerpts.delete(id);
      }
      if (fact !== undefined) yield fact;
    }
  }

  private read(
    id: number,
    ints: Int32Array,
    base: number,
    count: number,
    attributes: readonly Attribute[],
    protocols: readonly string[],
  ): Fact | undefined {
    const attribute = attributes[ints[base + 1]!]!;
    const state = ints[base + STATE]!;
    const doubles = this.records.doublesOf(id);
    const start = ints[base + OFFSET]!;
    const value =
      state & BUILT
        ? this.built.get(id)!
        : decodeText(this.chunks[ints[base + CHUNK]!]!, start, start + ints[base + 3]! - 1);
    if (value === '') return undefined;
    const frame = doubles[(base + FRAME) / 2]!;
    const single = { frame, offset: ints[base + RANGE_OFFSET]!, length: ints[base + RANGE_LENGTH]! };
    const derived = DERIVATIONS[ints[base + DERIVED]! - 1];
    const excerpts = this.excerpts.get(id);
    return {
      kind: attribute.kind,
      attribute: attribute.id,
      value,
      subject: this.subjects.name(ints[base]!),
      protocol: protocols[ints[base + PROTOCOL]!] ?? '',
      count,
      firstSeen: doubles[(base + FIRST) / 2]!,
      lastSeen: doubles[(base + LAST) / 2]!,
      source: {
        capture: ints[base + CAPTURE]!,
        ranges: state & MORE_RANGES ? this.ranges.get(id)! : [single],
        ...(derived !== undefined && { derived }),
      },
      ...(excerpts !== undefined && { excerpts }),
    };
  }
}
