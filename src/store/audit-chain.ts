import { toIso } from '#kernel';
import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { storableText } from './arrays.ts';
import { canonicalJson } from './canonical-json.ts';
import { type ChangeNews, DATABASE, type Json, type Transaction } from './transaction.ts';

/** The hash before the first record. */
export const CHAIN_BEGIN = '0'.repeat(64);

/**
 * The record as text. It names the hash of the record before it, so that none can be altered, taken out or put in
 * without all later ones being computed again.
 */
export function recordText(
  number: number,
  previous: string,
  { tenant, site }: Transaction['scope'],
  news: ChangeNews,
): string {
  const record: Json = {
    number,
    previous,
    tenant,
    site,
    at: toIso(news.atUs),
    kind: news.kind,
    actor: { ...news.actor },
    subject: news.subject === undefined ? undefined : { ...news.subject },
    details: { ...news.details },
  };
  return canonicalJson(record);
}

export function recordHash(text: string): string {
  return hash('sha256', text, 'hex');
}

/** Called at the end of a change only, so that the row that everyone waits for is held for a short time. */
export async function appendAuditRecord(transaction: Transaction, news: ChangeNews): Promise<void> {
  const { scope } = transaction;
  const database = transaction[DATABASE];
  await sql`insert into audit_head (tenant, site, number, hash)
    values (${scope.tenant}, ${scope.site}, 0, ${CHAIN_BEGIN}) on conflict do nothing`.execute(database);
  const head = await database
    .selectFrom('audit_head')
    .select(['number', 'hash'])
    .where('tenant', '=', scope.tenant)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const number = head.number + 1;
  const content = recordText(number, head.hash, scope, news);
  const next = recordHash(content);
  await database
    .insertInto('audit_record')
    .values({
      ...scope,
      number,
      at: news.atUs,
      kind: news.kind,
      actor_name: storableText(news.actor.name),
      subject_name: news.subject === undefined ? null : storableText(news.subject.name ?? news.subject.id),
      content,
      hash: next,
    })
    .execute();
  await database.updateTable('audit_head').set({ number, hash: next }).where('tenant', '=', scope.tenant).execute();
}
