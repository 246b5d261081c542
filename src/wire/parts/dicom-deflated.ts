import { decodeText } from '#bytes';
import type { FrameRange } from '#kernel';
import type { Attribute, Out, Subject, ValueOrigin, View } from '../dissector.ts';
import type { PersonalData } from '../facts.ts';
import { RANGES_PER_FACT } from '../limits.ts';
import type { Ports } from '../ports.ts';
import { type MessagePool, messagePoolFor, type PooledMessage } from './message-pool.ts';
import type { FactSink } from './pieced-out.ts';

/** Deflated bytes of one data set that are gathered: what identifies a device stands before the pixels. */
export const DEFLATED_BYTES = 16_384;
/** Bytes that are inflated from them; deflate can make a thousand of one. */
export const INFLATED_BYTES = 65_536;

/** The beginning of a data set in a deflated transfer syntax (PS3.5 A.5), put together from fragments. */
export class DeflatedBeginning {
  private held: PooledMessage | undefined;
  private length = 0;
  /** What is gathered belongs to a data set before. */
  private isOver = false;
  /** No more is needed to read the beginning. */
  isComplete = false;

  /** Another data set begins. */
  begin(): void {
    this.isOver = true;
  }

  private clear(pool: MessagePool): void {
    if (this.held !== undefined) pool.close(this.held);
    this.held = undefined;
    this.length = 0;
    this.isOver = this.isComplete = false;
  }

  /**
   * Gathers from a fragment as in DataSetReader.read. Returns its length, or 0 to wait for more of it: a fragment is
   * taken as a whole, so that many small segments do not make as many pieces.
   */
  gather(view: View, out: Out, from: number, length: number): number {
    const pool = messagePoolFor(out.ports);
    if (this.isOver) this.clear(pool);
    const wanted = Math.min(length, DEFLATED_BYTES - this.length);
    const there = Math.min(wanted, view.end - from);
    if (there < wanted && !view.final) return 0;
    this.held ??= pool.open();
    pool.next();
    const fits = pool.add(this.held, this.length, view.bytes, from, from + there, from, out);
    if (fits) this.length += there;
    this.isComplete = !fits || this.length === DEFLATED_BYTES || there < wanted;
    return length;
  }

  /** What was gathered, inflated; it is kept no longer. Undefined, with an anomaly, when it cannot be. */
  inflate(out: Out): { readonly bytes: Uint8Array; readonly sink: FactSink } | undefined {
    const { held, length } = this;
    if (held === undefined || held.contiguous < length) return undefined;
    const inflated = this.inflated(out, held.join(length));
    const ranges = held.fragments.flatMap((fragment) => fragment.ranges).slice(0, RANGES_PER_FACT);
    this.clear(messagePoolFor(out.ports));
    return inflated === undefined ? undefined : { bytes: inflated, sink: new InflatedOut(out, inflated, ranges) };
  }

  private inflated(out: Out, deflated: Uint8Array): Uint8Array | undefined {
    const { ports } = out;
    const bytes = ports.inflateRaw?.(deflated, INFLATED_BYTES);
    if (bytes === undefined) out.anomaly(ports.inflateRaw === undefined ? 'dicom-deflated-unread' : 'dicom-deflate');
    return bytes;
  }
}

/**
 * Facts of inflated bytes. Each rests on all that was inflated, where patients' values stand beside it: the source names
 * those ranges, and the view's own range is left empty, so that evidence keeps none of their bytes.
 */
class InflatedOut implements FactSink {
  readonly ports: Ports;
  private readonly out: Out;
  private readonly bytes: Uint8Array;
  private readonly ranges: readonly FrameRange[];

  constructor(out: Out, bytes: Uint8Array, ranges: readonly FrameRange[]) {
    this.ports = out.ports;
    this.out = out;
    this.bytes = bytes;
    this.ranges = ranges;
  }

  text(attribute: Attribute, subject: Subject, from: number, to: number): void {
    this.value(attribute, subject, decodeText(this.bytes, from, to));
  }

  value(attribute: Attribute, subject: Subject, value: string, _from?: number, _to?: number, more?: ValueOrigin): void {
    const before = more?.before === undefined ? this.ranges : [...more.before, ...this.ranges];
    this.out.value(attribute, subject, value, 0, 0, { derived: 'decompressed', before });
  }

  personal(category: PersonalData, count: number): void {
    this.out.personal(category, count);
  }

  anomaly(kind: string): void {
    this.out.anomaly(kind);
  }
}
