import { API } from '#contract';
import { hashPassword, oneTimePassword } from '../../auth/password.ts';
import { route, type Tools } from '../../route.ts';

export const resetPassword = route(
  API.accounts.resetPassword,
  async ({ params, act }, { accounts }: Pick<Tools, 'accounts'>) => {
    const password = oneTimePassword();
    const account = await accounts.resetPassword(act, params.accountId, await hashPassword(password));
    return { account, password };
  },
);
