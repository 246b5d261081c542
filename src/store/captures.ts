import type { CaptureDetail, CaptureOrigin, CaptureState, CaptureSummary } from '#contract';
import { Fault, type Micros, toIso } from '#kernel';
import type { Anomaly, LinkTypeCount } from '#wire';
import { type Selectable, sql, type UpdateObject } from 'kysely';
import { newId } from './ids.ts';
import { countOf, type Part } from './paging.ts';
import type { CaptureRow, Tables } from './tables.ts';
import { type Change, DATABASE, type Transaction } from './transaction.ts';

export interface NewCapture {
  readonly name: string;
  readonly origin: CaptureOrigin;
  readonly sensorId: string;
  /** Where the server finds the file, also after a restart; absent for live capture. */
  readonly location?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly addedBy: string;
  /** The file is to be kept until then. */
  readonly keptUntil?: Micros | undefined;
}

/** A capture whose file somebody chose to keep. */
export interface KeptCapture {
  readonly id: string;
  readonly name: string;
  readonly keptUntil: Micros;
  /** It is neither queued nor being read. */
  readonly hasEnded: boolean;
  /** Where the file lies as it was given, until it is sealed. */
  readonly location?: string;
  /** Name of the sealed file. */
  readonly keptLocation?: string;
}

/** What a sensor knows of a capture so far; replaces what it said before. */
export interface CaptureNews {
  readonly id: string;
  readonly packets: number;
  readonly bytes: number;
  readonly readBytes?: number;
  readonly droppedPackets: number;
  readonly linkTypes: readonly LinkTypeCount[];
  readonly first?: Micros;
  readonly last?: Micros;
  readonly anomalies: readonly Anomaly[];
  readonly ended?: 'done' | 'cancelled' | 'failed';
  readonly error?: string;
}

/** What a restart needs in order to go on reading. */
export interface OpenCapture {
  readonly id: string;
  readonly name: string;
  readonly origin: CaptureOrigin;
  readonly state: 'queued' | 'reading';
  readonly sensorId: string;
  /** Present once reading has begun. */
  readonly run?: number;
  readonly location?: string;
  readonly sizeBytes?: number;
}

/** Queued. To be called inside a change, since a person or the server asked for it. */
export async function add(transaction: Transaction, given: NewCapture, atUs: Micros): Promise<CaptureSummary> {
  const row = await transaction[DATABASE]
    .insertInto('capture')
    .values({
      ...transaction.scope,
      id: newId(atUs),
      name: given.name,
      origin: given.origin,
      state: 'queued',
      sensor_id: given.sensorId,
      run: null,
      location: given.location ?? null,
      packets: 0,
      bytes: 0,
      size_bytes: given.sizeBytes ?? null,
      read_bytes: given.origin === 'live' ? null : 0,
      dropped_packets: 0,
      first_at: null,
      last_at: null,
      added_at: atUs,
      added_by: given.addedBy,
      ended_at: null,
      link_types: '[]',
      anomalies: '[]',
      anomaly_count: 0,
      error: null,
      kept_until: given.keptUntil ?? null,
      kept_bytes: null,
      kept_location: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return summaryOf(row);
}

/** The newest first. */
export async function list(
  transaction: Transaction,
  part: Part,
): Promise<{ total: number; captures: CaptureSummary[] }> {
  const total = await select(transaction).select(sql<number>`count(*)`.as('count')).executeTakeFirst();
  const rows = await select(transaction)
    .selectAll()
    .orderBy('added_at', 'desc')
    .orderBy('number', 'desc')
    .offset(part.offset)
    .limit(part.limit)
    .execute();
  return { total: countOf(total), captures: rows.map(summaryOf) };
}

export async function find(transaction: Transaction, id: string): Promise<CaptureDetail | undefined> {
  const row = await select(transaction).selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    ...summaryOf(row),
    linkTypes: JSON.parse(row.link_types) as CaptureDetail['linkTypes'],
    anomalyKinds: JSON.parse(row.anomalies) as CaptureDetail['anomalyKinds'],
  };
}

/** Id and name by the number under which evidence names a capture. */
export async function names(
  transaction: Transaction,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, { readonly id: string; readonly name: string }>> {
  if (numbers.length === 0) return new Map();
  const rows = await select(transaction)
    .select(['number', 'id', 'name'])
    .where('number', 'in', [...numbers])
    .execute();
  return new Map(rows.map(({ number, id, name }) => [number, { id, name }]));
}

/** Queued and being read, in the order in which they were added. */
export async function open(transaction: Transaction): Promise<OpenCapture[]> {
  const rows = await select(transaction)
    .selectAll()
    .where('state', 'in', ['queued', 'reading'])
    .orderBy('number')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    origin: row.origin as CaptureOrigin,
    state: row.state as OpenCapture['state'],
    sensorId: row.sensor_id,
    ...(row.run !== null && { run: row.run }),
    ...(row.location !== null && { location: row.location }),
    ...(row.size_bytes !== null && { sizeBytes: row.size_bytes }),
  }));
}

/** Reading begins, in this run. */
export async function begin(transaction: Transaction, id: string, run: number): Promise<void> {
  await update(transaction, id, { state: 'reading', run });
}

/**
 * Ends a capture without a batch: cancelled while queued, or failed before anything was read. The place of its file is
 * forgotten, unless it is to be kept. Rejects with `not-found`, and with `state-conflict` when it has ended.
 */
export async function end(
  transaction: Transaction,
  id: string,
  how: { readonly state: 'cancelled' | 'failed'; readonly error?: string | undefined },
  atUs: Micros,
): Promise<CaptureSummary> {
  const row = await select(transaction).selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) throw new Fault('not-found', { what: 'capture', id });
  if (row.ended_at !== null) throw new Fault('state-conflict', { what: 'capture', id, state: row.state });
  const set = { state: how.state, error: how.error ?? null, ended_at: atUs, ...afterwards(how.state) };
  return summaryOf(await update(transaction, id, set));
}

/** All captures that are kept or to be kept, those first that go first. */
export async function kept(transaction: Transaction): Promise<KeptCapture[]> {
  const rows = await select(transaction)
    .selectAll()
    .where('kept_until', 'is not', null)
    .orderBy('kept_until')
    .orderBy('number')
    .execute();
  return rows.flatMap(keptOf);
}

export async function findKept(transaction: Transaction, id: string): Promise<KeptCapture | undefined> {
  const row = await select(transaction).selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : keptOf(row)[0];
}

/**
 * The file lies sealed in its place, and the one that was given is forgotten. Answers undefined when somebody decided
 * meanwhile not to keep it.
 */
export async function noteSealed(
  transaction: Transaction,
  id: string,
  file: { readonly keptLocation: string; readonly keptBytes: number },
): Promise<CaptureSummary | undefined> {
  const row = await select(transaction).select('kept_until').where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined || row.kept_until === null) return undefined;
  const set = { kept_location: file.keptLocation, kept_bytes: file.keptBytes, location: null };
  return summaryOf(await update(transaction, id, set));
}

/** It is not kept any more, or not to be kept. Rejects with `not-found` when it is not. */
export async function forgetKept(change: Change, id: string): Promise<CaptureSummary> {
  const row = await select(change).selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined || row.kept_until === null) throw new Fault('not-found', { what: 'kept-capture', id });
  const nothing = { kept_until: null, kept_bytes: null, kept_location: null };
  return summaryOf(await update(change, id, { ...nothing, ...(row.ended_at !== null && { location: null }) }));
}

/** Most frequent kinds of anomalies over all captures, each with the capture that shows it most. */
export async function anomalies(
  transaction: Transaction,
  most: number,
): Promise<{ kind: string; count: number; captureId: string }[]> {
  const rows = await select(transaction).select(['id', 'anomalies']).where('anomaly_count', '>', 0).execute();
  const kinds = new Map<string, { kind: string; count: number; captureId: string; largest: number }>();
  for (const { id, anomalies } of rows) {
    for (const { kind, count } of JSON.parse(anomalies) as readonly Anomaly[]) {
      const entry = kinds.get(kind) ?? { kind, count: 0, captureId: id, largest: 0 };
      entry.count += count;
      if (count > entry.largest) [entry.largest, entry.captureId] = [count, id];
      kinds.set(kind, entry);
    }
  }
  return [...kinds.values()]
    .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1))
    .slice(0, most)
    .map(({ kind, count, captureId }) => ({ kind, count, captureId }));
}

/** What a batch says of a capture; answers the number under which evidence names it. Rejects with `not-found`. */
export async function advance(transaction: Transaction, news: CaptureNews, atUs: Micros): Promise<number> {
  const row = await update(transaction, news.id, {
    packets: news.packets,
    bytes: news.bytes,
    ...(news.readBytes !== undefined && { read_bytes: news.readBytes }),
    dropped_packets: news.droppedPackets,
    ...(news.first !== undefined && { first_at: news.first }),
    ...(news.last !== undefined && { last_at: news.last }),
    link_types: JSON.stringify(news.linkTypes),
    anomalies: JSON.stringify(news.anomalies),
    anomaly_count: news.anomalies.reduce((sum, { count }) => sum + count, 0),
    ...(news.ended !== undefined && { state: news.ended, ended_at: atUs, ...afterwards(news.ended) }),
    ...(news.error !== undefined && { error: news.error }),
  });
  return row.number;
}

/** Nobody needs the file of a capture that has ended, unless it is to be kept; what could not be read is not kept. */
function afterwards(state: 'done' | 'cancelled' | 'failed'): UpdateObject<Tables, 'capture'> {
  if (state === 'failed') return { location: null, kept_until: null };
  return { location: sql<string | null>`case when kept_until is null then null else location end` };
}

async function update(
  transaction: Transaction,
  id: string,
  set: UpdateObject<Tables, 'capture'>,
): Promise<Selectable<CaptureRow>> {
  const { tenant, site } = transaction.scope;
  const row = await transaction[DATABASE]
    .updateTable('capture')
    .set(set)
    .where('tenant', '=', tenant)
    .where('site', '=', site)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not-found', { what: 'capture', id });
  return row;
}

function select(transaction: Transaction) {
  const { tenant, site } = transaction.scope;
  return transaction[DATABASE].selectFrom('capture').where('tenant', '=', tenant).where('site', '=', site);
}

function summaryOf(row: Selectable<CaptureRow>): CaptureSummary {
  return {
    id: row.id,
    name: row.name,
    origin: row.origin as CaptureOrigin,
    state: row.state as CaptureState,
    sensorId: row.sensor_id,
    packets: row.packets,
    bytes: row.bytes,
    ...(row.size_bytes !== null && { sizeBytes: row.size_bytes }),
    ...(row.read_bytes !== null && { readBytes: row.read_bytes }),
    droppedPackets: row.dropped_packets,
    ...(row.first_at !== null && { first: toIso(row.first_at) }),
    ...(row.last_at !== null && { last: toIso(row.last_at) }),
    addedAt: toIso(row.added_at),
    ...(row.ended_at !== null && { endedAt: toIso(row.ended_at) }),
    addedBy: row.added_by,
    anomalies: row.anomaly_count,
    ...(row.error !== null && { error: row.error }),
    ...(row.kept_until !== null && { keptUntil: toIso(row.kept_until) }),
    ...(row.kept_bytes !== null && { keptBytes: row.kept_bytes }),
  };
}

function keptOf(row: Selectable<CaptureRow>): KeptCapture[] {
  if (row.kept_until === null) return [];
  return [
    {
      id: row.id,
      name: row.name,
      keptUntil: row.kept_until,
      hasEnded: row.ended_at !== null,
      ...(row.location !== null && { location: row.location }),
      ...(row.kept_location !== null && { keptLocation: row.kept_location }),
    },
  ];
}
