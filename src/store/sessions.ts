import type { Account } from '#contract';
import type { Micros } from '#kernel';
import { accountOf } from './accounts.ts';
import { DATABASE, type Transaction } from './transaction.ts';

export interface NewSession {
  /** Only a hash of the token is kept, so that a copy of the data signs nobody in. */
  readonly tokenHash: string;
  readonly accountId: string;
  readonly atUs: Micros;
  readonly expiresAtUs: Micros;
}

export interface LiveSession {
  readonly account: Account;
  readonly lastUsedAtUs: Micros;
  readonly expiresAtUs: Micros;
}

export async function create(transaction: Transaction, given: NewSession): Promise<void> {
  await transaction[DATABASE]
    .insertInto('session')
    .values({
      ...transaction.scope,
      token_hash: given.tokenHash,
      account_id: given.accountId,
      created_at: given.atUs,
      last_used_at: given.atUs,
      expires_at: given.expiresAtUs,
    })
    .execute();
}

/** The session of a token, unless it has expired, was idle for `idleUs` or belongs to a disabled account. */
export async function find(
  transaction: Transaction,
  tokenHash: string,
  nowUs: Micros,
  idleUs: number,
): Promise<LiveSession | undefined> {
  const row = await transaction[DATABASE]
    .selectFrom('session')
    .innerJoin('account', (join) =>
      join.onRef('account.tenant', '=', 'session.tenant').onRef('account.id', '=', 'session.account_id'),
    )
    .selectAll('account')
    .select(['session.last_used_at', 'session.expires_at'])
    .where('session.tenant', '=', transaction.scope.tenant)
    .where('session.token_hash', '=', tokenHash)
    .where('session.expires_at', '>', nowUs)
    .where('session.last_used_at', '>', nowUs - idleUs)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : { account: accountOf(row), lastUsedAtUs: row.last_used_at, expiresAtUs: row.expires_at };
}

export async function noteUse(transaction: Transaction, tokenHash: string, atUs: Micros): Promise<void> {
  await transaction[DATABASE]
    .updateTable('session')
    .set({ last_used_at: atUs })
    .where('tenant', '=', transaction.scope.tenant)
    .where('token_hash', '=', tokenHash)
    .execute();
}

export async function end(transaction: Transaction, tokenHash: string): Promise<void> {
  await remove(transaction).where('token_hash', '=', tokenHash).execute();
}

/** Of one account; `exceptTokenHash` is the session of the person who asks. */
export async function endAllOf(transaction: Transaction, accountId: string, exceptTokenHash = ''): Promise<void> {
  await remove(transaction).where('account_id', '=', accountId).where('token_hash', '<>', exceptTokenHash).execute();
}

export async function removeExpired(transaction: Transaction, nowUs: Micros, idleUs: number): Promise<void> {
  await remove(transaction)
    .where((where) => where.or([where('expires_at', '<=', nowUs), where('last_used_at', '<=', nowUs - idleUs)]))
    .execute();
}

function remove(transaction: Transaction) {
  return transaction[DATABASE].deleteFrom('session').where('tenant', '=', transaction.scope.tenant);
}
