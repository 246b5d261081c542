/** Whose data: every row belongs to one tenant (who runs it) and one site (which hospital). */
export interface Scope {
  readonly tenant: number;
  readonly site: number;
}

/** An installation for one hospital has just these. */
export const DEFAULT_SCOPE: Scope = { tenant: 1, site: 1 };
