import type { Anomalies } from '../anomalies.ts';
import { FRAME_BYTES, WINDOW_BYTES } from '../limits.ts';
import { type Format, type OnFrame, u32In } from './format.ts';

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const PACKET = 2;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const MAJOR_VERSION = 1;
/** A section header block without options. */
const SECTION_BYTES = 28;
const OPTION_END = 0;
const OPTION_TSRESOL = 9;
const OPTION_TSOFFSET = 14;
/** Interfaces of one section; the format has no bound. */
const INTERFACES = 4096;
const TWO_32 = 4_294_967_296;
const US_PER_SECOND = 1_000_000;

interface Interface {
  readonly linkType: number;
  readonly snapLength: number;
  /** Microseconds of a 64-bit time stamp. */
  readonly toMicros: (high: number, low: number) => number;
}

/** pcapng (draft-ietf-opsawg-pcapng): both byte orders, several sections and interfaces; unknown blocks are passed over. */
export class PcapngFormat implements Format {
  private little = true;
  private interfaces: Interface[] = [];
  private readonly onFrame: OnFrame;
  private readonly anomalies: Anomalies;
  private readonly frameNumber: () => number;

  constructor(onFrame: OnFrame, anomalies: Anomalies, frameNumber: () => number) {
    this.onFrame = onFrame;
    this.anomalies = anomalies;
    this.frameNumber = frameNumber;
  }

  read(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    while (end - at >= 12) {
      const isSection = u32In(bytes, at, true) === SECTION_HEADER;
      if (isSection && end - at < SECTION_BYTES) break;
      if (isSection && !this.beginSection(bytes, at)) return -1;
      const type = u32In(bytes, at, this.little);
      const length = u32In(bytes, at + 4, this.little);
      if (length < 12 || length % 4 !== 0) return -1;
      if (length > WINDOW_BYTES) {
        this.anomalies.add('capture-block-too-long', this.frameNumber());
        return at + length;
      }
      if (at + length > end) break;
      this.block(type, bytes, at + 8, at + length - 4);
      at += length;
    }
    return at;
  }

  private beginSection(bytes: Uint8Array, at: number): boolean {
    if (u32In(bytes, at + 8, true) === BYTE_ORDER_MAGIC) this.little = true;
    else if (u32In(bytes, at + 8, false) === BYTE_ORDER_MAGIC) this.little = false;
    else return false;
    this.interfaces = [];
    const versions = u32In(bytes, at + 12, this.little);
    const major = this.little ? versions & 0xffff : versions >>> 16;
    if (major === MAJOR_VERSION) return true;
    // Blocks of another major version may be built otherwise, so the rest cannot be walked (section 4.1).
    this.anomalies.add('capture-section-version', this.frameNumber());
    return false;
  }

  private block(type: number, bytes: Uint8Array, at: number, end: number): void {
    switch (type) {
      case INTERFACE_DESCRIPTION:
        this.describeInterface(bytes, at, end);
        break;
      case ENHANCED_PACKET:
        if (end - at >= 20) this.packet(bytes, at, end, u32In(bytes, at, this.little));
        break;
      case PACKET:
        // The obsolete block: a 16-bit interface and a drop counter where the enhanced one has 32 bits of interface.
        if (end - at >= 20) {
          const word = u32In(bytes, at, this.little);
          this.packet(bytes, at, end, this.little ? word & 0xffff : word >>> 16);
        }
        break;
      case SIMPLE_PACKET:
        this.simplePacket(bytes, at, end);
        break;
      default:
        break;
    }
  }

  private describeInterface(bytes: Uint8Array, at: number, end: number): void {
    if (end - at < 8 || this.interfaces.length >= INTERFACES) return;
    const word = u32In(bytes, at, this.little);
    const linkType = this.little ? word & 0xffff : word >>> 16;
    const snapLength = u32In(bytes, at + 4, this.little);
    let resolution = 6;
    let offsetSeconds = 0;
    let option = at + 8;
    while (end - option >= 4) {
      const head = u32In(bytes, option, this.little);
      const code = this.little ? head & 0xffff : head >>> 16;
      const length = this.little ? head >>> 16 : head & 0xffff;
      if (code === OPTION_END || option + 4 + length > end) break;
      if (code === OPTION_TSRESOL && length >= 1) resolution = bytes[option + 4]!;
      if (code === OPTION_TSOFFSET && length >= 8) {
        const low = u32In(bytes, option + (this.little ? 4 : 8), this.little);
        const high = u32In(bytes, option + (this.little ? 8 : 4), this.little) | 0;
        offsetSeconds = high * TWO_32 + low;
      }
      option += 4 + length + ((4 - (length & 3)) & 3);
    }
    this.interfaces.push({ linkType, snapLength, toMicros: microsOf(resolution, offsetSeconds * US_PER_SECOND) });
  }

  private packet(bytes: Uint8Array, at: number, end: number, interfaceId: number): void {
    const from = this.interfaces[interfaceId];
    const captured = u32In(bytes, at + 12, this.little);
    if (from === undefined || captured > end - at - 20 || captured > FRAME_BYTES) {
      this.anomalies.add('capture-block', this.frameNumber() + 1);
      return;
    }
    const timeUs = from.toMicros(u32In(bytes, at + 4, this.little), u32In(bytes, at + 8, this.little));
    const wireLength = u32In(bytes, at + 16, this.little);
    this.onFrame(bytes, at + 20, at + 20 + captured, wireLength, timeUs, from.linkType);
  }

  private simplePacket(bytes: Uint8Array, at: number, end: number): void {
    const [from] = this.interfaces;
    if (from === undefined || end - at < 4) return;
    const wireLength = u32In(bytes, at, this.little);
    const snap = from.snapLength === 0 ? FRAME_BYTES : from.snapLength;
    const captured = Math.min(wireLength, snap, end - at - 4);
    // This block carries no time.
    this.onFrame(bytes, at + 4, at + 4 + captured, wireLength, 0, from.linkType);
  }
}

/**
 * Time stamps are 64 bits of 10^-r or 2^-r seconds. A nanosecond count passes 2^53, so the two halves are divided apart,
 * which keeps the microsecond exact.
 */
function microsOf(resolution: number, offsetUs: number): (high: number, low: number) => number {
  const exponent = resolution & 0x7f;
  if ((resolution & 0x80) !== 0) {
    const scale = US_PER_SECOND / 2 ** exponent;
    return (high, low) => Math.floor((high * TWO_32 + low) * scale) + offsetUs;
  }
  if (exponent <= 6) {
    const factor = 10 ** (6 - exponent);
    return (high, low) => (high * TWO_32 + low) * factor + offsetUs;
  }
  const divisor = 10 ** (exponent - 6);
  const quotient = Math.floor(TWO_32 / divisor);
  const remainder = TWO_32 - quotient * divisor;
  return (high, low) => high * quotient + Math.floor((high * remainder + low) / divisor) + offsetUs;
}
