import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { captureOfPrograms } from '../../../tests/captures-of-programs.ts';
import { runServer, type RunningServer } from '../../../tests/running-server.ts';

let running: RunningServer;
beforeAll(async () => {
  running = await runServer();
  await running.upload(captureOfPrograms('ward-mixed.pcap'));
  await running.upload(captureOfPrograms('hl7-vlan140.pcap'));
});
afterAll(() => running.stop());

const api = () => running.administrator.client;

describe('overview.get and overview.coverage', () => {
  test('adds up to the devices that are listed', async () => {
    const { devices, byType, newest, coverage } = await api().overview.get();
    const { total, devices: listed } = await api().devices.list({ query: { limit: 100 } });
    expect(devices.total).toBe(total);
    expect(byType.reduce((sum, { count }) => sum + count, 0)).toBe(total);
    expect(byType.find(({ type }) => type === undefined)?.count ?? 0).toBe(devices.unknownType);
    expect(devices.carryingPersonalData).toBe(listed.filter(({ personalData }) => personalData.length > 0).length);
    const firsts = newest.map(({ firstSeen }) => firstSeen);
    expect(firsts).toEqual(firsts.toSorted().toReversed());
    expect(await api().overview.coverage()).toEqual(coverage);
    expect(coverage.flows).toBeGreaterThan(coverage.oneWayFlows);
    expect(coverage.vlans.map(({ vlan }) => vlan)).toEqual([0, 140]);
    expect(coverage.first).toBe(listed.map(({ firstSeen }) => firstSeen).toSorted()[0]);
  });
});

describe('network-map.get and network-map.edges', () => {
  test.each(['network', 'type', 'place'] as const)(
    'by %s: every device in one group, every edge in one link',
    async (by) => {
      const { groups, links } = await api().networkMap.get({ query: { by } });
      const { total } = await api().devices.list();
      const inside = groups.filter(({ reach }) => reach === 'inside').reduce((sum, { devices }) => sum + devices, 0);
      expect(inside).toBe(total);
      const ids = new Set(groups.map(({ id }) => id));
      for (const { from, to, edges, bytes, encryptedBytes, protocols } of links) {
        expect(ids).toContain(from);
        expect(ids).toContain(to);
        expect(encryptedBytes).toBeLessThanOrEqual(bytes);
        const behind = await api().networkMap.edges({ query: { by, from, to, limit: 500 } });
        expect(behind.total).toBe(edges);
        expect(behind.edges.reduce((sum, edge) => sum + edge.bytes, 0)).toBe(bytes);
        expect(new Set(behind.edges.flatMap(({ protocol }) => protocol ?? []))).toEqual(new Set(protocols));
      }
      expect(links.length).toBeGreaterThan(0);
    },
  );

  test('a VLAN is a group, and what is asked for twice is the same', async () => {
    const map = await api().networkMap.get();
    expect(map.groups.map(({ label }) => label)).toEqual(expect.arrayContaining(['VLAN 140', '10.20.30.0/24']));
    expect(await api().networkMap.get()).toEqual(map);
    expect((await api().networkMap.edges({ query: { from: 'nowhere', to: 'nowhere' } })).total).toBe(0);
  });
});

describe('sensors.list and sensors.interfaces', () => {
  test('count what was read, and name interfaces', async () => {
    const { sensors } = await api().sensors.list();
    const { captures } = await api().captures.list();
    const packets = captures.reduce((sum, capture) => sum + capture.packets, 0);
    expect(sensors).toMatchObject([{ name: 'files', state: 'idle', packets, lastBatch: 1, packetsPerSecond: 0 }]);
    const { interfaces } = await api().sensors.interfaces();
    expect(interfaces.find(({ name }) => name === 'lo')?.addresses).toContain('127.0.0.1');
  });

  test('sensors.start and sensors.stop refuse what is not there', async () => {
    await expect(api().sensors.start({ body: { interface: 'nope0' } })).rejects.toMatchObject({
      problem: { code: 'not-found' },
    });
    await expect(api().sensors.start({ body: { interface: '-w/etc/passwd' } })).rejects.toMatchObject({
      problem: { code: 'input-invalid' },
    });
    const [sensor] = (await api().sensors.list()).sensors;
    await expect(api().sensors.stop({ params: { sensorId: sensor?.id ?? '' } })).rejects.toMatchObject({
      problem: { code: 'state-conflict' },
    });
  });
});

describe('knowledge.device-types', () => {
  test('names every type that a conclusion gives, in both languages', async () => {
    const { types } = await api().knowledge.deviceTypes();
    const ids = new Set(types.map(({ id }) => id));
    const { byType } = await api().overview.get();
    for (const type of byType.flatMap((each) => each.type ?? [])) expect(ids).toContain(type);
    for (const { en, ja } of types) expect([en, ja]).not.toContain('');
  });
});
