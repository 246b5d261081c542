import { Fault, type Micros } from '#kernel';
import type { CoverageNumbers } from '#wire';
import { type Selectable, sql } from 'kysely';
import type { RunRow } from './tables.ts';
import { DATABASE, type Transaction } from './transaction.ts';

/** One engine of a sensor, from its beginning to its end. */
export interface Run {
  readonly run: number;
  readonly sensorId: string;
  /** Batches up to this one are kept. */
  readonly lastBatch: number;
  readonly ended: boolean;
}

export interface Truncated {
  readonly facts: number;
  readonly edges: number;
  readonly flows: number;
}

/** Coverage of all runs together. */
export interface TotalCoverage extends CoverageNumbers {
  readonly truncated: Truncated;
  /** Sensors that have sent anything. */
  readonly sensors: number;
}

/**
 * Begins a run and answers its number, which no other run of any sensor has. A sensor has one run at a time, because
 * totals of two engines could not be told apart: rejects with `state-conflict` while another is in progress.
 */
export async function begin(transaction: Transaction, sensorId: string, atUs: Micros): Promise<number> {
  const row = await transaction[DATABASE]
    .insertInto('run')
    .values({
      ...transaction.scope,
      sensor_id: sensorId,
      last_batch: 0,
      coverage: null,
      truncated: null,
      began_at: atUs,
      ended_at: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'site', 'sensor_id']).where('ended_at', 'is', null).doNothing(),
    )
    .returning('number')
    .executeTakeFirst();
  if (row === undefined) throw new Fault('state-conflict', { what: 'sensor', id: sensorId, state: 'reading' });
  return row.number;
}

/** Ends a run that will send nothing more, for example of a live sensor whose process died. Does nothing when it has ended. */
export async function end(transaction: Transaction, run: number, atUs: Micros): Promise<void> {
  await transaction[DATABASE]
    .updateTable('run')
    .set({ ended_at: atUs })
    .where('number', '=', run)
    .where('ended_at', 'is', null)
    .execute();
}

/** What was being read when the last process ended: to be read again from its beginning, or to be ended. */
export async function inProgress(transaction: Transaction): Promise<Run[]> {
  const rows = await select(transaction).where('ended_at', 'is', null).orderBy('number').execute();
  return rows.map(runOf);
}

export async function coverage(transaction: Transaction): Promise<TotalCoverage> {
  const rows = await select(transaction).where('coverage', 'is not', null).execute();
  const total = { flows: 0, oneWayFlows: 0, bytes: 0, unknownBytes: 0, encryptedBytes: 0 };
  const truncated = { facts: 0, edges: 0, flows: 0 };
  const vlans = new Map<number, number>();
  for (const row of rows) {
    const numbers = JSON.parse(row.coverage ?? '{}') as CoverageNumbers;
    const cut = JSON.parse(row.truncated ?? '{}') as Truncated;
    for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += numbers[name];
    for (const name of Object.keys(truncated) as (keyof Truncated)[]) truncated[name] += cut[name];
    for (const { vlan, bytes } of numbers.vlans) vlans.set(vlan, (vlans.get(vlan) ?? 0) + bytes);
  }
  return {
    ...total,
    vlans: [...vlans].map(([vlan, bytes]) => ({ vlan, bytes })).sort((a, b) => a.vlan - b.vlan),
    truncated,
    sensors: new Set(rows.map((row) => row.sensor_id)).size,
  };
}

/** The run of a batch, locked until the end of the transaction. */
export async function lock(transaction: Transaction, sensorId: string, run: number): Promise<Run> {
  const row = await select(transaction)
    .where('number', '=', run)
    .where('sensor_id', '=', sensorId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not-found', { what: 'run', id: run });
  return runOf(row);
}

export interface RunNews {
  readonly lastBatch: number;
  readonly coverage: CoverageNumbers;
  readonly truncated: Truncated;
  readonly finished: boolean;
}

export async function advance(transaction: Transaction, run: number, news: RunNews, atUs: Micros): Promise<void> {
  await transaction[DATABASE]
    .updateTable('run')
    .set({
      last_batch: news.lastBatch,
      coverage: JSON.stringify(news.coverage),
      truncated: JSON.stringify(news.truncated),
      ended_at: news.finished ? atUs : sql<null>`ended_at`,
    })
    .where('number', '=', run)
    .execute();
}

function select(transaction: Transaction) {
  const { tenant, site } = transaction.scope;
  return transaction[DATABASE].selectFrom('run').selectAll().where('tenant', '=', tenant).where('site', '=', site);
}

function runOf(row: Selectable<RunRow>): Run {
  return { run: row.number, sensorId: row.sensor_id, lastBatch: row.last_batch, ended: row.ended_at !== null };
}
