import type { DeviceSummary } from '#contract';
import type { Micros } from '#kernel';
import { isIP } from 'node:net';
import { type RawBuilder, sql } from 'kysely';
import { textArray, wholeArray } from './arrays.ts';
import { folded } from './devices.ts';
import { countOf, likePart, type Part } from './paging.ts';
import { DATABASE, type Transaction } from './transaction.ts';

/** A choice that stands for "no conclusion". */
const UNKNOWN = 'unknown';
/** Words of one search; further ones are left out. */
const WORDS_MAX = 8;

export type DeviceOrder = 'name' | 'type' | 'manufacturer' | 'model' | 'place' | 'address' | 'first-seen' | 'last-seen';

/** All that is given must hold. */
export interface DeviceFilter {
  /** Words that must each be part of some identity. */
  readonly text?: string | undefined;
  readonly type?: readonly string[] | undefined;
  readonly manufacturer?: readonly string[] | undefined;
  readonly role?: readonly string[] | undefined;
  readonly place?: readonly string[] | undefined;
  readonly vlan?: readonly number[] | undefined;
  /** CIDR, or the beginning of an address. */
  readonly network?: string | undefined;
  readonly personalData?: 'yes' | 'no' | undefined;
  readonly seenSinceUs?: Micros | undefined;
}

const COLUMN: Readonly<Record<DeviceOrder, RawBuilder<unknown>>> = {
  name: sql`name collate "C"`,
  type: sql`type collate "C"`,
  manufacturer: sql`manufacturer collate "C"`,
  model: sql`model collate "C"`,
  place: sql`place collate "C"`,
  address: sql`ips[1]`,
  'first-seen': sql`first_seen`,
  'last-seen': sql`last_seen`,
};

/** Those that match, a part at a time; devices without a value for the order come last in either direction. */
export async function list(
  transaction: Transaction,
  filter: DeviceFilter,
  order: { readonly by: DeviceOrder; readonly direction: 'ascending' | 'descending' },
  part: Part,
): Promise<{ total: number; devices: DeviceSummary[] }> {
  const database = transaction[DATABASE];
  const where = conditions(transaction, filter);
  const total = await sql<{ count: number }>`select count(*) as count from device where ${where}`.execute(database);
  const direction = order.direction === 'ascending' ? sql`asc` : sql`desc`;
  const { rows } = await sql<{ summary: string }>`select summary from device where ${where}
    order by ${COLUMN[order.by]} ${direction} nulls last, id collate "C"
    offset ${part.offset} limit ${part.limit}`.execute(database);
  return { total: countOf(total.rows[0]), devices: rows.map(({ summary }) => JSON.parse(summary) as DeviceSummary) };
}

function conditions({ scope }: Transaction, filter: DeviceFilter): RawBuilder<unknown> {
  const all = [sql`tenant = ${scope.tenant}`, sql`site = ${scope.site}`];
  for (const word of folded(filter.text ?? '')
    .split(/\s+/)
    .slice(0, WORDS_MAX)) {
    if (word !== '') all.push(sql`identity like ${likePart(word)}`);
  }
  for (const name of ['type', 'manufacturer', 'role', 'place'] as const) {
    const choices = filter[name];
    if (choices !== undefined && choices.length > 0) all.push(oneOf(sql.ref(name), choices));
  }
  const { vlan, network, personalData, seenSinceUs } = filter;
  if (vlan !== undefined && vlan.length > 0) all.push(sql`vlans && ${wholeArray(vlan)}::int[]`);
  if (network !== undefined && network.trim() !== '') all.push(inNetwork(network.trim()));
  if (personalData !== undefined) all.push(sql`personal_data = ${personalData === 'yes'}`);
  if (seenSinceUs !== undefined) all.push(sql`last_seen >= ${seenSinceUs}`);
  return sql.join(all, sql` and `);
}

function oneOf(column: RawBuilder<unknown>, choices: readonly string[]): RawBuilder<unknown> {
  const listed = sql`${column} = any(${textArray(choices)}::text[])`;
  return choices.includes(UNKNOWN) ? sql`(${column} is null or ${listed})` : listed;
}

/** Anything that is not a network is read as the beginning of an address, so that typing narrows the list step by step. */
function inNetwork(network: string): RawBuilder<unknown> {
  const [address = '', length, ...rest] = network.split('/');
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  const isNetwork = version !== 0 && length !== undefined && /^\d{1,3}$/.test(length) && Number(length) <= bits;
  if (isNetwork && rest.length === 0) {
    const cidr = `${address}/${length}`;
    return sql`exists (select from unnest(ips) as ip where ip <<= ${cidr}::inet)`;
  }
  const beginning = likePart(network.toLowerCase()).slice(1);
  return sql`exists (select from unnest(ips) as ip where host(ip) like ${beginning})`;
}

/** Which values a filter can take, the most frequent first; `unknown` for devices without one. */
export interface Facets {
  readonly type: readonly Facet[];
  readonly manufacturer: readonly Facet[];
  readonly role: readonly Facet[];
  readonly place: readonly Facet[];
  readonly vlan: readonly { readonly value: number; readonly count: number }[];
}
interface Facet {
  readonly value: string;
  readonly count: number;
}

export async function facets(transaction: Transaction): Promise<Facets> {
  const { tenant, site } = transaction.scope;
  const database = transaction[DATABASE];
  const facet = async (name: 'type' | 'manufacturer' | 'role' | 'place'): Promise<Facet[]> => {
    const { rows } = await sql<{ value: string; count: number }>`
      select coalesce(${sql.ref(name)}, ${UNKNOWN}) as value, count(*) as count from device
      where tenant = ${tenant} and site = ${site} group by 1 order by 2 desc, 1`.execute(database);
    return rows;
  };
  const vlans = await sql<{ value: number; count: number }>`
    select value, count(*) as count from device, unnest(vlans) as value
    where tenant = ${tenant} and site = ${site} group by 1 order by 1`.execute(database);
  return {
    type: await facet('type'),
    manufacturer: await facet('manufacturer'),
    role: await facet('role'),
    place: await facet('place'),
    vlan: vlans.rows,
  };
}

export interface DeviceCounts {
  readonly total: number;
  readonly unknownType: number;
  readonly carryingPersonalData: number;
  readonly corrected: number;
}

export async function counts(transaction: Transaction): Promise<DeviceCounts> {
  const { tenant, site } = transaction.scope;
  const { rows } = await sql<DeviceCounts>`
    select count(*) as total, count(*) filter (where type is null) as "unknownType",
      count(*) filter (where personal_data) as "carryingPersonalData", count(*) filter (where corrected) as corrected
    from device where tenant = ${tenant} and site = ${site}`.execute(transaction[DATABASE]);
  return rows[0] ?? { total: 0, unknownType: 0, carryingPersonalData: 0, corrected: 0 };
}
