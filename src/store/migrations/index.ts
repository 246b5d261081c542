import type { Migration } from 'kysely/migration';
import { first } from './0001-first.ts';

/** In the order in which they run. A migration that has been released is never edited; what is wrong in it is put right by another. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first': first,
};
