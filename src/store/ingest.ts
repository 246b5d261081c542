import { Fault, type Micros } from '#kernel';
import type { CoverageNumbers, Edge, Fact, Pairing, SubjectTraffic } from '#wire';
import * as captures from './captures.ts';
import * as evidence from './evidence.ts';
import * as runs from './runs.ts';
import { addEdges, addPairings, addTraffic } from './totals.ts';
import type { Transaction } from './transaction.ts';

/** What a sensor sends; see the batch of the room `sensor`. */
export interface IncomingBatch {
  readonly sensorId: string;
  readonly run: number;
  /** Counts from 1 within the run, without gaps. */
  readonly number: number;
  readonly captures: readonly (captures.CaptureNews & { readonly index: number })[];
  readonly facts: readonly Fact[];
  readonly edges: readonly Edge[];
  readonly pairings: readonly Pairing[];
  readonly traffic: readonly SubjectTraffic[];
  readonly coverage: CoverageNumbers;
  readonly truncated: runs.Truncated;
  readonly finished: boolean;
}

export interface Ingested {
  /** Everything up to this batch of the run is kept, once the transaction has ended. */
  readonly ack: number;
  /** It was kept before; nothing has changed, and nobody else may count it either. */
  readonly duplicate: boolean;
  /**
   * The facts with the store's numbers for their captures, as the inventory should see them: the same that a restart
   * reads. Without their bytes, which stay in the store. Empty for a duplicate.
   */
  readonly facts: readonly Fact[];
}

/**
 * Keeps a batch: evidence, edges, pairings, traffic, captures and its number, all or nothing. A batch that was kept
 * before changes nothing. Rejects with `batch-out-of-order` when one before it is missing, with `state-conflict` when
 * the run has ended, and with `not-found` for a run or a capture that nobody began.
 */
export async function ingest(transaction: Transaction, batch: IncomingBatch, atUs: Micros): Promise<Ingested> {
  const { sensorId, run, number } = batch;
  const { lastBatch, ended } = await runs.lock(transaction, sensorId, run);
  if (number <= lastBatch) return { ack: lastBatch, duplicate: true, facts: [] };
  if (ended) throw new Fault('state-conflict', { what: 'run', id: run, state: 'ended' });
  if (number !== lastBatch + 1) {
    throw new Fault('batch-out-of-order', { id: sensorId, run, number, expected: lastBatch + 1 });
  }
  const numbers = new Map<number, number>();
  for (const news of batch.captures) numbers.set(news.index, await captures.advance(transaction, news, atUs));
  const captureNumber = (index: number): number => {
    const known = numbers.get(index);
    if (known === undefined) throw new Fault('not-found', { what: 'capture', id: index });
    return known;
  };
  await evidence.add(transaction, batch.facts, captureNumber);
  await addEdges(transaction, batch, batch.edges);
  await addPairings(transaction, batch, batch.pairings);
  await addTraffic(transaction, batch, batch.traffic);
  await runs.advance(transaction, run, { ...batch, lastBatch: number }, atUs);
  const facts = batch.facts.map((given) => {
    const { excerpts: _, ...fact } = given;
    return { ...fact, source: { ...fact.source, capture: captureNumber(fact.source.capture) } };
  });
  return { ack: number, duplicate: false, facts };
}
