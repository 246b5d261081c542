import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Captures whose file somebody chose to keep. `kept_until` is set by that choice, the other two when the file lies
 * encrypted in its place; `kept_location` is its name there, so that the data folder may be moved.
 */
const STATEMENTS = [
  `alter table capture add column kept_until bigint, add column kept_bytes bigint, add column kept_location text`,
  `create index capture_kept on capture (tenant, site, kept_until) where kept_until is not null`,
];

export const keptCaptures: Migration = {
  async up(database) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
  },
};
