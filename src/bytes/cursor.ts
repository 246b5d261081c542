/**
 * Reads big- and little-endian fields one after the other. Reading past the end does not throw: it returns 0 and sets
 * `ok` to false for good, so that a parser checks once, after it has read what it needs.
 */
export class Cursor {
  bytes: Uint8Array;
  at: number;
  end: number;
  ok: boolean;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.ok = true;
  }

  /** Starts over on other bytes. One cursor serves many messages, so the packet path makes no garbage. */
  set(bytes: Uint8Array, at: number, end: number): this {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.ok = true;
    return this;
  }

  get left(): number {
    return this.end - this.at;
  }

  /** Moves on by `count` and returns where it stood, or -1 when fewer bytes are left. */
  take(count: number): number {
    const at = this.at;
    if (count < 0 || at + count > this.end) {
      this.ok = false;
      this.at = this.end;
      return -1;
    }
    this.at = at + count;
    return at;
  }

  skip(count: number): void {
    this.take(count);
  }

  u8(): number {
    const at = this.take(1);
    return at < 0 ? 0 : this.bytes[at]!;
  }

  u16(): number {
    const at = this.take(2);
    return at < 0 ? 0 : (this.bytes[at]! << 8) | this.bytes[at + 1]!;
  }

  u24(): number {
    const at = this.take(3);
    return at < 0 ? 0 : (this.bytes[at]! << 16) | (this.bytes[at + 1]! << 8) | this.bytes[at + 2]!;
  }

  u32(): number {
    const at = this.take(4);
    return at < 0 ? 0 : u32At(this.bytes, at);
  }

  u16le(): number {
    const at = this.take(2);
    return at < 0 ? 0 : this.bytes[at]! | (this.bytes[at + 1]! << 8);
  }

  u32le(): number {
    const at = this.take(4);
    return at < 0 ? 0 : u32leAt(this.bytes, at);
  }

  /** The next byte without moving, or -1 at the end. */
  peek(): number {
    return this.at < this.end ? this.bytes[this.at]! : -1;
  }
}

/** Unsigned 16 bits, big endian. The caller has checked that `at + 2` is inside. */
export const u16At = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;

/** Unsigned 32 bits, big endian. The caller has checked that `at + 4` is inside. */
export const u32At = (bytes: Uint8Array, at: number): number =>
  bytes[at]! * 0x1000000 + ((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!);

/** Unsigned 16 bits, little endian. The caller has checked that `at + 2` is inside. */
export const u16leAt = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8);

/** Unsigned 32 bits, little endian. The caller has checked that `at + 4` is inside. */
export const u32leAt = (bytes: Uint8Array, at: number): number =>
  bytes[at + 3]! * 0x1000000 + ((bytes[at + 2]! << 16) | (bytes[at + 1]! << 8) | bytes[at]!);

/** Signed 32 bits, big endian: what the integer-only packet path hashes and compares. */
export const i32At = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;

/** Where `needle` first stands in `bytes[from, to)`, or -1. */
export function indexOf(bytes: Uint8Array, needle: Uint8Array, from: number, to: number): number {
  const first = needle[0];
  if (first === undefined) return from;
  const last = to - needle.length;
  // A loop of our own: the built-in search would go on past `to`, to the end of a window of a megabyte.
  for (let at = from; at <= last; at++) {
    if (bytes[at] !== first) continue;
    let same = 1;
    while (same < needle.length && bytes[at + same] === needle[same]) same++;
    if (same === needle.length) return at;
  }
  return -1;
}

/** True when `bytes[at, end)` begins with `prefix`. */
export function startsWith(bytes: Uint8Array, at: number, end: number, prefix: Uint8Array): boolean {
  if (end - at < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[at + i] !== prefix[i]) return false;
  return true;
}
