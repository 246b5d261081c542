import type { ConclusionName } from '#contract';
import { Fault, type Micros } from '#kernel';
import type { Selectable } from 'kysely';
import { newId } from './ids.ts';
import type { CorrectionRow } from './tables.ts';
import { type Change, DATABASE, NEWS, type Transaction } from './transaction.ts';

/** A person's word about a device. Kept when it is withdrawn, so that the timeline can show it. */
export interface StoredCorrection {
  readonly deviceId: string;
  readonly conclusion: ConclusionName;
  readonly value: string;
  readonly reason?: string;
  readonly who: string;
  readonly atUs: Micros;
  readonly withdrawnBy?: string;
  readonly withdrawnAtUs?: Micros;
}

export interface NewCorrection {
  readonly deviceId: string;
  readonly conclusion: ConclusionName;
  readonly value: string;
  readonly reason?: string | undefined;
}

/** Of one device, also withdrawn ones, or those in force of all devices; in the order in which they were made. */
export async function list(transaction: Transaction, deviceId?: string): Promise<StoredCorrection[]> {
  const rows = await select(transaction)
    .$if(deviceId === undefined, (each) => each.where('withdrawn_at', 'is', null))
    .$if(deviceId !== undefined, (each) => each.where('device_id', '=', deviceId!))
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(correctionOf);
}

/** Takes the place of an earlier one about the same conclusion, which is withdrawn by it. The actor of the change is who said so. */
export async function add(change: Change, given: NewCorrection): Promise<StoredCorrection> {
  const { actor, atUs } = change[NEWS];
  await endInForce(change, given.deviceId, given.conclusion);
  const row = await change[DATABASE]
    .insertInto('correction')
    .values({
      ...change.scope,
      id: newId(atUs),
      device_id: given.deviceId,
      conclusion: given.conclusion,
      value: given.value,
      reason: given.reason ?? null,
      who: actor.name,
      at: atUs,
      withdrawn_by: null,
      withdrawn_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return correctionOf(row);
}

/** Rejects with `not-found` when none is in force. */
export async function withdraw(change: Change, deviceId: string, conclusion: ConclusionName): Promise<void> {
  const ended = await endInForce(change, deviceId, conclusion);
  if (ended === 0) throw new Fault('not-found', { what: 'correction', id: `${deviceId} ${conclusion}` });
}

async function endInForce(change: Change, deviceId: string, conclusion: ConclusionName): Promise<number> {
  const { tenant, site } = change.scope;
  const { actor, atUs } = change[NEWS];
  const result = await change[DATABASE]
    .updateTable('correction')
    .set({ withdrawn_by: actor.name, withdrawn_at: atUs })
    .where('tenant', '=', tenant)
    .where('site', '=', site)
    .where('device_id', '=', deviceId)
    .where('conclusion', '=', conclusion)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

function select(transaction: Transaction) {
  const { tenant, site } = transaction.scope;
  return transaction[DATABASE]
    .selectFrom('correction')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('site', '=', site);
}

function correctionOf(row: Selectable<CorrectionRow>): StoredCorrection {
  return {
    deviceId: row.device_id,
    conclusion: row.conclusion as ConclusionName,
    value: row.value,
    ...(row.reason !== null && { reason: row.reason }),
    who: row.who,
    atUs: row.at,
    ...(row.withdrawn_by !== null && { withdrawnBy: row.withdrawn_by }),
    ...(row.withdrawn_at !== null && { withdrawnAtUs: row.withdrawn_at }),
  };
}
