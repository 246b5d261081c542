import type { ConclusionName, Device, DeviceSummary } from '#contract';
import { fromIso, type Micros } from '#kernel';
import { isIP } from 'node:net';
import { sql } from 'kysely';
import { booleanArray, partsOf, textArray, wholeArray } from './arrays.ts';
import { DATABASE, type Transaction } from './transaction.ts';

/** Rows of one statement; a document may have many kilobytes. */
const PART = 200;

const SUMMARISED = [
  'type',
  'manufacturer',
  'model',
  'serial',
  'os',
  'role',
  'place',
] as const satisfies readonly ConclusionName[];

/** What a list shows of a device. */
export function summarise(device: Device): DeviceSummary {
  const { conclusions } = device;
  const brief = SUMMARISED.flatMap((name) => {
    const conclusion = conclusions[name];
    return conclusion === undefined ? [] : [[name, { value: conclusion.value, confidence: conclusion.confidence }]];
  });
  return {
    id: device.id,
    macs: device.macs,
    ips: device.ips,
    names: device.names,
    ...(Object.fromEntries(brief) as Partial<DeviceSummary>),
    vlans: device.vlans,
    personalData: device.personalData,
    corrected: device.corrected,
    firstSeen: device.firstSeen,
    lastSeen: device.lastSeen,
  };
}

/** The form in which identities are compared: width and case folded, so that half-width kana find full-width ones. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Every text by which somebody may look for the device, a line each. */
function identityOf(device: Device): string {
  const { macs, ips, names, conclusions } = device;
  const values = Object.values(conclusions).map(({ value }) => value);
  const seen = device.evidence.filter(({ factKind }) => SEARCHED_KINDS.has(factKind)).map(({ value }) => value);
  const bare = macs.map((mac) => mac.replaceAll(':', ''));
  const software = device.software.map(({ value }) => value);
  const all = [device.id, ...macs, ...bare, ...ips, ...names, ...values, ...software, ...seen];
  return [...new Set(all.map(folded))].join('\n');
}

/** Kinds of facts whose values name a device, beside what was concluded from them. */
const SEARCHED_KINDS = new Set([
  'name-seen',
  'serial-seen',
  'identifier-seen',
  'model-seen',
  'manufacturer-seen',
  'place-seen',
]);

/** PostgreSQL's inet has no zone (`fe80::1%eth0`). */
function isPlainAddress(ip: string): boolean {
  return isIP(ip) !== 0 && !ip.includes('%');
}

function microsOf(iso: string): Micros {
  return fromIso(iso) ?? 0;
}

/** Puts devices in the place of what was kept of them, and removes those that no longer exist. */
export async function replace(
  transaction: Transaction,
  devices: readonly Device[],
  removedIds: readonly string[] = [],
): Promise<void> {
  const { tenant, site } = transaction.scope;
  const database = transaction[DATABASE];
  if (removedIds.length > 0) {
    await sql`delete from device where tenant = ${tenant} and site = ${site}
      and id = any(${textArray(removedIds)}::text[])`.execute(database);
  }
  const sorted = [...new Map(devices.map((device) => [device.id, device])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  for (const part of partsOf(sorted, PART)) await upsert(transaction, part);
}

async function upsert(transaction: Transaction, devices: readonly Device[]): Promise<void> {
  const { tenant, site } = transaction.scope;
  const texts = (read: (device: Device) => string): string => textArray(devices.map(read));
  const concluded = (name: ConclusionName): string => texts(({ conclusions }) => conclusions[name]?.value ?? '');
  await sql`
    insert into device (tenant, site, id, summary, document, identity, name, type, manufacturer, model, role, place,
      ips, vlans, personal_data, corrected, first_seen, last_seen)
    select ${tenant}::int, ${site}::int, id, summary::json, document::json, identity, nullif(name, ''), nullif(type, ''),
      nullif(manufacturer, ''), nullif(model, ''), nullif(role, ''), nullif(place, ''),
      ips::inet[], vlans::int[], personal_data, corrected, first_seen, last_seen
    from unnest(
      ${texts(({ id }) => id)}::text[],
      ${texts((device) => JSON.stringify(summarise(device)))}::text[],
      ${texts((device) => JSON.stringify(device))}::text[],
      ${texts(identityOf)}::text[],
      ${texts(({ names }) => folded(names[0] ?? ''))}::text[],
      ${concluded('type')}::text[],
      ${concluded('manufacturer')}::text[],
      ${concluded('model')}::text[],
      ${concluded('role')}::text[],
      ${concluded('place')}::text[],
      ${texts(({ ips }) => textArray(ips.filter(isPlainAddress)))}::text[],
      ${texts(({ vlans }) => wholeArray(vlans))}::text[],
      ${booleanArray(devices.map(({ personalData }) => personalData.length > 0))}::boolean[],
      ${booleanArray(devices.map(({ corrected }) => corrected.length > 0))}::boolean[],
      ${wholeArray(devices.map(({ firstSeen }) => microsOf(firstSeen)))}::bigint[],
      ${wholeArray(devices.map(({ lastSeen }) => microsOf(lastSeen)))}::bigint[])
      as given (id, summary, document, identity, name, type, manufacturer, model, role, place, ips, vlans,
        personal_data, corrected, first_seen, last_seen)
    on conflict (tenant, site, id) do update set
      summary = excluded.summary, document = excluded.document, identity = excluded.identity, name = excluded.name,
      type = excluded.type, manufacturer = excluded.manufacturer, model = excluded.model, role = excluded.role,
      place = excluded.place, ips = excluded.ips, vlans = excluded.vlans, personal_data = excluded.personal_data,
      corrected = excluded.corrected, first_seen = excluded.first_seen, last_seen = excluded.last_seen
  `.execute(transaction[DATABASE]);
}

export async function find(transaction: Transaction, id: string): Promise<Device | undefined> {
  const row = await select(transaction).select('document').where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : (JSON.parse(row.document) as Device);
}

function select(transaction: Transaction) {
  const { tenant, site } = transaction.scope;
  return transaction[DATABASE].selectFrom('device').where('tenant', '=', tenant).where('site', '=', site);
}
