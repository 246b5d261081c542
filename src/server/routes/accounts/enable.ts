import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const enableAccount = route(
  API.accounts.enable,
  async ({ params, act }, { accounts }: Pick<Tools, 'accounts'>) => await accounts.enable(act, params.accountId),
);
