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

type News = Pick<Batch, 'facts' | 'edges' | 'pairings' | 'traffic'>;
const NOTHING: News = { facts: [], edges: [], pairings: [], traffic: [] };

/** Facts, and edges, of one of the batches that end a run: a message of some 20 MB. */
const ITEMS_PER_BATCH = 50_000;

/** The next items; fewer than `most` when there are no more. */
function taken<T>(items: Generator<T>, most: number): T[] {
  const list: T[] = [];
  while (list.length < most) {
    const { value, done } = items.next();
    if (done === true) break;
    list.push(value);
  }
  return list;
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

  /** The news since the last batch; undefined when it is committed already. */
  next(summary: CaptureSummary): Batch | undefined {
    const { engine } = this;
    engine.settle();
    return this.batch(summary, {
      facts: [...engine.facts(true)],
      edges: [...engine.edges(true)],
      pairings: [...engine.pairings(true)],
      traffic: [...engine.traffic(true)],
    });
  }

  /** How far it is, and nothing of what was seen: that stays news. */
  progressOnly(summary: CaptureSummary): Batch | undefined {
    return this.batch(summary, NOTHING);
  }

  /** All that is still news, once nothing more comes: cut into batches of a size, the last of which ends the run. */
  *end(
    summary: CaptureSummary,
    ended: NonNullable<CaptureProgress['ended']>,
    error?: CaptureProgress['error'],
    itemsPerBatch = ITEMS_PER_BATCH,
  ): Generator<Batch> {
    const { engine } = this;
    engine.settle();
    const facts = engine.facts(true);
    const edges = engine.edges(true);
    let told = summary;
    for (let isLast = false; !isLast; ) {
      const news = { ...NOTHING, facts: taken(facts, itemsPerBatch), edges: taken(edges, itemsPerBatch) };
      isLast = news.facts.length < itemsPerBatch && news.edges.length < itemsPerBatch;
      const batch = isLast
        ? this.batch(
            told,
            { ...news, pairings: [...engine.pairings(true)], traffic: [...engine.traffic(true)] },
            ended,
            error,
          )
        : this.batch(told, news);
      // They are news once only.
      told = { ...summary, anomalies: [] };
      if (batch !== undefined) yield batch;
    }
  }

  private batch(
    summary: CaptureSummary,
    news: News,
    ended?: CaptureProgress['ended'],
    error?: CaptureProgress['error'],
  ): Batch | undefined {
    const { engine, assignment } = this;
    const batch: Batch = {
      sensorId: assignment.sensorId,
      run: assignment.run,
      number: ++this.number,
      captures: [this.progress(summary, ended, error)],
      ...news,
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
