import type { Finding, Told, Verdict } from '#cli';

const told = (en: string, ja: string): Told => ({ en, ja });

export function ok(id: string, en: string, ja: string): Finding {
  return { id, verdict: 'ok', what: told(en, ja) };
}

/** `todo`: what to do, in English and in Japanese. */
export function bad(
  verdict: Exclude<Verdict, 'ok'>,
  id: string,
  [en, ja]: readonly [string, string],
  todo: readonly [string, string],
): Finding {
  return { id, verdict, what: told(en, ja), todo: told(...todo) };
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
