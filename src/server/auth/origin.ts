import { Fault } from '#kernel';

export interface RequestOrigin {
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`, which every current browser sends and no page can set. */
  readonly fetchSite: string | undefined;
  readonly host: string | undefined;
}

/**
 * Rejects with `origin-refused` what another web site made a browser send. `SameSite=Strict` on the cookie says the same;
 * two locks, because one of them is the browser's. Programs send neither header and no foreign cookie.
 */
export function refuseForeignOrigin({ origin, fetchSite, host }: RequestOrigin, own: string | undefined): void {
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') throw new Fault('origin-refused');
  if (origin === undefined) return;
  if (own !== undefined ? origin !== own : hostOf(origin) !== host) throw new Fault('origin-refused');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
