import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const signOut = route(
  API.session.signOut,
  async ({ act, person, cookie }, { sessions }: Pick<Tools, 'sessions'>) => {
    await sessions.end(act, person.tokenHash);
    cookie.clear();
    return {};
  },
);
