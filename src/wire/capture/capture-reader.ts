import { u32At } from '#bytes';
import type { Anomalies } from '../anomalies.ts';
import { WINDOW_BYTES } from '../limits.ts';
import type { Format, OnFrame } from './format.ts';
import { pcapFormat } from './pcap.ts';
import { PcapngFormat } from './pcapng.ts';

/** A record may straddle the end of what was read, so a window holds one more of the longest. */
const CAPACITY = WINDOW_BYTES * 2;
const MAGIC_BYTES = 28;
const SECTION_HEADER = 0x0a0d0d0a;

/** Fed with the bytes of a capture file or pipe in pieces of any size; calls `onFrame` for each frame. */
export class CaptureReader {
  private readonly buffer = new Uint8Array(CAPACITY);
  private filledTo = 0;
  private skip = 0;
  private format: Format | undefined = undefined;
  private broken = false;
  private frames = 0;
  private readonly onFrame: OnFrame;
  private readonly anomalies: Anomalies;

  constructor(onFrame: OnFrame, anomalies: Anomalies) {
    this.onFrame = (bytes, start, end, wireLength, timeUs, linkType) => {
      this.frames++;
      onFrame(bytes, start, end, wireLength, timeUs, linkType);
    };
    this.anomalies = anomalies;
  }

  /** Where the next bytes are to be put. */
  room(): Uint8Array {
    return this.buffer.subarray(this.filledTo, Math.min(CAPACITY, this.filledTo + WINDOW_BYTES));
  }

  /** `count` bytes were put into room(). */
  filled(count: number): void {
    const from = Math.min(this.skip, count);
    this.skip -= from;
    if (from > 0) {
      this.buffer.copyWithin(this.filledTo, this.filledTo + from, this.filledTo + count);
    }
    this.filledTo += count - from;
    this.read();
  }

  private read(): void {
    if (this.broken) {
      this.filledTo = 0;
      return;
    }
    this.format ??= this.recognise();
    if (this.format === undefined) return;
    const at = this.format.read(this.buffer, 0, this.filledTo);
    if (at < 0) {
      this.broken = true;
      this.anomalies.add('capture-damaged', this.frames);
      this.filledTo = 0;
      return;
    }
    if (at >= this.filledTo) {
      this.skip = at - this.filledTo;
      this.filledTo = 0;
      return;
    }
    if (at > 0) this.buffer.copyWithin(0, at, this.filledTo);
    this.filledTo -= at;
  }

  private recognise(): Format | undefined {
    if (this.filledTo < 4) return undefined;
    if (u32At(this.buffer, 0) === SECTION_HEADER)
      return new PcapngFormat(this.onFrame, this.anomalies, () => this.frames);
    if (this.filledTo < 24) return undefined;
    const format = pcapFormat(this.buffer, this.onFrame);
    if (format !== undefined) {
      this.skipHeader();
      return format;
    }
    this.broken = true;
    this.anomalies.add('capture-format', 0);
    return undefined;
  }

  private skipHeader(): void {
    this.buffer.copyWithin(0, 24, this.filledTo);
    this.filledTo -= 24;
  }

  /** The format is known, so frames can be read. */
  get readable(): boolean {
    return this.format !== undefined;
  }

  /** No more bytes come. True when the capture could be read at all. */
  end(): boolean {
    const readable = this.format !== undefined && !this.broken;
    const left = this.filledTo + this.skip;
    if (this.format === undefined && !this.broken) {
      const empty = this.filledTo === 0;
      this.anomalies.add(empty ? 'capture-empty' : this.filledTo < MAGIC_BYTES ? 'capture-cut' : 'capture-format', 0);
    } else if (readable && left > 0) this.anomalies.add('capture-cut', this.frames);
    return this.format !== undefined;
  }
}
