import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const disableAccount = route(
  API.accounts.disable,
  async ({ params, act }, { accounts }: Pick<Tools, 'accounts'>) => await accounts.disable(act, params.accountId),
);
