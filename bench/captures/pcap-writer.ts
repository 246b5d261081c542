import { closeSync, openSync, writeSync } from 'node:fs';
import { ANY_IP, type Host, type Target } from './hosts.ts';

/** Capture time starts here, in seconds since 1970. */
export const EPOCH = 1_750_000_000;

const CHUNK_BYTES = 8 << 20;
/** Room behind a chunk for the frame that is being built when the chunk is full. */
const FRAME_ROOM_BYTES = 1 << 18;
const RECORD_BYTES = 16;
const STANDARD_OUTPUT = 1;
const ETHERNET_MIN_BYTES = 60;
/** Initial TTL of the three stacks: Windows, Linux, embedded. */
const TTLS = [128, 64, 255];

/** What was written for one protocol. */
export interface Count {
  exchanges: number;
  packets: number;
  bytes: number;
}

/** Builds frames in place in the bytes of the next chunk of the file; times of a capture never go back. */
export class PcapWriter {
  readonly out = Buffer.allocUnsafe(CHUNK_BYTES + FRAME_ROOM_BYTES);
  /** Where the record of the next frame starts. */
  pos = 0;
  packets = 0;
  private flushed = 0;
  private clock = 0;
  private readonly snaplen: number;
  private readonly descriptor: number;

  constructor(path: string, snaplen: number) {
    this.snaplen = snaplen;
    this.descriptor = path === '-' ? STANDARD_OUTPUT : openSync(path, 'w');
    const { out } = this;
    out.writeUInt32LE(0xa1b2c3d4, 0);
    out.writeUInt16LE(2, 4);
    out.writeUInt16LE(4, 6);
    out.writeUInt32LE(0, 8);
    out.writeUInt32LE(0, 12);
    out.writeUInt32LE(snaplen, 16);
    out.writeUInt32LE(1, 20); // LINKTYPE_ETHERNET
    this.pos = 24;
  }

  /** Bytes of the file so far. */
  get bytes(): number {
    return this.flushed + this.pos;
  }

  close(): void {
    this.flush();
    if (this.descriptor !== STANDARD_OUTPUT) closeSync(this.descriptor);
  }

  private flush(): void {
    for (let at = 0; at < this.pos; ) {
      try {
        at += writeSync(this.descriptor, this.out, at, this.pos - at);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (code === 'EPIPE') process.exit(0); // the reader has seen enough
        if (code !== 'EAGAIN') throw error;
      }
    }
    this.flushed += this.pos;
    this.pos = 0;
  }

  /** Finishes the frame whose bytes end at `end`. */
  endFrame(time: number, end: number, count: Count): void {
    const { out, pos } = this;
    const length = end - pos - RECORD_BYTES;
    const kept = Math.min(length, this.snaplen);
    this.clock = Math.max(this.clock, time);
    const seconds = Math.floor(this.clock);
    out.writeUInt32LE(EPOCH + seconds, pos);
    out.writeUInt32LE(Math.floor((this.clock - seconds) * 1e6), pos + 4);
    out.writeUInt32LE(kept, pos + 8);
    out.writeUInt32LE(length, pos + 12);
    this.pos += RECORD_BYTES + kept;
    this.packets++;
    count.packets++;
    count.bytes += length;
    if (this.pos >= CHUNK_BYTES) this.flush();
  }

  /** A copy of the frame that is being built and ends at `end`. */
  frameTo(end: number): Buffer {
    return Buffer.from(this.out.subarray(this.pos + RECORD_BYTES, end));
  }

  writeCopy(time: number, frame: Buffer, count: Count): void {
    frame.copy(this.out, this.pos + RECORD_BYTES);
    this.endFrame(time, this.pos + RECORD_BYTES + frame.length, count);
  }

  /** Ethernet header, with 802.1Q where there is a tag; answers where its payload starts. */
  private ethernet(from: Host, toMac: Buffer, vlan: number, type: number): number {
    const { out } = this;
    let p = this.pos + RECORD_BYTES;
    toMac.copy(out, p);
    from.mac.copy(out, p + 6);
    p += 12;
    if (vlan !== 0) {
      out.writeUInt32BE(((0x8100 << 16) | vlan) >>> 0, p);
      p += 4;
    }
    out.writeUInt16BE(type, p);
    return p + 2;
  }

  /** IP header for a payload of `n` bytes of `protocol`; answers where the payload starts. */
  ip(from: Host, to: Target, six: boolean, protocol: number, n: number, source: Buffer = from.ip): number {
    const { out } = this;
    const vlan = from.vlan || to.vlan;
    const p = this.ethernet(from, to.mac, vlan, six ? 0x86dd : 0x0800);
    if (six) {
      out.writeUInt32BE(0x60000000, p);
      out.writeUInt16BE(n, p + 4);
      out[p + 6] = protocol;
      out[p + 7] = 64;
      from.ip6.copy(out, p + 8);
      to.ip6.copy(out, p + 24);
      return p + 40;
    }
    out[p] = 0x45;
    out[p + 1] = 0;
    out.writeUInt16BE(20 + n, p + 2);
    from.ipId = (from.ipId + 1) & 0xffff;
    out.writeUInt16BE(from.ipId, p + 4);
    out.writeUInt16BE(protocol === 6 ? 0x4000 : 0, p + 6);
    out[p + 8] = TTLS[from.cls.os]!;
    out[p + 9] = protocol;
    out.writeUInt16BE(0, p + 10);
    source.copy(out, p + 12);
    to.ip.copy(out, p + 16);
    out.writeUInt16BE(fold(this.sum(p, p + 20, 0)), p + 10);
    return p + 20;
  }

  /** Ones' complement sum of out[from, to), not yet folded (RFC 1071). */
  private sum(from: number, to: number, start: number): number {
    const { out } = this;
    let total = start;
    let at = from;
    for (; at + 1 < to; at += 2) total += (out[at]! << 8) | out[at + 1]!;
    if (at < to) total += out[at]! << 8;
    return total;
  }

  /** Fills in the TCP or UDP checksum of out[p, end) at `at`. */
  checksum(p: number, end: number, six: boolean, protocol: number, at: number): void {
    const addresses = six ? 32 : 8; // both addresses lie right before the transport header
    const value = fold(this.sum(p - addresses, end, protocol + (end - p)));
    this.out.writeUInt16BE(value === 0 && protocol === 17 ? 0xffff : value, at);
  }

  udp(
    time: number,
    from: Host,
    to: Target,
    ports: readonly [source: number, destination: number],
    payload: Buffer,
    count: Count,
    options: { readonly six?: boolean; readonly unaddressed?: boolean } = {},
  ): void {
    const { out } = this;
    const six = options.six ?? false;
    from.seen = true;
    const n = 8 + payload.length;
    const p = this.ip(from, to, six, 17, n, options.unaddressed === true ? ANY_IP : from.ip);
    out.writeUInt16BE(ports[0], p);
    out.writeUInt16BE(ports[1], p + 2);
    out.writeUInt16BE(n, p + 4);
    out.writeUInt16BE(0, p + 6);
    payload.copy(out, p + 8);
    this.checksum(p, p + n, six, 17, p + 6);
    this.endFrame(time, p + n, count);
  }

  arp(
    time: number,
    from: Host,
    toMac: Buffer,
    operation: number,
    about: { mac: Buffer; ip: Buffer },
    count: Count,
  ): void {
    const { out } = this;
    from.seen = true;
    const p = this.ethernet(from, toMac, from.vlan, 0x0806);
    out.writeUInt32BE(0x00010800, p);
    out.writeUInt16BE(0x0604, p + 4);
    out.writeUInt16BE(operation, p + 6);
    from.mac.copy(out, p + 8);
    from.ip.copy(out, p + 14);
    about.mac.copy(out, p + 18);
    about.ip.copy(out, p + 24);
    const end = Math.max(p + 28, this.pos + RECORD_BYTES + ETHERNET_MIN_BYTES);
    out.fill(0, p + 28, end);
    this.endFrame(time, end, count);
  }
}

function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 65_536);
  return ~folded & 0xffff;
}
