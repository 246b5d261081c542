import type { Inventory } from '#inventory';
import type { CaptureSummary, Engine } from '#wire';

/** What `inspect` has read, before it is written out. */
export interface Inspected {
  readonly captures: readonly { readonly path: string; readonly summary: CaptureSummary }[];
  readonly engine: Engine;
  readonly inventory: Inventory;
}
