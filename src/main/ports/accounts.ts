import type { Accounts, Act } from '#server';
import type { Account } from '#contract';
import { accounts, type Change, sessions, type Store } from '#store';

/** Accounts on the store. Whoever loses the right to be here loses the sessions with it. */
export function accountsOn(store: Store): Accounts {
  const change = async (
    act: Act,
    work: (change: Change) => Promise<Account>,
    details: Readonly<Record<string, string>> = {},
  ): Promise<Account> =>
    await store.change(act, async (change) => {
      const account = await work(change);
      change.tell({ subject: { kind: 'account', id: account.id, name: account.name }, details });
      return account;
    });
  return {
    list: () => store.transaction((transaction) => accounts.list(transaction)),
    create: (act, given) =>
      change(act, (change) => accounts.create(change, { ...given, mustChangePassword: true }), {
        login: given.login,
        role: given.role,
      }),
    setRole: (act, id, role) => change(act, (change) => accounts.setRole(change, id, role), { role }),
    disable: (act, id) =>
      change(act, async (change) => {
        await sessions.endAllOf(change, id);
        return await accounts.setDisabled(change, id, true);
      }),
    enable: (act, id) => change(act, (change) => accounts.setDisabled(change, id, false)),
    resetPassword: (act, id, passwordHash) =>
      change(act, async (change) => {
        await sessions.endAllOf(change, id);
        return await accounts.setPassword(change, id, passwordHash, true);
      }),
  };
}
