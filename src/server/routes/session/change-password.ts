import { API, PASSWORD_LEAST_CHARACTERS } from '#contract';
import { Fault } from '#kernel';
import { hashPassword, refuseWeakPassword, verifyPassword } from '../../auth/password.ts';
import { route, type Tools } from '../../route.ts';

export const changePassword = route(
  API.session.changePassword,
  async ({ body, act, person, address }, { sessions, attempts }: Pick<Tools, 'sessions' | 'attempts'>) => {
    const { id, login } = person.account;
    attempts.refuseIfTooMany(login, address);
    const known = await sessions.credentials(login);
    if (known === undefined || !(await verifyPassword(body.current, known.passwordHash))) {
      attempts.failed(login, address);
      throw new Fault('sign-in-refused');
    }
    refuseWeakPassword(body.next, login);
    // The one that somebody else has seen must not stay.
    if (body.next === body.current) throw new Fault('password-too-weak', { least: PASSWORD_LEAST_CHARACTERS });
    await sessions.changePassword(act, id, await hashPassword(body.next), person.tokenHash);
    return {};
  },
);
