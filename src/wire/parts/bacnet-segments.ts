import type { Out, View } from '../dissector.ts';
import type { Ports } from '../ports.ts';
import { type MessagePool, messagePoolFor, type PooledMessage } from './message-pool.ts';

/** Acknowledgements in the making at once, of all hosts; the one begun longest ago makes room. */
export const OPEN_ACKNOWLEDGEMENTS = 256;
/** Longest acknowledgement that is put together; an object list of ten thousand entries has less. */
export const ACKNOWLEDGEMENT_BYTES = 65_536;
/** Sequence numbers are modulo 256 (ASHRAE 135 §5.2.2.1). */
const SEQUENCE_NUMBERS = 256;

/** How far an acknowledgement is read, so that each segment goes on where the last one ended. */
export interface AcknowledgementProgress {
  /** Position behind what was read, counted from the first tag. */
  at: number;
  /** Inside the list of results of an object. */
  inside: boolean;
  /** Type and instance of the object in hand. */
  object: number;
  results: number;
  /** Nothing more is to be read of it. */
  done: boolean;
}

export const newProgress = (): AcknowledgementProgress => ({
  at: 0,
  inside: false,
  object: 0,
  results: 0,
  done: false,
});

/** Makes it stand at the beginning again. */
export function clear(progress: AcknowledgementProgress): AcknowledgementProgress {
  progress.at = progress.object = progress.results = 0;
  progress.inside = progress.done = false;
  return progress;
}

export interface SegmentedAcknowledgement {
  readonly held: PooledMessage;
  readonly progress: AcknowledgementProgress;
  /** Sequence number of the segment that comes next. */
  next: number;
  length: number;
}

/**
 * Segments of acknowledgements, put together in order. The sender repeats from the first segment that was lost
 * (ASHRAE 135 §5.4), so a segment that is not the next one is either known already or comes again.
 */
export class BacnetSegments {
  private readonly open = new Map<string, SegmentedAcknowledgement>();
  private readonly pool: MessagePool;

  constructor(pool: MessagePool) {
    this.pool = pool;
  }

  /**
   * Takes the segment `sequence` of the acknowledgement `key`, whose tags are bytes[from, to). Undefined when it does not
   * continue anything, and, with an anomaly, when the whole would be too long.
   */
  add(
    view: View,
    out: Out,
    key: string,
    sequence: number,
    from: number,
    to: number,
  ): SegmentedAcknowledgement | undefined {
    if (sequence === 0) this.begin(key);
    const segmented = this.open.get(key);
    if (segmented === undefined || segmented.next !== sequence) return undefined;
    this.pool.next();
    const fits =
      segmented.length + to - from <= ACKNOWLEDGEMENT_BYTES &&
      this.pool.add(segmented.held, segmented.length, view.bytes, from, to, from, out);
    segmented.length += to - from;
    segmented.next = (sequence + 1) % SEQUENCE_NUMBERS;
    if (fits && segmented.held.contiguous === segmented.length) return segmented;
    // Too long, or the pool gave up its beginning to make room for others.
    if (!fits) out.anomaly('bacnet-acknowledgement-too-long');
    this.close(key);
    return undefined;
  }

  private begin(key: string): void {
    this.close(key);
    for (const oldest of this.open.keys()) {
      if (this.open.size < OPEN_ACKNOWLEDGEMENTS) break;
      this.close(oldest);
    }
    this.open.set(key, { held: this.pool.open(), progress: newProgress(), next: 0, length: 0 });
  }

  close(key: string): void {
    const segmented = this.open.get(key);
    if (segmented === undefined) return;
    this.pool.close(segmented.held);
    this.open.delete(key);
  }

  /** Number of the datagram in hand; see PooledMessage.pieces. */
  get datagram(): number {
    return this.pool.datagram;
  }
}

const perPorts = new WeakMap<Ports, BacnetSegments>();

/** The segments of one engine. */
export function bacnetSegmentsFor(ports: Ports): BacnetSegments {
  let made = perPorts.get(ports);
  if (made === undefined) {
    made = new BacnetSegments(messagePoolFor(ports));
    perPorts.set(ports, made);
  }
  return made;
}
