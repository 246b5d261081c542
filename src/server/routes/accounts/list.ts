import { API } from '#contract';
import { route, type Tools } from '../../route.ts';

export const listAccounts = route(API.accounts.list, async (_, { accounts }: Pick<Tools, 'accounts'>) => ({
  accounts: [...(await accounts.list())],
}));
