import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { textArray } from '../arrays.ts';
import { idOf } from '../ids.ts';

/** Rows moved by one statement, so that none comes near the time limit of a statement. */
const PART = 5000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * The id of a piece of evidence follows from its kind as well: a host may own a name and ask for it. Rows are copied, in
 * the order of their old ids, since one that was changed in its place would be met again under its new id.
 */
export const evidenceKind: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table evidence rename to evidence_before`.execute(database);
    await sql`alter table evidence_excerpt rename to evidence_excerpt_before`.execute(database);
    await sql`alter index evidence_pkey rename to evidence_before_pkey`.execute(database);
    await sql`alter index evidence_excerpt_pkey rename to evidence_excerpt_before_pkey`.execute(database);
    await sql`create table evidence (like evidence_before, primary key (tenant, site, id)) with (fillfactor = 85)`.execute(
      database,
    );
    await sql`create table evidence_excerpt (like evidence_excerpt_before, primary key (tenant, site, evidence_id))`.execute(
      database,
    );
    const scopes = await sql<{ tenant: number; site: number }>`select tenant, site from site`.execute(database);
    for (const { tenant, site } of scopes.rows) await copy(database, tenant, site);
    await sql`drop table evidence_before, evidence_excerpt_before`.execute(database);
  },
};

interface Named {
  readonly id: string;
  readonly ip: string;
  readonly mac: string;
  readonly kind: string;
  readonly attribute: string;
  readonly value: string;
}

async function copy(database: Kysely<unknown>, tenant: number, site: number): Promise<void> {
  for (let after: string | undefined = BEFORE_ALL; after !== undefined; ) {
    const { rows }: { rows: Named[] } = await sql<Named>`select id, ip, mac, kind, attribute, value from evidence_before
      where tenant = ${tenant} and site = ${site} and id > ${after}::uuid order by id limit ${PART}`.execute(database);
    if (rows.length > 0) await copyPart(database, tenant, site, rows);
    after = rows.at(-1)?.id;
  }
}

async function copyPart(
  database: Kysely<unknown>,
  tenant: number,
  site: number,
  rows: readonly Named[],
): Promise<void> {
  const before = textArray(rows.map(({ id }) => id));
  const now = textArray(rows.map(({ ip, mac, attribute, kind, value }) => idOf(ip, mac, attribute, kind, value)));
  const ids = sql`unnest(${before}::uuid[], ${now}::uuid[]) as ids (before, now)`;
  await sql`
    insert into evidence (tenant, site, id, ip, mac, kind, attribute, value, protocol, count, first_seen, last_seen,
      capture, source)
    select tenant, site, ids.now, ip, mac, kind, attribute, value, protocol, count, first_seen, last_seen, capture, source
    from ${ids} join evidence_before on tenant = ${tenant} and site = ${site} and id = ids.before`.execute(database);
  await sql`
    insert into evidence_excerpt (tenant, site, evidence_id, content)
    select tenant, site, ids.now, content
    from ${ids} join evidence_excerpt_before on tenant = ${tenant} and site = ${site} and evidence_id = ids.before
  `.execute(database);
}
