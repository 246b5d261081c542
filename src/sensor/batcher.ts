import type { Anomaly, CaptureSummary, Engine } from '#wire';
import type { Batch, CaptureProgress } from './batch.ts';

/** Who reads what: ids that the store gave. */
export interface Assignment {
  readonly sensorId: string;
  readonly run: number;
  readonly captureId: string;
  /** The number of the last batch of this run that is committed already; those are not sent again. */
  readonly committed: number;
}

/** Cuts what an engine has to say into numbered batches. */
export class Batcher {
  private readonly engine: Engine;
  private readonly assignment: Assignment;
  private readonly anomalies = new Map<string, { count: number; frames: number[] }>();
  private number = 0;
  readBytes: number | undefined = undefined;
  droppedPackets = 0;

  constructor(engine: Engine, assignment: Assignment) {
    this.engine = engine;
    this.assignment = assignment;
  }

  /** The news since the last batch; undefined when it is committed already. `ended`: nothing more comes. */
  next(summary: CaptureSummary, ended?: CaptureProgress['ended'], error?: CaptureProgress['error']): Batch | undefined {
    const { engine, assignment } = this;
    engine.settle();
    const batch: Batch = {
      sensorId: assignment.sensorId,
      run: assignment.run,
      number: ++this.number,
      captures: [this.progress(summary, ended, error)],
      facts: [...engine.facts(true)],
      edges: [...engine.edges(true)],
      pairings: [...engine.pairings(true)],
      traffic: [...engine.traffic(true)],
      coverage: engine.coverageNumbers(),
      truncated: engine.truncated,
      finished: ended !== undefined,
    };
    return batch.number > assignment.committed ? batch : undefined;
  }

  private progress(
    summary: CaptureSummary,
    ended: CaptureProgress['ended'],
    error: CaptureProgress['error'],
  ): CaptureProgress {
    return {
      index: 0,
      id: this.assignment.captureId,
      packets: summary.packets,
      bytes: summary.bytes,
      ...(this.readBytes !== undefined && { readBytes: this.readBytes }),
      droppedPackets: this.droppedPackets,
      linkTypes: summary.linkTypes,
      ...(summary.first !== undefined && { first: summary.first }),
      ...(summary.last !== undefined && { last: summary.last }),
      anomalies: this.totals(summary.anomalies),
      ...(ended !== undefined && { ended }),
      ...(error !== undefined && { error }),
    };
  }

  /** The engine tells anomalies once; a batch carries totals, so that each replaces the one before. */
  private totals(news: readonly Anomaly[]): Anomaly[] {
    for (const { kind, count, frames } of news) {
      const known = this.anomalies.get(kind);
      if (known === undefined) this.anomalies.set(kind, { count, frames: [...frames] });
      else {
        known.count += count;
        known.frames.push(...frames.slice(0, Math.max(0, EXAMPLES - known.frames.length)));
      }
    }
    return [...this.anomalies].map(([kind, { count, frames }]) => ({ kind, count, frames }));
  }
}

/** Frame numbers kept as examples of one kind of anomaly. */
const EXAMPLES = 16;
