import type { Change, ChangeNews, Store, Transaction } from '../../src/store/index.ts';
import { accounts, captures, runs, sensors, type IncomingBatch, type Scope } from '../../src/store/index.ts';
import type { CoverageNumbers, Edge, Fact } from '../../src/wire/index.ts';

/** Times as in a capture: microseconds, all of one day. */
export const NOON = 1_795_262_400_000_000;

const NEWS: ChangeNews = { kind: 'settings.changed', actor: { name: 'tester' }, atUs: NOON };

/** Short forms of the two ways into the store, for one tenant. */
export interface Hand {
  read<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  change<T>(work: (change: Change) => Promise<T>, news?: Partial<ChangeNews>): Promise<T>;
}

export function handOf(store: Store, scope: Scope): Hand {
  return {
    read: async (work) => await store.transaction(work, scope),
    change: async (work, news = {}) => await store.change({ ...NEWS, ...news }, work, scope),
  };
}

export async function newAccount(hand: Hand, login: string, role: 'administrator' | 'editor' | 'viewer' = 'viewer') {
  return await hand.change((change) =>
    accounts.create(change, { login, name: login, role, passwordHash: 'hash', mustChangePassword: false }),
  );
}

/** A sensor that has begun to read one capture. */
export async function beginReading(hand: Hand, name = 'files') {
  return await hand.change(async (change) => {
    const sensor = await sensors.ensure(change, { name }, NOON);
    const given = { name: 'a.pcap', origin: 'upload' as const, sensorId: sensor.id, addedBy: 'tester', sizeBytes: 100 };
    const capture = await captures.add(change, { ...given, location: 'spool/a' }, NOON);
    const run = await runs.begin(change, sensor.id, NOON);
    await captures.begin(change, capture.id, run);
    return { sensorId: sensor.id, captureId: capture.id, run };
  });
}

export function fact(value: string, given: Partial<Fact> = {}): Fact {
  return {
    kind: 'name-seen',
    attribute: 'dhcp.hostname',
    value,
    subject: { ip: '10.0.0.1', mac: '02:00:00:00:00:01' },
    protocol: 'dhcp',
    count: 1,
    firstSeen: NOON,
    lastSeen: NOON + 1,
    source: { capture: 0, ranges: [{ frame: 3, offset: 42, length: 6 }] },
    ...given,
  };
}

export function edge(given: Partial<Edge> = {}): Edge {
  return {
    client: { ip: '10.0.0.1', mac: '02:00:00:00:00:01' },
    server: { ip: '10.0.0.2' },
    transport: 'tcp',
    port: 104,
    protocol: 'dicom',
    flows: 1,
    packets: 10,
    bytes: 1000,
    packetsFromServer: 4,
    encrypted: false,
    tunnelled: false,
    personalData: ['name'],
    vlan: 7,
    first: NOON,
    last: NOON + 10,
    ...given,
  };
}

const COVERAGE: CoverageNumbers = {
  flows: 1,
  oneWayFlows: 0,
  bytes: 1000,
  unknownBytes: 100,
  encryptedBytes: 10,
  vlans: [{ vlan: 7, bytes: 1000 }],
};

/** A batch of the run that `beginReading` began. */
export function batchOf(
  reading: { readonly sensorId: string; readonly captureId: string; readonly run: number },
  number: number,
  given: Partial<IncomingBatch> = {},
): IncomingBatch {
  const { sensorId, captureId, run } = reading;
  const progress = { index: 0, id: captureId, packets: number * 10, bytes: number * 1000, droppedPackets: 0 };
  return {
    sensorId,
    run,
    number,
    captures: [{ ...progress, readBytes: number * 20, linkTypes: [], anomalies: [] }],
    facts: [],
    edges: [],
    pairings: [],
    traffic: [],
    coverage: COVERAGE,
    truncated: { facts: 0, edges: 0, flows: 0 },
    finished: false,
    ...given,
  };
}

export async function gathered<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
