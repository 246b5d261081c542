import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  captures,
  edges,
  evidence,
  type IncomingBatch,
  ingest,
  type KeptObservations,
  observations,
  runs,
  sensors,
} from '../index.ts';
import { PERSONAL_DATA } from '#wire';
import { ENGINES, usePlace } from '../../../tests/store/place.ts';
import { batchOf, beginReading, edge, fact, gathered, handOf, type Hand, NOON } from '../../../tests/store/samples.ts';

const PAGE = { offset: 0, limit: 100 };
const named = (value: string) => ({ attribute: 'dhcp.hostname', kind: 'name-seen', value }) as const;
const SUBJECT = { ip: '10.0.0.1', mac: '02:00:00:00:00:01' };

describe.each(ENGINES)('ingest, $name', ({ open }) => {
  const place = usePlace(open);
  const hand = async () => handOf(place().store, await place().newScope());
  const send = (on: Hand, batch: IncomingBatch) => on.read((t) => ingest(t, batch, NOON));
  const kept = (on: Hand) => on.read((t) => gathered(observations.all(t)));
  const factsOf = (all: readonly KeptObservations[]) => all.flatMap(({ facts = [] }) => facts);

  test('sightings add up over batches, and the first keeps its source and its bytes', async () => {
    const on = await hand();
    const reading = await beginReading(on);
    const bytes = new Uint8Array([0, 255, 65]);
    const excerpts = [{ frame: 3, length: 60, sha256: 'ab', kept: [{ offset: 42, bytes }] }];
    await send(on, batchOf(reading, 1, { facts: [fact('ct1', { excerpts, count: 2 })] }));
    const later = { count: 5, firstSeen: NOON - 9, lastSeen: NOON + 9 };
    const source = { capture: 0, ranges: [{ frame: 9, offset: 1, length: 1 }] };
    await send(on, batchOf(reading, 2, { facts: [fact('ct1', { ...later, source, excerpts: [] })] }));
    const [found, ...more] = await on.read((t) => evidence.find(t, [SUBJECT], named('ct1')));
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      count: 7,
      firstSeen: NOON - 9,
      lastSeen: NOON + 9,
      source: { ranges: [{ frame: 3, offset: 42, length: 6 }] },
      excerpts: [{ frame: 3, length: 60, sha256: 'ab', kept: [{ offset: 42, bytes: 'AP9B' }] }],
    });
    const names = await on.read((t) => captures.names(t, [found?.captureNumber ?? 0]));
    expect([...names.values()]).toEqual([{ id: reading.captureId, name: 'a.pcap' }]);
  });

  test('a batch sent again counts nothing twice, however late', async () => {
    const on = await hand();
    const reading = await beginReading(on);
    const first = batchOf(reading, 1, { facts: [fact('a')], edges: [edge()] });
    const last = batchOf(reading, 2, { facts: [fact('a')], edges: [edge({ packets: 30 })], finished: true });
    expect(await send(on, first)).toMatchObject({ ack: 1, duplicate: false });
    expect(await send(on, first)).toEqual({ ack: 1, duplicate: true, facts: [] });
    await send(on, last);
    expect(await send(on, last)).toMatchObject({ ack: 2, duplicate: true });
    expect(await send(on, first)).toMatchObject({ ack: 2, duplicate: true });
    const all = await kept(on);
    expect(factsOf(all).map(({ count }) => count)).toEqual([2]);
    expect(all.flatMap((each) => each.edges ?? [])).toMatchObject([{ packets: 30 }]);
  });

  test('a batch out of order, of an ended run or of an unknown one is refused and leaves nothing', async () => {
    const on = await hand();
    const reading = await beginReading(on);
    await expect(send(on, batchOf(reading, 2, { facts: [fact('a')] }))).rejects.toMatchObject({
      code: 'batch-out-of-order',
      details: { expected: 1 },
    });
    await expect(send(on, batchOf({ ...reading, run: 2 ** 31 - 1 }, 1))).rejects.toMatchObject({ code: 'not-found' });
    const foreign = batchOf({ ...reading, captureId: '01900000-0000-7000-8000-000000000000' }, 1);
    await expect(send(on, foreign)).rejects.toMatchObject({ code: 'not-found' });
    const unnamed = fact('a', { source: { capture: 5, ranges: [] } });
    await expect(send(on, batchOf(reading, 1, { facts: [unnamed] }))).rejects.toMatchObject({ code: 'not-found' });
    await on.read((t) => runs.end(t, reading.run, NOON));
    await expect(send(on, batchOf(reading, 1))).rejects.toMatchObject({ code: 'state-conflict' });
    expect(await kept(on)).toEqual([]);
  });

  test('a sensor has one run at a time', async () => {
    const on = await hand();
    const { sensorId, run } = await beginReading(on);
    await expect(on.read((t) => runs.begin(t, sensorId, NOON))).rejects.toMatchObject({ code: 'state-conflict' });
    expect(await on.read(runs.inProgress)).toEqual([{ run, sensorId, lastBatch: 0, ended: false }]);
    await on.read((t) => runs.end(t, run, NOON));
    expect(await on.read((t) => runs.begin(t, sensorId, NOON))).toBeGreaterThan(run);
  });

  test('the batch tells how its capture goes, and what the inventory should see', async () => {
    const on = await hand();
    const reading = await beginReading(on);
    const anomalies = [{ kind: 'tcp-hole', count: 3, frames: [5, 8] }];
    const linkTypes = [{ number: 1, name: 'ethernet', packets: 10, read: true }];
    const batch = batchOf(reading, 1, { facts: [fact('a')] });
    const progress = {
      ...batch.captures[0]!,
      anomalies,
      linkTypes,
      first: NOON,
      last: NOON + 5,
      ended: 'done' as const,
    };
    const { facts } = await send(on, { ...batch, captures: [progress], finished: true });
    const capture = await on.read((t) => captures.find(t, reading.captureId));
    expect(capture).toMatchObject({ state: 'done', packets: 10, readBytes: 20, anomalies: 3, anomalyKinds: anomalies });
    expect(capture).toMatchObject({ linkTypes, endedAt: '2026-11-21T12:00:00.000000Z' });
    expect(factsOf(await kept(on))).toEqual(facts);
    expect(facts[0]).not.toHaveProperty('excerpts');
    expect(await on.read(captures.open)).toEqual([]);
    expect(await on.read((t) => captures.anomalies(t, 5))).toEqual([
      { kind: 'tcp-hole', count: 3, captureId: reading.captureId },
    ]);
  });

  test('totals of runs are added up once each has ended, and stay apart while one goes on', async () => {
    const on = await hand();
    const first = await beginReading(on);
    await send(on, batchOf(first, 1, { edges: [edge({ packets: 3, bytes: 300, flows: 1 })] }));
    await send(on, batchOf(first, 2, { edges: [edge({ packets: 5, bytes: 500, flows: 2 })], finished: true }));
    const second = await beginReading(on);
    const other = edge({ packets: 7, bytes: 700, flows: 1, personalData: ['image'], encrypted: true, first: NOON - 5 });
    const pairing = { mac: SUBJECT.mac, ip: SUBJECT.ip, vlan: 7, flows: 4, ttl: 64, firstSeen: NOON, lastSeen: NOON };
    const traffic = [{ subject: SUBJECT, packets: 9, bytes: 90, first: NOON, last: NOON }];
    await send(on, batchOf(second, 1, { edges: [other], pairings: [pairing], traffic }));
    const whole = { personalData: ['name', 'image'], encrypted: true, first: NOON - 5, last: NOON + 10 };
    expect(await on.read((t) => edges.ofAddresses(t, ['10.0.0.2'], PAGE))).toMatchObject({
      total: 1,
      edges: [{ packets: 12, bytes: 1200, flows: 3, packetsFromServer: 8, ...whole }],
    });
    const open = (await kept(on)).filter((each) => each.edges !== undefined);
    expect(open).toMatchObject([
      { run: second.run, edges: [{ packets: 7, ...whole }] },
      { run: -1, edges: [{ packets: 5, ...whole }] },
    ]);
    await send(on, batchOf(second, 2, { edges: [other], pairings: [pairing], traffic, finished: true }));
    const closed = await kept(on);
    expect(closed.map(({ run }) => run)).toEqual([-1, -1, -1]);
    expect(closed.flatMap((each) => each.edges ?? [])).toMatchObject([{ packets: 12 }]);
    expect(closed.flatMap((each) => each.pairings ?? [])).toEqual([pairing]);
    expect(closed.flatMap((each) => each.traffic ?? [])).toEqual(traffic);
  });

  test('two sensors that see the same edge both count', async () => {
    const on = await hand();
    for (const name of ['a', 'b']) await send(on, batchOf(await beginReading(on, name), 1, { edges: [edge()] }));
    expect(await on.read((t) => edges.ofAddresses(t, ['10.0.0.1'], PAGE))).toMatchObject({ total: 2 });
    for (const { run } of await on.read(runs.inProgress)) await on.read((t) => runs.end(t, run, NOON));
    const ended = (await kept(on)).filter((each) => each.edges !== undefined);
    expect(ended.map(({ run }) => run)).toEqual([-1, -2]);
    expect(await on.read(runs.coverage)).toMatchObject({ sensors: 2, bytes: 2000, vlans: [{ vlan: 7, bytes: 2000 }] });
    expect((await on.read(sensors.list)).map(({ name, lastBatch }) => [name, lastBatch])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  test('values of every kind come back as they were', async () => {
    const on = await hand();
    const reading = await beginReading(on);
    const unit = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('"', '\\', '{a,b}', 'NULL', '\\N', 'a\0b'),
    );
    const values = [...new Set(fc.sample(unit, 200))];
    const source = { capture: 0, ranges: [], derived: 'ja4' as const };
    const facts = values.map((value, at) => fact(value, { subject: { ip: `10.0.1.${at}` }, source, count: at + 1 }));
    await send(on, batchOf(reading, 1, { facts }));
    const found = factsOf(await kept(on));
    expect(new Map(found.map(({ subject, value }) => [subject.ip, value]))).toEqual(
      new Map(facts.map(({ subject, value }) => [subject.ip, wellFormed(value)])),
    );
    expect(found.every((each) => each.source.derived === 'ja4' && each.source.ranges.length === 0)).toBe(true);
    for (const { subject, value, count } of facts.slice(0, 20)) {
      expect(await on.read((t) => evidence.find(t, [subject], named(value)))).toMatchObject([{ count }]);
    }
  });

  test('one fact twice in a batch is one', async () => {
    const on = await hand();
    const twice = [fact('a', { lastSeen: NOON + 50 }), fact('a', { count: 4, firstSeen: NOON - 50 })];
    await send(on, batchOf(await beginReading(on), 1, { facts: twice, edges: [edge(), edge({ packets: 20 })] }));
    const all = await kept(on);
    expect(factsOf(all)).toMatchObject([{ count: 5, firstSeen: NOON - 50, lastSeen: NOON + 50 }]);
    expect(all.flatMap((each) => each.edges ?? [])).toMatchObject([{ packets: 20 }]);
  });

  test('every category of personal data is kept', async () => {
    const on = await hand();
    await send(on, batchOf(await beginReading(on), 1, { edges: [edge({ personalData: PERSONAL_DATA })] }));
    const { edges: found } = await on.read((t) => edges.ofAddresses(t, ['10.0.0.1'], PAGE));
    expect(found[0]?.personalData).toEqual(PERSONAL_DATA);
  });

  test('what was not seen for long is removed, with its bytes', async () => {
    const on = await hand();
    const reading = await beginReading(on);
    const excerpts = [{ frame: 1, length: 1, sha256: 'a', kept: [] }];
    const facts = [fact('old', { excerpts }), fact('new', { excerpts, lastSeen: NOON + 100 })];
    await send(on, batchOf(reading, 1, { facts, edges: [edge(), edge({ port: 80, last: NOON + 100 })] }));
    expect(await on.change((change) => evidence.removeNotSeenSince(change, NOON + 50))).toBe(1);
    const all = await kept(on);
    expect(factsOf(all).map(({ value }) => value)).toEqual(['new']);
    expect(all.flatMap((each) => each.edges ?? []).map(({ port }) => port)).toEqual([80]);
    expect(await on.read((t) => evidence.find(t, [SUBJECT], named('old')))).toEqual([]);
    await send(on, batchOf(reading, 2, { facts: [fact('old')] }));
    expect(await on.read((t) => evidence.find(t, [SUBJECT], named('old')))).toMatchObject([{ excerpts: [] }]);
  });

  test('what one host is called and what it asks for are two, also after a restart', async () => {
    const on = await hand();
    const reading = await beginReading(on);
    const excerptOf = (frame: number) => [{ frame, length: 60, sha256: 'ab', kept: [] }];
    const owned = fact('PACS', { excerpts: excerptOf(1) });
    const sought = fact('PACS', { kind: 'peer-sought', count: 3, excerpts: excerptOf(2) });
    await send(on, batchOf(reading, 1, { facts: [owned, sought] }));
    await send(on, batchOf(reading, 2, { facts: [sought, owned] }));
    const counts = factsOf(await kept(on)).map(({ kind, count }) => [kind, count]);
    expect(counts.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
      ['name-seen', 2],
      ['peer-sought', 6],
    ]);
    for (const [kind, frame] of [
      ['name-seen', 1],
      ['peer-sought', 2],
    ] as const) {
      const name = { ...named('PACS'), kind };
      expect(await on.read((t) => evidence.find(t, [SUBJECT], name))).toMatchObject([{ excerpts: [{ frame }] }]);
    }
  });

  test('what is read a part at a time, while batches go on, is what is kept in the end', async () => {
    const on = await hand();
    const subjectOf = (at: number) => ({
      ip: `10.0.2.${at}`,
      mac: `02:00:00:00:02:${at.toString(16).padStart(2, '0')}`,
    });
    const newsOf = (number: number) => ({
      facts: Array.from({ length: 9 }, (_, at) => fact(`host ${(number * 5 + at) % 23}`, { count: number })),
      edges: Array.from({ length: 9 }, (_, at) => edge({ port: (number * 5 + at) % 23, packets: number * 10 })),
      pairings: [{ ...subjectOf(number), vlan: 1, flows: number, ttl: 64, firstSeen: NOON, lastSeen: NOON }],
      traffic: [{ subject: subjectOf(number % 3), packets: number, bytes: number, first: NOON, last: NOON }],
    });
    const sensors = [await beginReading(on, 'one'), await beginReading(on, 'two')];
    const rereading = new observations.Rereading(4);
    const books = { read: new Map<string, number>(), kept: new Map<string, number>() };
    let number = 0;
    const commit = async (finished = false) => {
      number++;
      for (const reading of sensors) {
        const batch = batchOf(reading, number, { ...newsOf(number), finished });
        const { facts } = await send(on, batch);
        note(books.read, rereading.passed({ ...batch, facts }));
      }
    };
    for (let before = 0; before < 4; before++) await commit();
    for (let more = true; more; ) {
      const parts = await on.read((t) => rereading.next(t));
      for (const part of parts ?? []) note(books.read, part);
      more = parts !== undefined;
      if (more && number < 30) await commit(number === 29);
    }
    expect(number).toBeGreaterThan(10);
    for (const part of await kept(on)) note(books.kept, part);
    expect(sums(books.read)).toEqual(sums(books.kept));
  });

  test('another tenant sees none of it', async () => {
    const [one, other] = [await hand(), await hand()];
    const reading = await beginReading(one);
    await send(one, batchOf(reading, 1, { facts: [fact('a')], edges: [edge()] }));
    expect(await kept(other)).toEqual([]);
    expect(await other.read((t) => edges.ofAddresses(t, ['10.0.0.1'], PAGE))).toEqual({ total: 0, edges: [] });
    expect(await other.read((t) => captures.find(t, reading.captureId))).toBeUndefined();
    await expect(send(other, batchOf(reading, 2))).rejects.toMatchObject({ code: 'not-found' });
  });
});

/** Counts of facts add up; totals of a run replace what the run said before. */
function note(book: Map<string, number>, part: KeptObservations): void {
  for (const { kind, value, count } of part.facts ?? []) {
    const name = `fact ${kind} ${value}`;
    book.set(name, (book.get(name) ?? 0) + count);
  }
  const total = (name: string, value: number): void => {
    const run = `${name}@${part.run}`;
    book.set(run, Math.max(book.get(run) ?? 0, value));
  };
  for (const { port, packets } of part.edges ?? []) total(`edge ${port}`, packets);
  for (const { ip, flows } of part.pairings ?? []) total(`pairing ${ip}`, flows);
  for (const { subject, packets } of part.traffic ?? []) total(`traffic ${subject.ip}`, packets);
}

/** All runs together. */
function sums(book: ReadonlyMap<string, number>): Map<string, number> {
  const all = new Map<string, number>();
  for (const [name, value] of [...book].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [thing = ''] = name.split('@');
    all.set(thing, (all.get(thing) ?? 0) + value);
  }
  return all;
}

/** What a database in UTF-8 without the character zero makes of a JavaScript string. */
function wellFormed(value: string): string {
  return value.toWellFormed().replaceAll('\0', '\u2400');
}
