import { rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EventHub } from '#server';
import { captures, deviceList, ingest, openStore, runs, sensors, settings, type Store, type Transaction } from '#store';
import type { ServerEvent } from '#contract';
import { newStoreFolder } from '../../../tests/store/template-folder.ts';
import { SERVER } from '../actor.ts';
import { knowledgeFromData } from '../knowledge.ts';
import { Retention } from './retention.ts';
import { Site } from './site.ts';

const NOON_US = Date.UTC(2026, 0, 1, 12) * 1000;
const DAY_US = 86_400_000_000;
const knowledge = knowledgeFromData();

let folder = '';
let store: Store;
let site: Site;
let events: ServerEvent[];
beforeAll(async () => {
  folder = await newStoreFolder();
  store = await openStore({ folder });
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  const hub = new EventHub();
  events = [];
  hub.subscribe((event) => events.push(event));
  site = new Site(store, knowledge, hub);
  await site.restore();
  await site.settled();
  events.length = 0;
});

const NOTHING = { edges: [], pairings: [], traffic: [], finished: true } as const;
const COVERAGE = { flows: 0, oneWayFlows: 0, bytes: 0, unknownBytes: 0, encryptedBytes: 0, vlans: [] };

function fact(mac: string, attribute: string, value: string, atUs: number) {
  const source = { capture: 0, ranges: [{ frame: 1, offset: 0, length: 1 }] };
  const kind = 'name-seen' as const;
  return {
    kind,
    attribute,
    value,
    subject: { mac },
    protocol: 'dhcp',
    count: 1,
    firstSeen: atUs,
    lastSeen: atUs,
    source,
  };
}

/** One batch with these facts, committed and observed as the ingest does it. */
async function see(facts: readonly ReturnType<typeof fact>[], vlan = 0, mac = ''): Promise<void> {
  await site.exclusively(async () => {
    const pairing = { mac, ip: '10.0.0.7', vlan, flows: 1, ttl: 64, firstSeen: NOON_US, lastSeen: NOON_US };
    const pairings = mac === '' ? [] : [pairing];
    const kept = await store.transaction(async (transaction: Transaction) => {
      const { id: sensorId } = await sensors.ensure(transaction, { name: 'test' }, NOON_US);
      const run = await runs.begin(transaction, sensorId, NOON_US);
      const given = { name: 'x.pcap', origin: 'upload', sensorId, addedBy: 'test' } as const;
      const { id } = await captures.add(transaction, given, NOON_US);
      const capture = {
        index: 0,
        id,
        packets: 1,
        bytes: 1,
        droppedPackets: 0,
        linkTypes: [],
        anomalies: [],
        ended: 'done',
      } as const;
      const truncated = { facts: 0, edges: 0, flows: 0 };
      const batch = {
        ...NOTHING,
        sensorId,
        run,
        number: 1,
        captures: [capture],
        facts,
        pairings,
        coverage: COVERAGE,
        truncated,
      };
      return { sensorId, run, ...(await ingest(transaction, batch, NOON_US)) };
    });
    site.observe({ ...NOTHING, sensorId: kept.sensorId, run: kept.run, facts: kept.facts, pairings });
  });
  await site.settled();
}

const listed = async (text: string) =>
  (
    await store.transaction((transaction) =>
      deviceList.list(transaction, { text }, { by: 'name', direction: 'ascending' }, { offset: 0, limit: 10 }),
    )
  ).devices;

describe('the site', () => {
  test('has a row for what was observed, with its VLANs, and says so', async () => {
    await see([fact('00:09:5c:00:00:01', 'dhcp.hostname', 'ICU-PUMP', NOON_US)], 30, '00:09:5c:00:00:01');
    expect(await listed('icu-pump')).toMatchObject([{ id: 'mac-00095c000001', vlans: [30], ips: ['10.0.0.7'] }]);
    expect(events).toContainEqual({ kind: 'devices-changed', deviceIds: ['mac-00095c000001'], total: 1 });
    expect(site.shownDevices().get('mac-00095c000001')).toMatchObject({ name: 'ICU-PUMP', vlans: [30] });
  });

  test('comes to the same after a restart, and removes rows that nothing stands behind', async () => {
    await see([fact('00:09:5c:00:00:02', 'dhcp.hostname', 'WARD-ONE', NOON_US)]);
    const before = await listed('ward-one');
    const again = new Site(store, knowledge, new EventHub());
    await again.restore();
    await again.settled();
    expect(await listed('ward-one')).toEqual(before);
    expect(again.shownDevices().size).toBe(site.shownDevices().size);
    await again.stop();
  });
});

describe('retention', () => {
  const clockAt = (nowUs: number) => ({ nowUs: () => nowUs });

  test('removes what was not seen again, from the store and from memory, with one record', async () => {
    await see([fact('00:09:5c:00:00:03', 'dhcp.hostname', 'OLD-ONE', NOON_US - 40 * DAY_US)]);
    await see([fact('00:09:5c:00:00:04', 'dhcp.hostname', 'NEW-ONE', NOON_US - 1 * DAY_US)]);
    const retention = new Retention(store, site, clockAt(NOON_US));
    expect(await retention.look()).toBe(0);
    const act = { kind: 'settings.changed', actor: SERVER, atUs: NOON_US } as const;
    await store.change(act, (change) => settings.change(change, { retentionDays: 30 }));
    expect(await retention.look()).toBe(1);
    await site.settled();
    expect([await listed('old-one'), await listed('new-one')]).toMatchObject([[], [{ names: ['NEW-ONE'] }]]);
    expect(await retention.look()).toBe(0);
    await retention.stop();
  });

  test('memory and store agree after a removal, also about what arrives while memory is made anew', async () => {
    const many = Array.from({ length: 60 }, (_, at) =>
      fact(`00:09:5c:00:01:${at.toString(16).padStart(2, '0')}`, 'dhcp.hostname', `HOST-${at}`, NOON_US - DAY_US),
    );
    const [known] = many;
    await see(many);
    await see([fact(known?.subject.mac ?? '', 'dhcp.hostname', 'FORMER-NAME', NOON_US - 300 * DAY_US)]);
    await see([fact('00:09:5c:00:00:05', 'dhcp.hostname', 'LONG-GONE', NOON_US - 300 * DAY_US)]);
    const small = new Site(store, knowledge, new EventHub(), 7);
    await small.restore();
    site = small;
    const act = { kind: 'settings.changed', actor: SERVER, atUs: NOON_US } as const;
    await store.change(act, (change) => settings.change(change, { retentionDays: 200 }));
    const retention = new Retention(store, site, clockAt(NOON_US));
    const looking = retention.look();
    for (let round = 0; round < 5; round++) {
      const again = many.slice(round * 9, round * 9 + 12);
      await see([...again, fact(`00:09:5c:00:02:0${round}`, 'dhcp.hostname', `NEW-${round}`, NOON_US)], 0, '');
    }
    expect(await looking).toBe(2);
    await site.settled();
    const fresh = new Site(store, knowledge, new EventHub());
    await fresh.restore();
    await fresh.settled();
    expect([...site.shownDevices().keys()].sort()).toEqual([...fresh.shownDevices().keys()].sort());
    expect(site.shownDevices().has('mac-00095c000005')).toBe(false);
    for (const id of fresh.shownDevices().keys()) expect(site.device(id)).toEqual(fresh.device(id));
    expect(site.device('mac-00095c000100')?.evidence.map(({ value, count }) => [value, count])).toContainEqual([
      'HOST-0',
      2,
    ]);
    expect(JSON.stringify(site.device('mac-00095c000100'))).not.toContain('FORMER-NAME');
    await retention.stop();
    await fresh.stop();
  });

  test('a removal whose rebuilding failed is made good at the next look', async () => {
    await see([fact('00:09:5c:00:00:06', 'dhcp.hostname', 'GONE-TOO', NOON_US - 300 * DAY_US)]);
    const retention = new Retention(store, site, clockAt(NOON_US));
    const restore = site.restore.bind(site);
    site.restore = () => Promise.reject(new Error('the store does not answer'));
    await expect(retention.look()).rejects.toThrow('does not answer');
    expect(site.device('mac-00095c000006')).toBeDefined();
    site.restore = restore;
    expect(await retention.look()).toBe(0);
    expect(site.device('mac-00095c000006')).toBeUndefined();
    await retention.stop();
  });
});
