import { API } from '#contract';
import { hashPassword, oneTimePassword } from '../../auth/password.ts';
import { route, type Tools } from '../../route.ts';

export const createAccount = route(
  API.accounts.create,
  async ({ body, act }, { accounts }: Pick<Tools, 'accounts'>) => {
    const password = oneTimePassword();
    const account = await accounts.create(act, { ...body, passwordHash: await hashPassword(password) });
    return { account, password };
  },
);
