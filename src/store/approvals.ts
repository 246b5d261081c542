import type { Approval, ApprovalState } from '#contract';
import { Fault, type Micros, toIso } from '#kernel';
import { type Selectable, sql } from 'kysely';
import { newId } from './ids.ts';
import { countOf, type Part } from './paging.ts';
import type { ApprovalRow } from './tables.ts';
import { type Change, DATABASE, NEWS, type Subject, type Transaction } from './transaction.ts';

export interface ApprovalRequest {
  /** What it allows, for example `capture.open`. */
  readonly kind: string;
  readonly subject: Subject;
  readonly reason: string;
  readonly by: { readonly id: string; readonly name: string };
  /** Until then it must be decided, and used. */
  readonly expiresAtUs: Micros;
}

/** The newest first. A pending or approved one whose time is over counts as `expired`. */
export async function list(
  transaction: Transaction,
  state: ApprovalState | undefined,
  part: Part,
  nowUs: Micros,
): Promise<{ total: number; approvals: Approval[] }> {
  const effective = sql<string>`case when state in ('pending', 'approved') and expires_at <= ${nowUs}
    then 'expired' else state end`;
  const matching = select(transaction).$if(state !== undefined, (each) => each.where(effective, '=', state!));
  const total = await matching.select(sql<number>`count(*)`.as('count')).executeTakeFirst();
  const rows = await matching
    .selectAll()
    .orderBy('requested_at', 'desc')
    .orderBy('id', 'desc')
    .offset(part.offset)
    .limit(part.limit)
    .execute();
  return { total: countOf(total), approvals: rows.map((row) => approvalOf(row, nowUs)) };
}

export async function request(change: Change, given: ApprovalRequest): Promise<Approval> {
  const { atUs } = change[NEWS];
  const row = await change[DATABASE]
    .insertInto('approval')
    .values({
      ...change.scope,
      id: newId(atUs),
      kind: given.kind,
      subject: JSON.stringify(given.subject),
      reason: given.reason,
      state: 'pending',
      requested_by_id: given.by.id,
      requested_by_name: given.by.name,
      requested_at: atUs,
      expires_at: given.expiresAtUs,
      decided_by_id: null,
      decided_by_name: null,
      decided_at: null,
      remark: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return approvalOf(row, atUs);
}

export interface Decision {
  readonly decision: 'approved' | 'refused';
  readonly by: { readonly id: string; readonly name: string };
  readonly remark?: string | undefined;
}

/**
 * Rejects with `not-found`, with `state-conflict` unless it is pending and in time, and with `second-person-required`
 * when somebody approves their own request. To refuse the own request is to take it back.
 */
export async function decide(change: Change, id: string, given: Decision): Promise<Approval> {
  const { atUs } = change[NEWS];
  const before = await lock(change, id, atUs);
  if (before.state !== 'pending') throw new Fault('state-conflict', { what: 'approval', id, state: before.state });
  if (given.decision === 'approved' && before.requestedBy.id === given.by.id) throw new Fault('second-person-required');
  return await update(change, id, atUs, {
    state: given.decision,
    decided_by_id: given.by.id,
    decided_by_name: given.by.name,
    decided_at: atUs,
    remark: given.remark ?? null,
  });
}

/**
 * Uses an approval up, in the change that it allows. Rejects with `approval-required` unless an approval of this kind
 * for this subject is there that the same person asked for and that is in time.
 */
export async function use(change: Change, kind: string, subject: Subject, personId: string): Promise<void> {
  const { atUs } = change[NEWS];
  const rows = await select(change)
    .selectAll()
    .where('kind', '=', kind)
    .where('state', '=', 'approved')
    .where('requested_by_id', '=', personId)
    .where('expires_at', '>', atUs)
    .orderBy('expires_at')
    .forUpdate()
    .execute();
  const fitting = rows.map((row) => approvalOf(row, atUs)).find((each) => sameSubject(each.subject, subject));
  if (fitting === undefined) throw new Fault('approval-required');
  await update(change, fitting.id, atUs, { state: 'used' });
}

const sameSubject = (a: Subject, b: Subject): boolean => a.kind === b.kind && a.id === b.id;

async function lock(change: Change, id: string, nowUs: Micros): Promise<Approval> {
  const row = await select(change).selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (row === undefined) throw new Fault('not-found', { what: 'approval', id });
  return approvalOf(row, nowUs);
}

async function update(change: Change, id: string, nowUs: Micros, set: Partial<ApprovalRow>): Promise<Approval> {
  const { tenant, site } = change.scope;
  const row = await change[DATABASE]
    .updateTable('approval')
    .set(set)
    .where('tenant', '=', tenant)
    .where('site', '=', site)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return approvalOf(row, nowUs);
}

function select(transaction: Transaction) {
  const { tenant, site } = transaction.scope;
  return transaction[DATABASE].selectFrom('approval').where('tenant', '=', tenant).where('site', '=', site);
}

function approvalOf(row: Selectable<ApprovalRow>, nowUs: Micros): Approval {
  const state = row.state as ApprovalState;
  const expired = (state === 'pending' || state === 'approved') && row.expires_at <= nowUs;
  return {
    id: row.id,
    kind: row.kind,
    subject: JSON.parse(row.subject) as Approval['subject'],
    reason: row.reason,
    state: expired ? 'expired' : state,
    requestedBy: { id: row.requested_by_id, name: row.requested_by_name },
    requestedAt: toIso(row.requested_at),
    expiresAt: toIso(row.expires_at),
    ...(row.decided_by_id !== null && { decidedBy: { id: row.decided_by_id, name: row.decided_by_name ?? '' } }),
    ...(row.decided_at !== null && { decidedAt: toIso(row.decided_at) }),
    ...(row.remark !== null && { remark: row.remark }),
  };
}
