import type { FactKind, Edge, Fact, Pairing, SubjectName, SubjectTraffic } from '#wire';
import { sql } from 'kysely';
import { sourceOf } from './evidence.ts';
import { personalDataOf } from './personal-data.ts';
import type { EdgeRow, EvidenceRow, PairingRow, TrafficRow } from './tables.ts';
import { DATABASE, type Transaction } from './transaction.ts';

/**
 * A part of what is kept, in the shape in which an engine says it. Totals of a run that is still in progress come under
 * its number, because more of it will follow; all that has ended comes as run 0.
 */
export interface KeptObservations {
  readonly run: number;
  readonly facts?: readonly Fact[];
  readonly edges?: readonly Edge[];
  readonly pairings?: readonly Pairing[];
  readonly traffic?: readonly SubjectTraffic[];
}

/** Rows read at once. */
const PART = 5000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Everything that was ever kept, for an inventory that begins anew. Facts come without their bytes. */
export async function* all(transaction: Transaction): AsyncGenerator<KeptObservations> {
  const open = await openRuns(transaction);
  for await (const rows of parts<EvidenceRow>(transaction, 'evidence')) yield { run: 0, facts: rows.map(factOf) };
  for await (const rows of parts<EdgeRow>(transaction, 'edge')) {
    for (const [run, edges] of byRun(rows, open, edgesOf)) yield { run, edges };
  }
  for await (const rows of parts<PairingRow>(transaction, 'pairing')) {
    for (const [run, pairings] of byRun(rows, open, pairingsOf)) yield { run, pairings };
  }
  for await (const rows of parts<TrafficRow>(transaction, 'traffic')) {
    for (const [run, traffic] of byRun(rows, open, trafficOf)) yield { run, traffic };
  }
}

async function openRuns(transaction: Transaction): Promise<ReadonlySet<number>> {
  const { tenant, site } = transaction.scope;
  const rows = await transaction[DATABASE]
    .selectFrom('run')
    .select('number')
    .where('tenant', '=', tenant)
    .where('site', '=', site)
    .where('ended_at', 'is', null)
    .execute();
  return new Set(rows.map(({ number }) => number));
}

/** The whole table in the order of its key. */
async function* parts<T extends { readonly id: string }>(
  transaction: Transaction,
  table: 'evidence' | 'edge' | 'pairing' | 'traffic',
): AsyncGenerator<T[]> {
  const { tenant, site } = transaction.scope;
  let after = BEFORE_ALL;
  for (;;) {
    const { rows } = await sql<T>`select * from ${sql.table(table)}
      where tenant = ${tenant} and site = ${site} and id > ${after}::uuid order by id limit ${PART}`.execute(
      transaction[DATABASE],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.id;
  }
}

/** `read` answers what a row says of its latest run and, where there is any, of the runs before. */
function byRun<Row extends { readonly run: number }, T>(
  rows: readonly Row[],
  open: ReadonlySet<number>,
  read: (row: Row, part: 'all' | 'latest' | 'before') => T | undefined,
): ReadonlyMap<number, T[]> {
  const runs = new Map<number, T[]>();
  const put = (run: number, item: T | undefined): void => {
    if (item === undefined) return;
    const list = runs.get(run);
    if (list === undefined) runs.set(run, [item]);
    else list.push(item);
  };
  for (const row of rows) {
    if (!open.has(row.run)) put(0, read(row, 'all'));
    else {
      put(row.run, read(row, 'latest'));
      put(0, read(row, 'before'));
    }
  }
  return runs;
}

function subjectOf(ip: string, mac: string): SubjectName {
  return { ...(ip !== '' && { ip }), ...(mac !== '' && { mac }) };
}

function factOf(row: EvidenceRow): Fact {
  return {
    kind: row.kind as FactKind,
    attribute: row.attribute,
    value: row.value,
    subject: subjectOf(row.ip, row.mac),
    protocol: row.protocol,
    count: row.count,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    source: { capture: row.capture, ...sourceOf(row.source) },
  };
}

/** An edge with the numbers of the part that is asked for; undefined when that part is empty. */
export function edgesOf(row: EdgeRow, part: 'all' | 'latest' | 'before'): Edge | undefined {
  const latest = part === 'before' ? 0 : 1;
  const before = part === 'latest' ? 0 : 1;
  const packets = row.packets * latest + row.packets_before * before;
  if (part === 'before' && packets === 0) return undefined;
  return {
    client: subjectOf(row.client, row.client_mac),
    server: subjectOf(row.server, row.server_mac),
    transport: row.transport,
    port: row.port,
    ...(row.protocol !== '' && { protocol: row.protocol }),
    flows: row.flows * latest + row.flows_before * before,
    packets,
    bytes: row.bytes * latest + row.bytes_before * before,
    packetsFromServer: row.packets_from_server * latest + row.packets_from_server_before * before,
    encrypted: row.encrypted,
    tunnelled: row.tunnelled,
    personalData: personalDataOf(row.personal_data),
    vlan: row.vlan,
    first: row.first_at,
    last: row.last_at,
  };
}

function pairingsOf(row: PairingRow, part: 'all' | 'latest' | 'before'): Pairing | undefined {
  const flows = (part === 'before' ? 0 : row.flows) + (part === 'latest' ? 0 : row.flows_before);
  if (part === 'before' && flows === 0) return undefined;
  const { mac, ip, vlan, ttl } = row;
  return { mac, ip, vlan, flows, ttl, firstSeen: row.first_at, lastSeen: row.last_at };
}

function trafficOf(row: TrafficRow, part: 'all' | 'latest' | 'before'): SubjectTraffic | undefined {
  const packets = (part === 'before' ? 0 : row.packets) + (part === 'latest' ? 0 : row.packets_before);
  if (part === 'before' && packets === 0) return undefined;
  return {
    subject: subjectOf(row.ip, row.mac),
    packets,
    bytes: (part === 'before' ? 0 : row.bytes) + (part === 'latest' ? 0 : row.bytes_before),
    first: row.first_at,
    last: row.last_at,
  };
}
