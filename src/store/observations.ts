import type { FactKind, Edge, Fact, Pairing, SubjectName, SubjectTraffic } from '#wire';
import { sql } from 'kysely';
import { evidenceId, sourceOf } from './evidence.ts';
import { personalDataOf } from './personal-data.ts';
import type { EdgeRow, EvidenceRow, PairingRow, TrafficRow } from './tables.ts';
import { edgeId, pairingId, trafficId } from './totals.ts';
import { DATABASE, type Transaction } from './transaction.ts';

/**
 * A part of what is kept, in the shape in which an engine says it. Totals of a run that is still in progress come under
 * its number, because more of it will follow. The sum of all that has ended comes under a number below zero, which each
 * sensor has for itself: two sensors that see the same edge both count.
 */
export interface KeptObservations {
  readonly run: number;
  readonly facts?: readonly Fact[];
  readonly edges?: readonly Edge[];
  readonly pairings?: readonly Pairing[];
  readonly traffic?: readonly SubjectTraffic[];
}

/** What a batch that was committed just now says; see `ingest`. */
export interface CommittedObservations extends Required<KeptObservations> {
  readonly sensorId: string;
}

/** Rows read at once. */
const PART = 5000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
const TABLES = ['evidence', 'edge', 'pairing', 'traffic'] as const;
type TableName = (typeof TABLES)[number];

/** Everything that is kept, in one transaction. Facts come without their bytes. */
export async function* all(transaction: Transaction): AsyncGenerator<KeptObservations> {
  const rereading = new Rereading();
  for (;;) {
    const parts = await rereading.next(transaction);
    if (parts === undefined) return;
    yield* parts;
  }
}

/**
 * Reads everything that is kept, a part in each transaction, so that batches can be committed in between. Tables are read
 * in the order of their keys. What a batch changes behind the place that was reached is still to be read; the rest of it
 * is what `passed` answers. Both together are what is kept in the end, each piece counted once.
 */
export class Rereading {
  private readonly partRows: number;
  private table = 0;
  private after = BEFORE_ALL;
  /** Numbers below zero, by sensor. */
  private readonly sensors = new Map<string, number>();

  constructor(partRows = PART) {
    this.partRows = partRows;
  }

  /** The next part; undefined when all was read. */
  async next(transaction: Transaction): Promise<readonly KeptObservations[] | undefined> {
    for (let name = TABLES[this.table]; name !== undefined; name = TABLES[++this.table]) {
      const part = await this.read(transaction, name);
      if (part !== undefined) return part;
      this.after = BEFORE_ALL;
    }
    return undefined;
  }

  private async read(transaction: Transaction, name: TableName): Promise<readonly KeptObservations[] | undefined> {
    if (name === 'evidence') {
      const rows = await this.rows<EvidenceRow>(transaction, name);
      return rows && [{ run: 0, facts: rows.map(factOf) }];
    }
    if (name === 'edge') {
      const rows = await this.rows<EdgeRow>(transaction, name);
      return rows && this.byRun(rows, await openRuns(transaction), edgesOf).map(([run, edges]) => ({ run, edges }));
    }
    if (name === 'pairing') {
      const rows = await this.rows<PairingRow>(transaction, name);
      const open = await openRuns(transaction);
      return rows && this.byRun(rows, open, pairingsOf).map(([run, pairings]) => ({ run, pairings }));
    }
    const rows = await this.rows<TrafficRow>(transaction, name);
    return rows && this.byRun(rows, await openRuns(transaction), trafficOf).map(([run, traffic]) => ({ run, traffic }));
  }

  /** Undefined when the table has no more of them. */
  private async rows<T extends { readonly id: string }>(
    transaction: Transaction,
    table: TableName,
  ): Promise<T[] | undefined> {
    const { tenant, site } = transaction.scope;
    const { rows } = await sql<T>`select * from ${sql.table(table)}
      where tenant = ${tenant} and site = ${site} and id > ${this.after}::uuid order by id limit ${this.partRows}`.execute(
      transaction[DATABASE],
    );
    const last = rows.at(-1);
    if (last === undefined) return undefined;
    this.after = last.id;
    return rows;
  }

  /** Of what was committed just now, in the place of parts that were read before it. */
  passed({ sensorId, run, facts, edges, pairings, traffic }: CommittedObservations): Required<KeptObservations> {
    return {
      run,
      facts: facts.filter((fact) => this.hasPassed('evidence', evidenceId(fact))),
      edges: edges.filter((edge) => this.hasPassed('edge', edgeId(sensorId, edge))),
      pairings: pairings.filter((pairing) => this.hasPassed('pairing', pairingId(sensorId, pairing))),
      traffic: traffic.filter((each) => this.hasPassed('traffic', trafficId(sensorId, each))),
    };
  }

  private hasPassed(name: TableName, id: string): boolean {
    const table = TABLES.indexOf(name);
    return table === this.table ? id <= this.after : table < this.table;
  }

  /** `read` answers what a row says of its latest run and, where there is any, of the runs before. */
  private byRun<Row extends { readonly run: number; readonly sensor_id: string }, T>(
    rows: readonly Row[],
    open: ReadonlySet<number>,
    read: (row: Row, part: 'all' | 'latest' | 'before') => T | undefined,
  ): readonly [number, T[]][] {
    const runs = new Map<number, T[]>();
    const put = (run: number, item: T | undefined): void => {
      if (item === undefined) return;
      const list = runs.get(run);
      if (list === undefined) runs.set(run, [item]);
      else list.push(item);
    };
    for (const row of rows) {
      const ended = this.endedRunsOf(row.sensor_id);
      if (!open.has(row.run)) put(ended, read(row, 'all'));
      else {
        put(row.run, read(row, 'latest'));
        put(ended, read(row, 'before'));
      }
    }
    return [...runs];
  }

  private endedRunsOf(sensorId: string): number {
    const known = this.sensors.get(sensorId);
    if (known !== undefined) return known;
    const number = -1 - this.sensors.size;
    this.sensors.set(sensorId, number);
    return number;
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
