import { type Account, PERMISSIONS_OF, type Session } from '#contract';
import { type Micros, toIso } from '#kernel';

/** A session ends then, however much it is used: one shift. */
export const SESSION_SECONDS = 12 * 3600;

export function sessionOf(account: Account, expiresAtUs: Micros): Session {
  return { account, permissions: [...PERMISSIONS_OF[account.role]], expiresAt: toIso(expiresAtUs) };
}
