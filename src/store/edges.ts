import type { Edge } from '#wire';
import { sql } from 'kysely';
import { textArray } from './arrays.ts';
import { edgesOf } from './observations.ts';
import { countOf, type Part } from './paging.ts';
import type { EdgeRow } from './tables.ts';
import { DATABASE, type Transaction } from './transaction.ts';

/** Edges with one of these network addresses at either end, totals over all runs, the most bytes first. */
export async function ofAddresses(
  transaction: Transaction,
  ips: readonly string[],
  part: Part,
): Promise<{ total: number; edges: Edge[] }> {
  const { tenant, site } = transaction.scope;
  const database = transaction[DATABASE];
  const addresses = sql`${textArray(ips)}::text[]`;
  const matching = sql`from edge where tenant = ${tenant} and site = ${site}
    and (client = any(${addresses}) or server = any(${addresses}))`;
  const total = await sql<{ count: number }>`select count(*) as count ${matching}`.execute(database);
  const { rows } = await sql<EdgeRow>`select * ${matching}
    order by bytes + bytes_before desc, id offset ${part.offset} limit ${part.limit}`.execute(database);
  return { total: countOf(total.rows[0]), edges: rows.flatMap((row) => edgesOf(row, 'all') ?? []) };
}
