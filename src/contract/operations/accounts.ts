import * as z from 'zod';
import { defineOperation, Nothing } from '../operation.ts';
import { Account, Login, PersonName, Role } from '../shapes/person.ts';
import { Id } from '../shapes/values.ts';

const params = z.strictObject({ accountId: Id });
/** Shown once, never stored, and to be changed at the first sign-in. */
const FirstPassword = z.object({ account: Account, password: z.string() });

export const accounts = {
  list: defineOperation({
    id: 'accounts.list',
    method: 'GET',
    path: '/api/accounts',
    summary: 'All accounts, by login.',
    access: 'accounts.manage',
    response: z.object({ accounts: z.array(Account) }),
  }),
  create: defineOperation({
    id: 'accounts.create',
    method: 'POST',
    path: '/api/accounts',
    summary: 'Creates an account and answers its first password.',
    access: 'accounts.manage',
    audit: 'account.created',
    body: z.strictObject({ login: Login, name: PersonName, role: Role }),
    response: FirstPassword,
  }),
  setRole: defineOperation({
    id: 'accounts.set-role',
    method: 'PUT',
    path: '/api/accounts/{accountId}/role',
    summary: 'Gives an account another role.',
    access: 'accounts.manage',
    audit: 'account.role-set',
    params,
    body: z.strictObject({ role: Role }),
    response: Account,
  }),
  disable: defineOperation({
    id: 'accounts.disable',
    method: 'POST',
    path: '/api/accounts/{accountId}/disable',
    summary: 'Disables an account and ends its sessions.',
    access: 'accounts.manage',
    audit: 'account.disabled',
    params,
    body: Nothing,
    response: Account,
  }),
  enable: defineOperation({
    id: 'accounts.enable',
    method: 'POST',
    path: '/api/accounts/{accountId}/enable',
    summary: 'Lets a disabled account sign in again.',
    access: 'accounts.manage',
    audit: 'account.enabled',
    params,
    body: Nothing,
    response: Account,
  }),
  resetPassword: defineOperation({
    id: 'accounts.reset-password',
    method: 'POST',
    path: '/api/accounts/{accountId}/password',
    summary: 'Sets a new first password, answers it and ends the sessions of the account.',
    access: 'accounts.manage',
    audit: 'account.password-reset',
    params,
    body: Nothing,
    response: FirstPassword,
  }),
} as const;
