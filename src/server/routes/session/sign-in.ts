import { API } from '#contract';
import { Fault } from '#kernel';
import { verifyNothing, verifyPassword } from '../../auth/password.ts';
import { sessionOf, SESSION_SECONDS } from '../../auth/session.ts';
import { hashToken, newToken } from '../../auth/token.ts';
import { publicRoute, type Tools } from '../../route.ts';

export const signIn = publicRoute(
  API.session.signIn,
  async ({ body, act, address, cookie }, { sessions, attempts }: Pick<Tools, 'sessions' | 'attempts'>) => {
    const login = body.login.trim().toLowerCase();
    attempts.refuseIfTooMany(login, address);
    const known = await sessions.credentials(login);
    const isRight =
      known === undefined
        ? await verifyNothing(body.password)
        : await verifyPassword(body.password, known.passwordHash);
    if (known === undefined || !isRight || known.account.disabled) {
      attempts.failed(login, address);
      // A name that nobody has is not kept: it may be a password in the wrong field.
      const name = known?.account.name ?? 'unknown';
      await sessions.refuse({ ...act, kind: 'session.sign-in-refused', actor: { name } }, { address });
      throw new Fault('sign-in-refused');
    }
    attempts.succeeded(login);
    const token = newToken();
    const { id, name } = known.account;
    const expiresAtUs = act.atUs + SESSION_SECONDS * 1_000_000;
    const account = await sessions.begin(
      { ...act, actor: { id, name } },
      { tokenHash: hashToken(token) ?? '', accountId: id, expiresAtUs },
    );
    cookie.set(token, SESSION_SECONDS);
    return sessionOf(account, expiresAtUs);
  },
);
