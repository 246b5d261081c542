import { describe, expect, test } from 'vitest';
import type { Device } from '#contract';
import { toIso } from '#kernel';
import { corrections, deviceList, type DeviceFilter, devices } from '../index.ts';
import { ENGINES, usePlace } from '../../../tests/store/place.ts';
import { handOf, type Hand, NOON } from '../../../tests/store/samples.ts';

const PAGE = { offset: 0, limit: 100 };
const BY_NAME = { by: 'name', direction: 'ascending' } as const;

function device(id: string, given: Partial<Device> = {}): Device {
  return {
    id,
    macs: [],
    ips: [],
    names: [id],
    conclusions: {},
    software: [],
    missing: [],
    use: { activeHours: [] },
    vlans: [],
    personalData: [],
    corrected: [],
    firstSeen: toIso(NOON),
    lastSeen: toIso(NOON),
    identity: [],
    corrections: [],
    evidence: [],
    ...given,
  };
}

const conclusion = (value: string) => ({ value, confidence: 0.9, because: [], against: [] });

const CT = device('ct', {
  macs: ['02:aa:bb:cc:dd:ee'],
  ips: ['10.0.0.9', 'fe80::1'],
  names: ['CT-1', 'AE_CT1'],
  conclusions: { type: conclusion('T100'), manufacturer: conclusion('東芝'), place: conclusion('放射線科 ﾋｶﾞｼ') },
  vlans: [10, 20],
  personalData: ['image'],
  evidence: [
    {
      id: 'e1',
      kind: 'observed',
      factKind: 'serial-seen',
      attribute: 'dicom.serial',
      value: 'SN 100%',
      subject: {},
      protocol: 'dicom',
      weight: 5,
      count: 1,
      firstSeen: toIso(NOON),
      lastSeen: toIso(NOON),
    },
  ],
});
const PUMP = device('pump', {
  ips: ['10.0.0.10'],
  names: ['pump-7'],
  conclusions: { type: conclusion('T001'), manufacturer: conclusion('Acme') },
  vlans: [10],
  lastSeen: toIso(NOON + 1000),
});
const NAMELESS = device('nameless', {
  ips: ['10.0.0.2', 'not an address', 'fe80::9%eth0'],
  names: [],
  corrected: ['type'],
});

describe.each(ENGINES)('devices, $name', ({ open }) => {
  const place = usePlace(open);
  const hand = async () => handOf(place().store, await place().newScope());
  const filled = async () => {
    const on = await hand();
    await on.read((t) => devices.replace(t, [CT, PUMP, NAMELESS]));
    return on;
  };
  const ids = async (on: Hand, filter: DeviceFilter, order: Parameters<typeof deviceList.list>[2] = BY_NAME) =>
    (await on.read((t) => deviceList.list(t, filter, order, PAGE))).devices.map(({ id }) => id);

  test('a device comes back whole, and as one row', async () => {
    const on = await filled();
    expect(await on.read((t) => devices.find(t, 'ct'))).toEqual(CT);
    expect(await on.read((t) => devices.find(t, 'none'))).toBeUndefined();
    const { total, devices: rows } = await on.read((t) => deviceList.list(t, {}, BY_NAME, { offset: 0, limit: 1 }));
    expect(total).toBe(3);
    expect(rows).toEqual([devices.summarise(CT)]);
    expect(rows[0]).toMatchObject({ type: { value: 'T100', confidence: 0.9 }, vlans: [10, 20] });
  });

  test.each<[what: string, filter: DeviceFilter, found: string[]]>([
    ['nothing', {}, ['ct', 'pump', 'nameless']],
    ['a name, whatever its case', { text: 'ae_ct' }, ['ct']],
    ['underscore is itself', { text: 'ae-ct' }, []],
    ['percent is itself', { text: '100%' }, ['ct']],
    ['a serial number from evidence', { text: 'SN 100' }, ['ct']],
    ['an address', { text: '10.0.0.1' }, ['pump']],
    ['a MAC without colons', { text: '02aabbcc' }, ['ct']],
    ['half width finds full width', { text: 'ヒガシ' }, ['ct']],
    ['all words', { text: '東芝 ct' }, ['ct']],
    ['not some of the words', { text: '東芝 pump' }, []],
    ['types', { type: ['T100', 'T001'] }, ['ct', 'pump']],
    ['no type', { type: ['unknown'] }, ['nameless']],
    ['a type or none', { type: ['unknown', 'T001'] }, ['pump', 'nameless']],
    ['a VLAN', { vlan: [20, 30] }, ['ct']],
    ['a network', { network: '10.0.0.8/30' }, ['ct', 'pump']],
    ['a network of version 6', { network: 'fe80::/10' }, ['ct']],
    ['the beginning of an address', { network: '10.0.0.1' }, ['pump']],
    ['what is no network', { network: '10.0.0.0/99' }, []],
    ['personal data', { personalData: 'yes' }, ['ct']],
    ['no personal data', { personalData: 'no' }, ['pump', 'nameless']],
    ['seen since', { seenSinceUs: NOON + 1 }, ['pump']],
    ['all together', { text: 'ct', vlan: [10], manufacturer: ['東芝'], place: ['unknown'] }, []],
  ])('narrowed down by %s', async (_, filter, found) => {
    expect(await ids(await filled(), filter)).toEqual(found);
  });

  test('sorted either way, with what has no value at the end', async () => {
    const on = await filled();
    expect(await ids(on, {}, { by: 'type', direction: 'ascending' })).toEqual(['pump', 'ct', 'nameless']);
    expect(await ids(on, {}, { by: 'type', direction: 'descending' })).toEqual(['ct', 'pump', 'nameless']);
    expect(await ids(on, {}, { by: 'address', direction: 'ascending' })).toEqual(['nameless', 'ct', 'pump']);
    expect(await ids(on, {}, { by: 'last-seen', direction: 'descending' })).toEqual(['pump', 'ct', 'nameless']);
  });

  test('replaced and removed', async () => {
    const on = await filled();
    await on.read((t) =>
      devices.replace(
        t,
        [
          { ...CT, names: ['MR-1'] },
          { ...CT, names: ['MR-2'] },
        ],
        ['pump', 'none'],
      ),
    );
    expect(await ids(on, {})).toEqual(['ct', 'nameless']);
    expect(await ids(on, { text: 'mr-2' })).toEqual(['ct']);
    expect(await ids(on, { text: 'ct-1' })).toEqual([]);
  });

  test('a device may be called anything', async () => {
    const on = await hand();
    const odd = device('zero \0, half \ud800, {"quotes"}, \\', { names: ['\0', '\udfff'], ips: ['::ffff:10.0.0.1'] });
    await on.read((t) => devices.replace(t, [odd]));
    const id = odd.id.toWellFormed().replace('\0', '\u2400');
    expect(await ids(on, { text: 'half' })).toEqual([odd.id]);
    expect(await on.read((t) => devices.find(t, id))).toEqual(odd);
  });

  test('counts and facets', async () => {
    const on = await filled();
    expect(await on.read(deviceList.counts)).toEqual({
      total: 3,
      unknownType: 1,
      carryingPersonalData: 1,
      corrected: 1,
    });
    expect(await on.read(deviceList.facets)).toMatchObject({
      type: [
        { value: 'T001', count: 1 },
        { value: 'T100', count: 1 },
        { value: 'unknown', count: 1 },
      ],
      place: [{ value: 'unknown', count: 2 }, { value: '放射線科 ﾋｶﾞｼ' }],
      vlan: [
        { value: 10, count: 2 },
        { value: 20, count: 1 },
      ],
    });
    expect(await (await hand()).read(deviceList.counts)).toMatchObject({ total: 0 });
  });

  test('a correction takes the place of the one before, and what was withdrawn stays on record', async () => {
    const on = await hand();
    const correct = (value: string, atUs: number, reason?: string) =>
      on.change((c) => corrections.add(c, { deviceId: 'ct', conclusion: 'type', value, reason }), {
        atUs,
        actor: { name: '木村' },
      });
    await correct('T001', NOON);
    await correct('T002', NOON + 1, '銘板で確認');
    const inForce = {
      deviceId: 'ct',
      conclusion: 'type',
      value: 'T002',
      who: '木村',
      atUs: NOON + 1,
      reason: '銘板で確認',
    };
    expect(await on.read((t) => corrections.list(t))).toEqual([inForce]);
    await on.change((c) => corrections.withdraw(c, 'ct', 'type'), { atUs: NOON + 2, actor: { name: '田中' } });
    expect(await on.read((t) => corrections.list(t))).toEqual([]);
    expect(await on.read((t) => corrections.list(t, 'ct'))).toMatchObject([
      { value: 'T001', withdrawnBy: '木村', withdrawnAtUs: NOON + 1 },
      { ...inForce, withdrawnBy: '田中', withdrawnAtUs: NOON + 2 },
    ]);
    await expect(on.change((c) => corrections.withdraw(c, 'ct', 'type'))).rejects.toMatchObject({ code: 'not-found' });
  });
});
