import type { Sensor, SensorState } from '#contract';
import { Fault, type Micros, toIso } from '#kernel';
import { type Selectable, sql } from 'kysely';
import { newId } from './ids.ts';
import type { SensorRow } from './tables.ts';
import { DATABASE, type Transaction } from './transaction.ts';

export interface SensorNews {
  readonly state?: SensorState | undefined;
  readonly packets?: number | undefined;
  readonly packetsPerSecond?: number | undefined;
  readonly droppedPackets?: number | undefined;
  readonly heardAtUs?: Micros | undefined;
  /** Code of an error; null takes it back. */
  readonly error?: string | null | undefined;
}

type ListedRow = Selectable<SensorRow> & { readonly last_batch: number | null };

/** By name. */
export async function list(transaction: Transaction): Promise<Sensor[]> {
  const rows = await select(transaction).orderBy('name').execute();
  return rows.map(sensorOf);
}

export async function find(transaction: Transaction, id: string): Promise<Sensor | undefined> {
  const row = await select(transaction).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : sensorOf(row);
}

/** The sensor of this name; made when there is none. A sensor reads one thing at a time. */
export async function ensure(
  transaction: Transaction,
  given: { readonly name: string; readonly interface?: string },
  atUs: Micros,
): Promise<Sensor> {
  await transaction[DATABASE]
    .insertInto('sensor')
    .values({
      ...transaction.scope,
      id: newId(atUs),
      name: given.name,
      interface: given.interface ?? null,
      state: 'idle',
      packets: 0,
      packets_per_second: 0,
      dropped_packets: 0,
      last_heard_at: null,
      error: null,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'site', 'name']).doNothing())
    .execute();
  return sensorOf(await select(transaction).where('name', '=', given.name).executeTakeFirstOrThrow());
}

/** Changes what is given. Rejects with `not-found`. */
export async function update(transaction: Transaction, id: string, news: SensorNews): Promise<Sensor> {
  const { tenant, site } = transaction.scope;
  const result = await transaction[DATABASE]
    .updateTable('sensor')
    .set((row) => ({
      state: news.state ?? row.ref('state'),
      packets: news.packets ?? row.ref('packets'),
      packets_per_second: news.packetsPerSecond ?? row.ref('packets_per_second'),
      dropped_packets: news.droppedPackets ?? row.ref('dropped_packets'),
      last_heard_at: news.heardAtUs ?? row.ref('last_heard_at'),
      error: news.error === undefined ? row.ref('error') : news.error,
    }))
    .where('tenant', '=', tenant)
    .where('site', '=', site)
    .where('id', '=', id)
    .executeTakeFirst();
  const sensor = result.numUpdatedRows === 0n ? undefined : await find(transaction, id);
  if (sensor === undefined) throw new Fault('not-found', { what: 'sensor', id });
  return sensor;
}

function select(transaction: Transaction) {
  const { tenant, site } = transaction.scope;
  return transaction[DATABASE]
    .selectFrom('sensor')
    .selectAll()
    .select(
      sql<number | null>`(select last_batch from run
        where run.tenant = sensor.tenant and run.site = sensor.site and run.sensor_id = sensor.id
        order by number desc limit 1)`.as('last_batch'),
    )
    .where('tenant', '=', tenant)
    .where('site', '=', site);
}

function sensorOf(row: ListedRow): Sensor {
  return {
    id: row.id,
    name: row.name,
    ...(row.interface !== null && { interface: row.interface }),
    state: row.state as SensorState,
    packets: row.packets,
    packetsPerSecond: row.packets_per_second,
    droppedPackets: row.dropped_packets,
    lastBatch: row.last_batch ?? 0,
    ...(row.last_heard_at !== null && { lastHeardAt: toIso(row.last_heard_at) }),
    ...(row.error !== null && { error: row.error }),
  };
}
