import { closeSync, openSync, writeSync } from 'node:fs';

const CHUNK_BYTES = 8 << 20;
const FRAME_MAX_BYTES = 65_536;
const RECORD_BYTES = 16;
const ETHERNET = 1;

export interface Written {
  readonly packets: number;
  readonly bytes: number;
}

/** Frames in the order in which they were thought of; written as a capture in the order of their times. */
export class Recording {
  private readonly chunks: Buffer[] = [];
  private used = CHUNK_BYTES;
  private readonly times: number[] = [];
  private readonly starts: number[] = [];
  private readonly lengths: number[] = [];
  /** Where the frame that reserve() made room for begins in `bytes`. */
  start = 0;

  get frames(): number {
    return this.times.length;
  }

  /** The chunk that the reserved frame lies in. */
  get bytes(): Buffer {
    return this.chunks.at(-1)!;
  }

  /** Makes room for a frame of `length` bytes seen at `seconds` since 1970; the caller fills it in. */
  reserve(seconds: number, length: number): void {
    if (length > FRAME_MAX_BYTES) throw new RangeError(`a frame of ${length} bytes`);
    if (this.used + length > CHUNK_BYTES) {
      this.chunks.push(Buffer.alloc(CHUNK_BYTES));
      this.used = 0;
    }
    this.start = this.used;
    this.used += length;
    this.times.push(seconds);
    this.starts.push((this.chunks.length - 1) * CHUNK_BYTES + this.start);
    this.lengths.push(length);
  }

  /** Adds a frame that is ready. */
  add(seconds: number, frame: Buffer): void {
    this.reserve(seconds, frame.length);
    frame.copy(this.bytes, this.start);
  }

  /** Writes what was seen from `first` up to `last` (seconds since 1970) as a pcap file with microseconds. */
  write(path: string, first: number, last: number): Written {
    const order = Uint32Array.from(this.times, (_, index) => index);
    order.sort((a, b) => this.times[a]! - this.times[b]! || a - b);
    const descriptor = openSync(path, 'w');
    const out = Buffer.alloc(CHUNK_BYTES);
    let at = header(out);
    let bytes = 0;
    let packets = 0;
    const flush = (): void => {
      for (let written = 0; written < at; ) written += writeSync(descriptor, out, written, at - written);
      bytes += at;
      at = 0;
    };
    for (const index of order) {
      const time = this.times[index]!;
      if (time < first || time > last) continue;
      const length = this.lengths[index]!;
      if (at + RECORD_BYTES + length > CHUNK_BYTES) flush();
      const micros = Math.round(time * 1e6);
      out.writeUInt32LE(Math.floor(micros / 1e6), at);
      out.writeUInt32LE(micros % 1e6, at + 4);
      out.writeUInt32LE(length, at + 8);
      out.writeUInt32LE(length, at + 12);
      const start = this.starts[index]!;
      const from = start % CHUNK_BYTES;
      this.chunks[(start - from) / CHUNK_BYTES]!.copy(out, at + RECORD_BYTES, from, from + length);
      at += RECORD_BYTES + length;
      packets++;
    }
    flush();
    closeSync(descriptor);
    return { packets, bytes };
  }
}

/** Fills in the file header (little-endian, microseconds, Ethernet) and answers its length. */
function header(out: Buffer): number {
  out.writeUInt32LE(0xa1b2c3d4, 0);
  out.writeUInt16LE(2, 4);
  out.writeUInt16LE(4, 6);
  out.writeUInt32LE(FRAME_MAX_BYTES, 16);
  out.writeUInt32LE(ETHERNET, 20);
  return 24;
}
