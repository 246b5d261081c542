import type { Migration } from 'kysely/migration';
import { first } from './0001-first.ts';
import { evidenceKind } from './0002-evidence-kind.ts';
import { keptCaptures } from './0003-kept-captures.ts';

/** In the order in which they run. A migration that has been released is never edited; what is wrong in it is put right by another. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first': first,
  '0002-evidence-kind': evidenceKind,
  '0003-kept-captures': keptCaptures,
};
