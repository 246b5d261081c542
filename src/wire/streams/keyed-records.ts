import { CACHE_LINE_BYTES, CACHE_LINE_OFFSET } from '../memory.ts';

/**
 * Fixed-size records found by a key of four int32: flows, hosts, edges, pairings, IPv6 addresses. No object a record:
 * a record is `words` int32 in a segment, read also as doubles for 64-bit counters and times. The index is open
 * addressing with linear probing, [hash, id + 1] a slot, at most half full; deletion shifts back, so no tombstones.
 *
 * Growth adds segments, so records never move while they are in use; only the index is rebuilt when it doubles.
 */
const SEGMENT_BITS = 12;
const SEGMENT_RECORDS = 1 << SEGMENT_BITS;
const SEGMENT_MASK = SEGMENT_RECORDS - 1;
const FIRST_INDEX_SLOTS = 1024;
/** Longest run of occupied slots before the index grows early: bounds what crafted keys can cost. */
const PROBES = 64;
/** A probe run alone never grows the index beyond this share of use, or a flood could ask for any memory. */
const EARLY_GROWTH_SHARE = 16;

export class KeyedRecords {
  /** Records in use. */
  size = 0;
  /** Ids ever handed out are below this. */
  top = 0;
  readonly limit: number;
  private readonly words: number;
  private readonly seed: number;
  private readonly ints: Int32Array[] = [];
  private readonly doubles: Float64Array[] = [];
  private index = new Int32Array(FIRST_INDEX_SLOTS * 2);
  private mask = FIRST_INDEX_SLOTS - 1;
  private free: number[] = [];

  /**
   * `words`: int32 a record, even, the first four are the key. `seed`: secret and random a process, so that nobody can
   * choose keys that collide. `limit`: most records at once; add() answers -1 beyond it.
   */
  constructor(words: number, seed: number, limit: number) {
    this.words = words;
    this.seed = seed | 0;
    this.limit = limit;
  }

  private hash(a: number, b: number, c: number, d: number): number {
    let h = this.seed ^ Math.imul(a, 0x9e3779b1);
    h = Math.imul(h ^ (h >>> 15) ^ b, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13) ^ c, 0xc2b2ae35);
    h = Math.imul(h ^ (h >>> 16) ^ d, 0x27d4eb2f);
    return h ^ (h >>> 15);
  }

  /** Id of the record with this key, or -1. */
  find(a: number, b: number, c: number, d: number): number {
    const hash = this.hash(a, b, c, d);
    const index = this.index;
    const mask = this.mask;
    let slot = hash & mask;
    for (;;) {
      const id = index[slot * 2 + 1]! - 1;
      if (id < 0) return -1;
      if (index[slot * 2] === hash) {
        const ints = this.ints[id >> SEGMENT_BITS]!;
        const at = (id & SEGMENT_MASK) * this.words;
        if (ints[at] === a && ints[at + 1] === b && ints[at + 2] === c && ints[at + 3] === d) return id;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** Adds a record that find() did not find: zeros behind the key. -1 when the limit is reached. */
  add(a: number, b: number, c: number, d: number): number {
    if (this.size >= this.limit) return -1;
    if ((this.size + 1) * 2 > this.mask + 1) this.grow();
    const id = this.free.pop() ?? this.top++;
    const segment = id >> SEGMENT_BITS;
    if (segment === this.ints.length) {
      const length = SEGMENT_RECORDS * this.words;
      const buffer = new ArrayBuffer(length * 4 + CACHE_LINE_BYTES);
      this.ints.push(new Int32Array(buffer, CACHE_LINE_OFFSET, length));
      this.doubles.push(new Float64Array(buffer, CACHE_LINE_OFFSET, length / 2));
    }
    const ints = this.ints[segment]!;
    const at = (id & SEGMENT_MASK) * this.words;
    for (let word = at + 4, end = at + this.words; word < end; word++) ints[word] = 0;
    ints[at] = a;
    ints[at + 1] = b;
    ints[at + 2] = c;
    ints[at + 3] = d;
    if (this.place(this.hash(a, b, c, d), id) > PROBES && this.size * EARLY_GROWTH_SHARE > this.mask) this.grow();
    this.size++;
    return id;
  }

  private place(hash: number, id: number): number {
    const index = this.index;
    const mask = this.mask;
    let slot = hash & mask;
    let probes = 0;
    while (index[slot * 2 + 1] !== 0) {
      slot = (slot + 1) & mask;
      probes++;
    }
    index[slot * 2] = hash;
    index[slot * 2 + 1] = id + 1;
    return probes;
  }

  private grow(): void {
    const old = this.index;
    this.index = new Int32Array(old.length * 2);
    this.mask = this.index.length / 2 - 1;
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== 0) this.place(old[at]!, old[at + 1]! - 1);
  }

  /** Removes a record; its id will be used again. */
  remove(id: number): void {
    const ints = this.ints[id >> SEGMENT_BITS]!;
    const at = (id & SEGMENT_MASK) * this.words;
    const index = this.index;
    const mask = this.mask;
    let hole = this.hash(ints[at]!, ints[at + 1]!, ints[at + 2]!, ints[at + 3]!) & mask;
    while (index[hole * 2 + 1] !== id + 1) hole = (hole + 1) & mask;
    let slot = hole;
    for (;;) {
      slot = (slot + 1) & mask;
      if (index[slot * 2 + 1] === 0) break;
      const home = index[slot * 2]! & mask;
      // The entry may fill the hole only if its home is not between the hole and where it stands.
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        index[hole * 2] = index[slot * 2]!;
        index[hole * 2 + 1] = index[slot * 2 + 1]!;
        hole = slot;
      }
    }
    index[hole * 2 + 1] = 0;
    ints[at + 3] = 0;
    this.free.push(id);
    this.size--;
  }

  /** Removes all records and gives their memory back. */
  clear(): void {
    this.size = 0;
    this.top = 0;
    this.ints.length = 0;
    this.doubles.length = 0;
    this.free = [];
    this.index = new Int32Array(FIRST_INDEX_SLOTS * 2);
    this.mask = FIRST_INDEX_SLOTS - 1;
  }

  /** The int32 segment that holds the record; its words begin at base(id). */
  intsOf(id: number): Int32Array {
    return this.ints[id >> SEGMENT_BITS]!;
  }

  /** The same memory as doubles; word w (even) of the record is at (base(id) + w) / 2. */
  doublesOf(id: number): Float64Array {
    return this.doubles[id >> SEGMENT_BITS]!;
  }

  base(id: number): number {
    return (id & SEGMENT_MASK) * this.words;
  }
}
