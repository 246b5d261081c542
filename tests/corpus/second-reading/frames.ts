import { readFileSync } from 'node:fs';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';

/** One packet of a capture. */
export interface Frame {
  /** As registered at https://www.tcpdump.org/linktypes.html. */
  readonly linkType: number;
  readonly bytes: Buffer;
}

const GZIP = 0x1f8b;
const ZSTD = 0x28b52ffd;
const PCAPNG_SECTION = 0x0a0d0d0a;
/** Magic numbers of pcap as big-endian reads them: micro- and nanoseconds, in either byte order. */
const PCAP_BIG = [0xa1b2c3d4, 0xa1b23c4d];
const PCAP_LITTLE = [0xd4c3b2a1, 0x4d3cb2a1];
const MODIFIED_PCAP_LITTLE = 0x34cdb2a1;

const PCAP_HEADER_BYTES = 24;
const PCAP_RECORD_BYTES = 16;
const MODIFIED_RECORD_BYTES = 24;

/** Reads numbers of a file in the byte order that it announced. */
class Words {
  readonly bytes: Buffer;
  readonly isLittle: boolean;

  constructor(bytes: Buffer, isLittle: boolean) {
    this.bytes = bytes;
    this.isLittle = isLittle;
  }

  u16(at: number): number {
    return this.isLittle ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }

  u32(at: number): number {
    return this.isLittle ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }
}

function pcapFrames(words: Words, recordBytes: number): readonly Frame[] {
  const { bytes } = words;
  const linkType = words.u32(20) & 0xffff;
  const frames: Frame[] = [];
  for (let at = PCAP_HEADER_BYTES; at + recordBytes <= bytes.length; ) {
    const length = words.u32(at + 8);
    const start = at + recordBytes;
    frames.push({ linkType, bytes: bytes.subarray(start, Math.min(start + length, bytes.length)) });
    at = start + length;
  }
  return frames;
}

const BLOCK = { interface: 1, obsoletePacket: 2, simplePacket: 3, enhancedPacket: 6 } as const;

/** The packets of one section; `start` is the section header block. Returns where the next section begins. */
function sectionFrames(words: Words, start: number, frames: Frame[]): number {
  const { bytes } = words;
  const linkTypes: number[] = [];
  let at = start;
  while (at + 12 <= bytes.length) {
    const type = words.u32(at);
    const length = words.u32(at + 4);
    if (length < 12 || (at !== start && bytes.readUInt32BE(at) === PCAPNG_SECTION)) break;
    const body = at + 8;
    if (type === BLOCK.interface) linkTypes.push(words.u16(body));
    if (type === BLOCK.enhancedPacket || type === BLOCK.obsoletePacket) {
      const number = type === BLOCK.enhancedPacket ? words.u32(body) : words.u16(body);
      const captured = words.u32(body + 12);
      frames.push({ linkType: linkTypes[number] ?? 0, bytes: bytes.subarray(body + 20, body + 20 + captured) });
    }
    if (type === BLOCK.simplePacket) {
      const original = words.u32(body);
      const captured = Math.min(original, length - 16);
      frames.push({ linkType: linkTypes[0] ?? 0, bytes: bytes.subarray(body + 4, body + 4 + captured) });
    }
    at += length;
  }
  return at;
}

function pcapngFrames(bytes: Buffer): readonly Frame[] {
  const frames: Frame[] = [];
  let at = 0;
  while (at + 12 <= bytes.length && bytes.readUInt32BE(at) === PCAPNG_SECTION) {
    const isLittle = bytes.readUInt32LE(at + 8) === 0x1a2b3c4d;
    const next = sectionFrames(new Words(bytes, isLittle), at, frames);
    if (next <= at) break;
    at = next;
  }
  return frames;
}

/**
 * The packets of a capture in file order, read by code that shares nothing with the reader under test. A file that is
 * cut or damaged gives what stands before the damage.
 */
export function readFrames(path: string): readonly Frame[] {
  let bytes: Buffer = readFileSync(path);
  if (bytes.length >= 4 && bytes.readUInt16BE(0) === GZIP) bytes = gunzipSync(bytes);
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === ZSTD) bytes = zstdDecompressSync(bytes);
  if (bytes.length < PCAP_HEADER_BYTES) return [];
  const magic = bytes.readUInt32BE(0);
  try {
    if (magic === PCAPNG_SECTION) return pcapngFrames(bytes);
    if (PCAP_BIG.includes(magic)) return pcapFrames(new Words(bytes, false), PCAP_RECORD_BYTES);
    if (PCAP_LITTLE.includes(magic)) return pcapFrames(new Words(bytes, true), PCAP_RECORD_BYTES);
    if (magic === MODIFIED_PCAP_LITTLE) return pcapFrames(new Words(bytes, true), MODIFIED_RECORD_BYTES);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return [];
}
