import type { ErrorCode, Micros } from '#kernel';
import type { Anomaly, CoverageNumbers, Edge, Fact, LinkTypeCount, Pairing, SubjectTraffic } from '#wire';

/** What is known of one capture so far: totals, so that each batch replaces what the one before said. */
export interface CaptureProgress {
  /** The number by which the sources of this run's facts name it. */
  readonly index: number;
  /** Id under which the store knows it. */
  readonly id: string;
  readonly packets: number;
  /** Captured bytes of the frames. */
  readonly bytes: number;
  /** Bytes of the file read so far, before unpacking; absent for live capture. */
  readonly readBytes?: number;
  /** Packets that the kernel dropped before the sensor saw them. */
  readonly droppedPackets: number;
  readonly linkTypes: readonly LinkTypeCount[];
  readonly first?: Micros;
  readonly last?: Micros;
  readonly anomalies: readonly Anomaly[];
  /** Present once nothing more will come from it. */
  readonly ended?: 'done' | 'cancelled' | 'failed';
  readonly error?: ErrorCode;
}

/**
 * News of one engine. A run is one engine from its beginning to its end; the store gives it its number. Batches of a run
 * count from 1 without gaps. A file that is read again after a crash is cut into the same batches (by packets, never by
 * time), so that those already committed are known by their number and count nothing twice.
 */
export interface Batch {
  /** Id under which the store knows the sensor. */
  readonly sensorId: string;
  readonly run: number;
  readonly number: number;
  readonly captures: readonly CaptureProgress[];
  /** With excerpts; `count` says how often since the last batch. */
  readonly facts: readonly Fact[];
  /** Totals of those that changed since the last batch. */
  readonly edges: readonly Edge[];
  readonly pairings: readonly Pairing[];
  readonly traffic: readonly SubjectTraffic[];
  /** Totals of the run. */
  readonly coverage: CoverageNumbers;
  readonly truncated: { readonly facts: number; readonly edges: number; readonly flows: number };
  /** The last batch of its run. */
  readonly finished: boolean;
}

/** The way to the server: the same for an engine in this process and for a sensor elsewhere. */
export interface Uplink {
  /**
   * Answers after the commit: everything up to batch `ack` of the run is kept. A batch that was committed before is
   * acknowledged again and changes nothing. Rejects with `batch-out-of-order` when one before it is missing.
   */
  send(batch: Batch): Promise<{ readonly ack: number }>;
}
