import type { Edge, Pairing, SubjectTraffic } from '#wire';
import { sql } from 'kysely';
import { booleanArray, partsOf, textArray, wholeArray } from './arrays.ts';
import { idOf } from './ids.ts';
import { personalDataBits } from './personal-data.ts';
import { DATABASE, type Transaction } from './transaction.ts';

/**
 * Edges, pairings and traffic come as the totals of a run, which a batch sent twice cannot falsify. A row holds the
 * totals of the run that it was last heard of in, and the sum of all runs before: when another run speaks of it, its
 * totals so far become part of that sum.
 */

/** Rows of one statement. */
const PART = 4000;

interface Origin {
  readonly sensorId: string;
  readonly run: number;
}

export function edgeId(sensorId: string, { client, server, transport, port, protocol = '' }: Edge): string {
  return idOf(
    sensorId,
    client.ip ?? '',
    client.mac ?? '',
    server.ip ?? '',
    server.mac ?? '',
    transport,
    port,
    protocol,
  );
}

export function pairingId(sensorId: string, { mac, ip, vlan }: Pairing): string {
  return idOf(sensorId, mac, ip, vlan);
}

export function trafficId(sensorId: string, { subject: { ip = '', mac = '' } }: SubjectTraffic): string {
  return idOf(sensorId, ip, mac);
}

/** By id, the last of equal ones, in the order of ids: see evidence.ts for why. */
function keyed<T>(items: readonly T[], key: (item: T) => string): { ids: string; items: T[] }[] {
  const sorted = [...new Map(items.map((item) => [key(item), item]))].sort(([a], [b]) => (a < b ? -1 : 1));
  return [...partsOf(sorted, PART)].map((part) => ({
    ids: textArray(part.map(([id]) => id)),
    items: part.map(([, item]) => item),
  }));
}

export async function addEdges(
  transaction: Transaction,
  { sensorId, run }: Origin,
  edges: readonly Edge[],
): Promise<void> {
  const { tenant, site } = transaction.scope;
  for (const { ids, items } of keyed(edges, (edge) => edgeId(sensorId, edge))) {
    const texts = (read: (edge: Edge) => string): string => textArray(items.map(read));
    const wholes = (read: (edge: Edge) => number): string => wholeArray(items.map(read));
    await sql`
      insert into edge (tenant, site, sensor_id, run, id, client, client_mac, server, server_mac, transport, port, protocol,
        encrypted, tunnelled, personal_data, vlan, first_at, last_at, flows, packets, bytes, packets_from_server)
      select ${tenant}::int, ${site}::int, ${sensorId}::uuid, ${run}::int, * from unnest(
        ${ids}::uuid[],
        ${texts(({ client }) => client.ip ?? '')}::text[],
        ${texts(({ client }) => client.mac ?? '')}::text[],
        ${texts(({ server }) => server.ip ?? '')}::text[],
        ${texts(({ server }) => server.mac ?? '')}::text[],
        ${texts(({ transport }) => transport)}::text[],
        ${wholes(({ port }) => port)}::int[],
        ${texts(({ protocol = '' }) => protocol)}::text[],
        ${booleanArray(items.map(({ encrypted }) => encrypted))}::boolean[],
        ${booleanArray(items.map(({ tunnelled }) => tunnelled))}::boolean[],
        ${wholes(({ personalData }) => personalDataBits(personalData))}::int[],
        ${wholes(({ vlan }) => vlan)}::int[],
        ${wholes(({ first }) => first)}::bigint[],
        ${wholes(({ last }) => last)}::bigint[],
        ${wholes(({ flows }) => flows)}::bigint[],
        ${wholes(({ packets }) => packets)}::bigint[],
        ${wholes(({ bytes }) => bytes)}::bigint[],
        ${wholes(({ packetsFromServer }) => packetsFromServer)}::bigint[])
      on conflict (tenant, site, id) do update set
        flows_before = edge.flows_before + case when edge.run = excluded.run then 0 else edge.flows end,
        packets_before = edge.packets_before + case when edge.run = excluded.run then 0 else edge.packets end,
        bytes_before = edge.bytes_before + case when edge.run = excluded.run then 0 else edge.bytes end,
        packets_from_server_before = edge.packets_from_server_before
          + case when edge.run = excluded.run then 0 else edge.packets_from_server end,
        flows = excluded.flows, packets = excluded.packets, bytes = excluded.bytes,
        packets_from_server = excluded.packets_from_server, run = excluded.run,
        encrypted = edge.encrypted or excluded.encrypted, tunnelled = edge.tunnelled or excluded.tunnelled,
        personal_data = edge.personal_data | excluded.personal_data,
        vlan = excluded.vlan,
        first_at = least(edge.first_at, excluded.first_at), last_at = greatest(edge.last_at, excluded.last_at)
    `.execute(transaction[DATABASE]);
  }
}

export async function addPairings(
  transaction: Transaction,
  { sensorId, run }: Origin,
  pairings: readonly Pairing[],
): Promise<void> {
  const { tenant, site } = transaction.scope;
  for (const { ids, items } of keyed(pairings, (pairing) => pairingId(sensorId, pairing))) {
    const wholes = (read: (pairing: Pairing) => number): string => wholeArray(items.map(read));
    await sql`
      insert into pairing (tenant, site, sensor_id, run, id, mac, ip, vlan, ttl, first_at, last_at, flows)
      select ${tenant}::int, ${site}::int, ${sensorId}::uuid, ${run}::int, * from unnest(
        ${ids}::uuid[],
        ${textArray(items.map(({ mac }) => mac))}::text[],
        ${textArray(items.map(({ ip }) => ip))}::text[],
        ${wholes(({ vlan }) => vlan)}::int[],
        ${wholes(({ ttl }) => ttl)}::int[],
        ${wholes(({ firstSeen }) => firstSeen)}::bigint[],
        ${wholes(({ lastSeen }) => lastSeen)}::bigint[],
        ${wholes(({ flows }) => flows)}::bigint[])
      on conflict (tenant, site, id) do update set
        flows_before = pairing.flows_before + case when pairing.run = excluded.run then 0 else pairing.flows end,
        flows = excluded.flows, run = excluded.run, ttl = greatest(pairing.ttl, excluded.ttl),
        first_at = least(pairing.first_at, excluded.first_at), last_at = greatest(pairing.last_at, excluded.last_at)
    `.execute(transaction[DATABASE]);
  }
}

export async function addTraffic(
  transaction: Transaction,
  { sensorId, run }: Origin,
  traffic: readonly SubjectTraffic[],
): Promise<void> {
  const { tenant, site } = transaction.scope;
  for (const { ids, items } of keyed(traffic, (each) => trafficId(sensorId, each))) {
    const wholes = (read: (traffic: SubjectTraffic) => number): string => wholeArray(items.map(read));
    await sql`
      insert into traffic (tenant, site, sensor_id, run, id, ip, mac, first_at, last_at, packets, bytes)
      select ${tenant}::int, ${site}::int, ${sensorId}::uuid, ${run}::int, * from unnest(
        ${ids}::uuid[],
        ${textArray(items.map(({ subject }) => subject.ip ?? ''))}::text[],
        ${textArray(items.map(({ subject }) => subject.mac ?? ''))}::text[],
        ${wholes(({ first }) => first)}::bigint[],
        ${wholes(({ last }) => last)}::bigint[],
        ${wholes(({ packets }) => packets)}::bigint[],
        ${wholes(({ bytes }) => bytes)}::bigint[])
      on conflict (tenant, site, id) do update set
        packets_before = traffic.packets_before + case when traffic.run = excluded.run then 0 else traffic.packets end,
        bytes_before = traffic.bytes_before + case when traffic.run = excluded.run then 0 else traffic.bytes end,
        packets = excluded.packets, bytes = excluded.bytes, run = excluded.run,
        first_at = least(traffic.first_at, excluded.first_at), last_at = greatest(traffic.last_at, excluded.last_at)
    `.execute(transaction[DATABASE]);
  }
}
