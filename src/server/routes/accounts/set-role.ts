import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const setRole = route(
  API.accounts.setRole,
  async ({ params, body, act }, { accounts }: Pick<Tools, 'accounts'>) =>
    await accounts.setRole(act, params.accountId, body.role),
);
