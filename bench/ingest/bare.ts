import { PGlite } from '@electric-sql/pglite';
import { edgesOf, factsOf, type Size } from './workload.ts';

/**
 * The same rows into the same columns with the shortest code that does it: PGlite as it comes, in this thread, without
 * fsync, without batch numbers, with everything that can be made before the clock starts made before.
 */

const TABLES = `
  create table evidence (tenant int not null, site int not null, id uuid not null,
    ip text not null, mac text not null, kind text not null, attribute text not null, value text not null,
    protocol text not null, count bigint not null, first_seen bigint not null, last_seen bigint not null,
    capture int not null, source text not null, primary key (tenant, site, id));
  create table evidence_excerpt (tenant int not null, site int not null, evidence_id uuid not null,
    content text not null, primary key (tenant, site, evidence_id));
  create table edge (tenant int not null, site int not null, id uuid not null,
    client text not null, server text not null, transport text not null, port int not null, protocol text not null,
    first_at bigint not null, last_at bigint not null, flows bigint not null, packets bigint not null,
    bytes bigint not null, primary key (tenant, site, id));
  create index edge_of_client on edge (tenant, site, client);
  create index edge_of_server on edge (tenant, site, server);`;

const EVIDENCE = `insert into evidence
  select 1, 1, * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::bigint[], $9::bigint[], $10::bigint[], $11::int[], $12::text[])
  on conflict (tenant, site, id) do update set count = evidence.count + excluded.count,
    first_seen = least(evidence.first_seen, excluded.first_seen),
    last_seen = greatest(evidence.last_seen, excluded.last_seen)`;
const EXCERPTS = `insert into evidence_excerpt select 1, 1, * from unnest($1::uuid[], $2::text[]) on conflict do nothing`;
const EDGES = `insert into edge
  select 1, 1, * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::bigint[],
    $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[])
  on conflict (tenant, site, id) do update set flows = excluded.flows, packets = excluded.packets,
    bytes = excluded.bytes, first_at = least(edge.first_at, excluded.first_at),
    last_at = greatest(edge.last_at, excluded.last_at)`;

/** Any key that is as long as ours and as scattered. */
function keyOf(text: string): string {
  let [a, b] = [0x9e3779b9, 0x85ebca6b];
  for (let at = 0; at < text.length; at++) {
    a = Math.imul(a ^ text.charCodeAt(at), 0x01000193) >>> 0;
    b = Math.imul(b ^ (a >>> 7), 0xc2b2ae35) >>> 0;
  }
  const digits = [a, b, Math.imul(a, b) >>> 0, (a ^ (b << 3)) >>> 0].map((part) => part.toString(16).padStart(8, '0'));
  return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

interface Prepared {
  readonly evidence: readonly (readonly (string | number)[])[];
  readonly excerpts: readonly (readonly (string | number)[])[];
  readonly edges: readonly (readonly (string | number)[])[];
}

function prepare(batch: number, size: Size): Prepared {
  const facts = factsOf(batch, size).map((fact) => ({
    ...fact,
    id: keyOf(`${fact.subject.ip}${fact.attribute}${fact.value}`),
  }));
  const edges = edgesOf(batch, size).map((edge) => ({ ...edge, id: keyOf(`${edge.client.ip} ${edge.server.ip}`) }));
  const withBytes = facts.filter(({ excerpts }) => excerpts !== undefined);
  return {
    evidence: [
      facts.map(({ id }) => id),
      facts.map(({ subject }) => subject.ip ?? ''),
      facts.map(({ subject }) => subject.mac ?? ''),
      facts.map(({ kind }) => kind),
      facts.map(({ attribute }) => attribute),
      facts.map(({ value }) => value),
      facts.map(({ protocol }) => protocol),
      facts.map(({ count }) => count),
      facts.map(({ firstSeen }) => firstSeen),
      facts.map(({ lastSeen }) => lastSeen),
      facts.map(() => 1),
      facts.map(({ source }) => JSON.stringify(source.ranges)),
    ],
    excerpts: [
      withBytes.map(({ id }) => id),
      withBytes.map(({ excerpts }) =>
        JSON.stringify(excerpts, (_, value: unknown) =>
          value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
        ),
      ),
    ],
    edges: [
      edges.map(({ id }) => id),
      edges.map(({ client }) => client.ip ?? ''),
      edges.map(({ server }) => server.ip ?? ''),
      edges.map(({ transport }) => transport),
      edges.map(({ port }) => port),
      edges.map(({ protocol }) => protocol ?? ''),
      edges.map(({ first }) => first),
      edges.map(({ last }) => last),
      edges.map(({ flows }) => flows),
      edges.map(({ packets }) => packets),
      edges.map(({ bytes }) => bytes),
    ],
  };
}

/** Seconds that the upserts of all batches but the first take, one transaction a batch: the first is not measured on either side. */
export async function secondsBare(folder: string, size: Size): Promise<number> {
  const database = await PGlite.create(folder);
  await database.exec(TABLES);
  let seconds = 0;
  for (let batch = 1; batch <= size.batches + 1; batch++) {
    const { evidence, excerpts, edges } = prepare(batch, size);
    const begin = performance.now();
    await database.transaction(async (transaction) => {
      await transaction.query(EVIDENCE, [...evidence]);
      await transaction.query(EXCERPTS, [...excerpts]);
      await transaction.query(EDGES, [...edges]);
    });
    if (batch > 1) seconds += (performance.now() - begin) / 1000;
  }
  await database.close();
  return seconds;
}
