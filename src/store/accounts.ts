import type { Account, Role } from '#contract';
import { Fault, type Micros, toIso } from '#kernel';
import type { Selectable } from 'kysely';
import { newId } from './ids.ts';
import type { AccountRow } from './tables.ts';
import { type Change, DATABASE, NEWS, type Transaction } from './transaction.ts';

export interface NewAccount {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string;
  /** The password was chosen by somebody else. */
  readonly mustChangePassword: boolean;
}

/** What a sign-in is checked against. */
export interface Credentials {
  readonly account: Account;
  readonly passwordHash: string;
}

export async function list(transaction: Transaction): Promise<Account[]> {
  const rows = await select(transaction).orderBy('login').execute();
  return rows.map(accountOf);
}

export async function find(transaction: Transaction, id: string): Promise<Account | undefined> {
  const row = await select(transaction).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : accountOf(row);
}

/** Also of disabled accounts, so that a refused sign-in takes the same time. */
export async function credentials(transaction: Transaction, login: string): Promise<Credentials | undefined> {
  const row = await select(transaction).where('login', '=', login).executeTakeFirst();
  return row === undefined ? undefined : { account: accountOf(row), passwordHash: row.password_hash };
}

/** Rejects with `already-exists` when the login is taken. */
export async function create(change: Change, given: NewAccount): Promise<Account> {
  const { atUs } = change[NEWS];
  const row = await change[DATABASE]
    .insertInto('account')
    .values({
      ...change.scope,
      id: newId(atUs),
      login: given.login,
      name: given.name,
      role: given.role,
      password_hash: given.passwordHash,
      must_change_password: given.mustChangePassword,
      created_at: atUs,
      disabled_at: null,
      last_sign_in_at: null,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'login']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new Fault('already-exists', { what: 'account', id: given.login });
  return accountOf(row);
}

/** Rejects with `not-found`, and with `last-administrator` when nobody could administer any more. */
export async function setRole(change: Change, id: string, role: Role): Promise<Account> {
  if (role !== 'administrator') await keepAnAdministrator(change, id);
  return await update(change, id, { role });
}

/** Rejects with `not-found`, and with `last-administrator` when nobody could administer any more. Ends no session. */
export async function setDisabled(change: Change, id: string, disabled: boolean): Promise<Account> {
  if (disabled) await keepAnAdministrator(change, id);
  return await update(change, id, { disabled_at: disabled ? change[NEWS].atUs : null });
}

/** Rejects with `not-found`. Ends no session. */
export async function setPassword(
  change: Change,
  id: string,
  passwordHash: string,
  mustChangePassword: boolean,
): Promise<Account> {
  return await update(change, id, { password_hash: passwordHash, must_change_password: mustChangePassword });
}

export async function noteSignIn(transaction: Transaction, id: string, atUs: Micros): Promise<void> {
  await update(transaction, id, { last_sign_in_at: atUs });
}

/** Locks the other administrators, so that two of them cannot disable each other at the same moment. */
async function keepAnAdministrator(change: Change, id: string): Promise<void> {
  const administrators = await select(change)
    .where('role', '=', 'administrator')
    .where('disabled_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  if (administrators.length === 1 && administrators[0]?.id === id) throw new Fault('last-administrator');
}

async function update(transaction: Transaction, id: string, set: Partial<AccountRow>): Promise<Account> {
  const row = await transaction[DATABASE]
    .updateTable('account')
    .set(set)
    .where('tenant', '=', transaction.scope.tenant)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new Fault('not-found', { what: 'account', id });
  return accountOf(row);
}

function select(transaction: Transaction) {
  return transaction[DATABASE].selectFrom('account').selectAll().where('tenant', '=', transaction.scope.tenant);
}

export function accountOf(row: Selectable<AccountRow>): Account {
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    role: row.role as Role,
    disabled: row.disabled_at !== null,
    mustChangePassword: row.must_change_password,
    createdAt: toIso(row.created_at),
    ...(row.last_sign_in_at !== null && { lastSignInAt: toIso(row.last_sign_in_at) }),
  };
}
