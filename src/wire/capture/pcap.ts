import { u32leAt } from '#bytes';
import { FRAME_BYTES } from '../limits.ts';
import { type Format, type OnFrame, u32In } from './format.ts';

/** Magic numbers as read little endian; `swapped` files were written by a big-endian machine. */
const MICRO = 0xa1b2c3d4;
const MICRO_SWAPPED = 0xd4c3b2a1;
const NANO = 0xa1b23c4d;
const NANO_SWAPPED = 0x4d3cb2a1;
/** Kuznetzov's variant of old Linux: 24-byte record headers. */
const PATCHED = 0xa1b2cd34;
const PATCHED_SWAPPED = 0x34cdb2a1;

const LINK_TYPE_MASK = 0x0fff_ffff;

/** The format of a capture whose first 24 bytes are at 0, or undefined when it is not pcap (draft-ietf-opsawg-pcap §4). */
export function pcapFormat(bytes: Uint8Array, onFrame: OnFrame): Format | undefined {
  const magic = u32leAt(bytes, 0);
  const little = magic === MICRO || magic === NANO || magic === PATCHED;
  if (!little && magic !== MICRO_SWAPPED && magic !== NANO_SWAPPED && magic !== PATCHED_SWAPPED) return undefined;
  const nano = magic === NANO || magic === NANO_SWAPPED;
  const header = magic === PATCHED || magic === PATCHED_SWAPPED ? 24 : 16;
  const linkType = u32In(bytes, 20, little) & LINK_TYPE_MASK & 0xffff;
  return new PcapFormat(little, nano, header, linkType, onFrame);
}

class PcapFormat implements Format {
  private readonly little: boolean;
  private readonly nano: boolean;
  private readonly header: number;
  private readonly linkType: number;
  private readonly onFrame: OnFrame;

  constructor(little: boolean, nano: boolean, header: number, linkType: number, onFrame: OnFrame) {
    this.little = little;
    this.nano = nano;
    this.header = header;
    this.linkType = linkType;
    this.onFrame = onFrame;
  }

  read(bytes: Uint8Array, from: number, end: number): number {
    const { little, nano, header, linkType, onFrame } = this;
    let at = from;
    while (end - at >= header) {
      const captured = u32In(bytes, at + 8, little);
      if (captured > FRAME_BYTES) return -1;
      const next = at + header + captured;
      if (next > end) break;
      const fraction = u32In(bytes, at + 4, little);
      const timeUs = u32In(bytes, at, little) * 1_000_000 + (nano ? Math.floor(fraction / 1000) : fraction);
      onFrame(bytes, at + header, next, u32In(bytes, at + 12, little), timeUs, linkType);
      at = next;
    }
    return at;
  }
}
