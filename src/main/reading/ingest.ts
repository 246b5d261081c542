import type { CaptureDetail, CaptureState, Sensor, SensorState } from '#contract';
import type { Batch, CaptureProgress, Uplink } from '#sensor';
import type { Clock, EventHub } from '#server';
import { captures, ingest, type Ingested, type Json, sensors, type Store, type Transaction } from '#store';
import { SERVER } from '../actor.ts';
import type { Site } from '../site/site.ts';

/** Share of the newest measurement in a speed that is shown, so that it can be read. */
const NEWEST_SHARE = 0.4;

interface Pace {
  packets: number;
  atMs: number;
  perSecond: number;
}

/** What a batch changes beside the evidence. */
interface Progress {
  readonly sensor: Sensor;
  readonly capture: CaptureDetail;
  readonly news: CaptureProgress;
  readonly state: CaptureState;
}

export interface IngestOptions {
  readonly store: Store;
  readonly site: Site;
  readonly events: EventHub;
  readonly clock: Clock;
}

/**
 * The server's end of an uplink: a batch is committed in one transaction with its number, acknowledged, and only then
 * observed. What is sent again after a crash is known by its number and counts nothing twice.
 */
export class Ingest implements Uplink {
  private readonly options: IngestOptions;
  /** By capture, while it is being read. */
  private readonly paces = new Map<string, Pace>();

  constructor(options: IngestOptions) {
    this.options = options;
  }

  async send(batch: Batch): Promise<{ readonly ack: number }> {
    const { site, store } = this.options;
    await store.letOthersPass();
    const kept = await site.exclusively(async () => {
      const kept = await this.keep(batch);
      if (!kept.ingested.duplicate) site.observe({ ...batch, facts: kept.ingested.facts });
      return kept;
    });
    for (const progress of kept.progress) this.publish(progress, batch.finished);
    return { ack: kept.ingested.ack };
  }

  /** The end of a capture is a change of state and leaves a record; everything else is only progress. */
  private async keep(batch: Batch): Promise<{ ingested: Ingested; progress: readonly Progress[] }> {
    const { store, clock } = this.options;
    const atUs = clock.nowUs();
    const work = async (transaction: Transaction) => {
      const before = await this.before(transaction, batch);
      const ingested = await ingest(transaction, { ...batch, captures: batch.captures.map(withinFile(before)) }, atUs);
      if (ingested.duplicate) return { ingested, progress: [] };
      return { ingested, progress: await this.advance(transaction, batch, before, atUs) };
    };
    const ended = batch.captures.find((capture) => capture.ended !== undefined);
    if (ended === undefined) return await store.transaction(work);
    try {
      return await store.change({ kind: 'capture.ended', actor: SERVER, atUs }, async (change) => {
        const result = await work(change);
        if (result.ingested.duplicate) throw new AlreadyKept(result.ingested);
        const name = result.progress.find(({ news }) => news === ended)?.capture.name;
        change.tell({ subject: { kind: 'capture', id: ended.id, name }, details: detailsOf(ended) });
        return result;
      });
    } catch (error) {
      if (error instanceof AlreadyKept) return { ingested: error.ingested, progress: [] };
      throw error;
    }
  }

  private async before(transaction: Transaction, batch: Batch): Promise<ReadonlyMap<string, CaptureDetail>> {
    const known = new Map<string, CaptureDetail>();
    for (const { id } of batch.captures) {
      const capture = await captures.find(transaction, id);
      if (capture !== undefined) known.set(id, capture);
    }
    return known;
  }

  /** Totals of the sensor: what each capture brought more than before. */
  private async advance(
    transaction: Transaction,
    batch: Batch,
    before: ReadonlyMap<string, CaptureDetail>,
    heardAtUs: number,
  ): Promise<readonly Progress[]> {
    let sensor = await sensors.find(transaction, batch.sensorId);
    if (sensor === undefined) return [];
    const progress: Progress[] = [];
    for (const news of batch.captures) {
      const capture = before.get(news.id);
      if (capture === undefined) continue;
      sensor = await sensors.update(transaction, sensor.id, {
        state: stateOf(batch, capture),
        packets: sensor.packets + Math.max(0, news.packets - capture.packets),
        droppedPackets: sensor.droppedPackets + Math.max(0, news.droppedPackets - capture.droppedPackets),
        packetsPerSecond: batch.finished ? 0 : this.paceOf(news),
        heardAtUs,
        error: null,
      });
      progress.push({ sensor, capture, news, state: news.ended ?? 'reading' });
    }
    return progress;
  }

  private paceOf({ id, packets }: CaptureProgress): number {
    const atMs = performance.now();
    const known = this.paces.get(id);
    if (known === undefined) {
      this.paces.set(id, { packets, atMs, perSecond: 0 });
      return 0;
    }
    const seconds = Math.max(0.001, (atMs - known.atMs) / 1000);
    const newest = Math.max(0, packets - known.packets) / seconds;
    known.perSecond = known.perSecond === 0 ? newest : known.perSecond * (1 - NEWEST_SHARE) + newest * NEWEST_SHARE;
    known.packets = packets;
    known.atMs = atMs;
    return Math.round(known.perSecond);
  }

  private publish({ sensor, capture, news, state }: Progress, finished: boolean): void {
    const { events } = this.options;
    const { id, packetsPerSecond, packets, droppedPackets } = sensor;
    if (finished) this.paces.delete(news.id);
    events.publish({
      kind: 'capture-changed',
      captureId: news.id,
      state,
      packets: news.packets,
      packetsPerSecond,
      ...(news.readBytes !== undefined && { readBytes: news.readBytes }),
      ...(capture.sizeBytes !== undefined && { sizeBytes: capture.sizeBytes }),
    });
    events.publish({
      kind: 'sensor-changed',
      sensorId: id,
      state: sensor.state,
      packets,
      packetsPerSecond,
      droppedPackets,
    });
  }
}

/** Of a compressed file the parser counts what it unpacked; what is shown is a part of the file, all of it at the end. */
function withinFile(before: ReadonlyMap<string, CaptureDetail>): (news: CaptureProgress) => CaptureProgress {
  return (news) => {
    const sizeBytes = before.get(news.id)?.sizeBytes;
    if (sizeBytes === undefined) return news;
    return { ...news, readBytes: news.ended === 'done' ? sizeBytes : Math.min(news.readBytes ?? 0, sizeBytes) };
  };
}

/** Leaves the change without a record: nothing has changed. */
class AlreadyKept extends Error {
  readonly ingested: Ingested;

  constructor(ingested: Ingested) {
    super('kept before');
    this.ingested = ingested;
  }
}

function detailsOf({ ended, packets, droppedPackets, error }: CaptureProgress): Readonly<Record<string, Json>> {
  return {
    state: ended ?? 'reading',
    packets,
    ...(droppedPackets > 0 && { droppedPackets }),
    ...(error !== undefined && { error }),
  };
}

function stateOf(batch: Batch, capture: CaptureDetail): SensorState {
  if (batch.finished) return 'idle';
  return capture.origin === 'live' ? 'live' : 'reading';
}
