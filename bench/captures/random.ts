/**
 * Random numbers that are the same everywhere for one seed: sfc32 by Chris Doty-Humphrey (PractRand), with a start
 * state of our own.
 */
export class Random {
  /** The next 32 bits, as an unsigned number. */
  readonly u32: () => number;

  constructor(seed: number) {
    this.u32 = sfc32(seed | 0);
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    return this.u32() / 4294967296;
  }

  /** An integer from 0 up to, not including, `n`. */
  below(n: number): number {
    return Math.floor(this.fraction() * n);
  }

  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** Exponentially distributed with the given mean, so some values are long. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.fraction());
  }

  bytes(count: number): Buffer {
    const bytes = Buffer.allocUnsafe(count);
    let at = 0;
    for (; at + 4 <= count; at += 4) bytes.writeUInt32LE(this.u32(), at);
    for (; at < count; at++) bytes[at] = this.u32();
    return bytes;
  }
}

function sfc32(seed: number): () => number {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x243f6a88;
  let c = 0xb7e15162 ^ (seed << 7);
  let d = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (let round = 0; round < 16; round++) next();
  return next;
}
