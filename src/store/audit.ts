import type { AuditKind, AuditRecord } from '#contract';
import { type Micros, toIso } from '#kernel';
import { type SelectQueryBuilder, sql } from 'kysely';
import { storableText } from './arrays.ts';
import { CHAIN_BEGIN, recordHash } from './audit-chain.ts';
import { countOf, likePart, type Part } from './paging.ts';
import type { Tables } from './tables.ts';
import { DATABASE, type Transaction } from './transaction.ts';

export interface AuditFilter {
  readonly kind?: AuditKind | undefined;
  /** Part of the name of the actor or of the subject. */
  readonly text?: string | undefined;
  readonly sinceUs?: Micros | undefined;
  readonly untilUs?: Micros | undefined;
}

export interface Verification {
  readonly intact: boolean;
  readonly records: number;
  /** Number of the first record that does not fit. */
  readonly brokenAt?: number;
  /** Hash of the newest record. */
  readonly head?: string;
}

/** Records checked at once. */
const VERIFY_PART = 2000;

/** The newest first. */
export async function list(
  transaction: Transaction,
  filter: AuditFilter,
  part: Part,
): Promise<{ total: number; records: AuditRecord[] }> {
  const matching = narrowed(transaction[DATABASE].selectFrom('audit_record'), transaction, filter);
  const total = await matching.select(sql<number>`count(*)`.as('count')).executeTakeFirst();
  const rows = await matching
    .select(['content', 'hash'])
    .orderBy('number', 'desc')
    .offset(part.offset)
    .limit(part.limit)
    .execute();
  return { total: countOf(total), records: rows.map(({ content, hash }) => recordOf(content, hash)) };
}

type Records = SelectQueryBuilder<Tables, 'audit_record', object>;

function narrowed(records: Records, { scope }: Transaction, filter: AuditFilter): Records {
  const { kind, text, sinceUs, untilUs } = filter;
  return records
    .where('tenant', '=', scope.tenant)
    .$if(kind !== undefined, (each) => each.where('kind', '=', kind!))
    .$if(sinceUs !== undefined, (each) => each.where('at', '>=', sinceUs!))
    .$if(untilUs !== undefined, (each) => each.where('at', '<=', untilUs!))
    .$if(text !== undefined && text !== '', (each) =>
      each.where((where) =>
        where.or([where('actor_name', 'ilike', likePart(text!)), where('subject_name', 'ilike', likePart(text!))]),
      ),
    );
}

function recordOf(content: string, hash: string): AuditRecord {
  const { number, at, kind, actor, subject, details } = JSON.parse(content) as Omit<AuditRecord, 'hash'>;
  return { number, at, kind, actor, ...(subject !== undefined && { subject }), details, hash };
}

/** Computes the chain again, from the first record to the head. */
export async function verify(transaction: Transaction): Promise<Verification> {
  const { tenant } = transaction.scope;
  const database = transaction[DATABASE];
  let previous = CHAIN_BEGIN;
  let number = 0;
  for (;;) {
    const rows = await database
      .selectFrom('audit_record')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('number', '>', number)
      .orderBy('number')
      .limit(VERIFY_PART)
      .execute();
    for (const row of rows) {
      number++;
      if (!fits(row, number, previous)) return { intact: false, records: number, brokenAt: number };
      previous = row.hash;
    }
    if (rows.length < VERIFY_PART) break;
  }
  const head = await database.selectFrom('audit_head').selectAll().where('tenant', '=', tenant).executeTakeFirst();
  const intact = (head?.number ?? 0) === number && (head?.hash ?? CHAIN_BEGIN) === previous;
  if (!intact) return { intact, records: number, brokenAt: number + 1 };
  return { intact, records: number, ...(number > 0 && { head: previous }) };
}

interface Said extends Pick<AuditRecord, 'number' | 'at' | 'kind' | 'actor' | 'subject'> {
  readonly previous: string;
  readonly tenant: number;
  readonly site: number;
}

/** The columns beside the text are for searching, and must say the same as the text. */
function fits(row: Tables['audit_record'], number: number, previous: string): boolean {
  if (row.number !== number || recordHash(row.content) !== row.hash) return false;
  const said = JSON.parse(row.content) as Said;
  const subject = said.subject === undefined ? null : asStored(said.subject.name ?? said.subject.id);
  return (
    said.number === number &&
    said.previous === previous &&
    said.kind === row.kind &&
    said.tenant === row.tenant &&
    said.site === row.site &&
    said.at === toIso(row.at) &&
    asStored(said.actor.name) === row.actor_name &&
    subject === row.subject_name
  );
}

/** What a column makes of a text; half a surrogate pair has no form in UTF-8. */
function asStored(text: string): string {
  return storableText(text).toWellFormed();
}
