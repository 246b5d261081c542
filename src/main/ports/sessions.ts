import { Fault } from '#kernel';
import type { Clock, SessionPlace } from '#server';
import { accounts, sessions, type Store } from '#store';

export function sessionsOn(store: Store, clock: Clock): SessionPlace {
  return {
    credentials: (login) => store.transaction((transaction) => accounts.credentials(transaction, login)),
    begin: (act, { tokenHash, accountId, expiresAtUs }) =>
      store.change(act, async (change) => {
        await sessions.create(change, { tokenHash, accountId, atUs: act.atUs, expiresAtUs });
        await accounts.noteSignIn(change, accountId, act.atUs);
        const account = await accounts.find(change, accountId);
        // Between the check of the password and now it may have been disabled.
        if (account === undefined || account.disabled) throw new Fault('sign-in-refused');
        return account;
      }),
    refuse: (act, details) => store.change({ ...act, details }, () => Promise.resolve()),
    find: (tokenHash, idleUs) =>
      store.transaction((transaction) => sessions.find(transaction, tokenHash, clock.nowUs(), idleUs)),
    noteUse: (tokenHash) => store.transaction((transaction) => sessions.noteUse(transaction, tokenHash, clock.nowUs())),
    end: (act, tokenHash) => store.change(act, (change) => sessions.end(change, tokenHash)),
    changePassword: (act, accountId, passwordHash, keptTokenHash) =>
      store.change(act, async (change) => {
        const { id, name } = await accounts.setPassword(change, accountId, passwordHash, false);
        await sessions.endAllOf(change, accountId, keptTokenHash);
        change.tell({ subject: { kind: 'account', id, name } });
      }),
  };
}
