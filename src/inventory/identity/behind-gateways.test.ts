import { loadKnowledge } from '#knowledge';
import type { Fact } from '#wire';
import { describe, expect, it } from 'vitest';
import type { Device } from '../device.ts';
import { Inventory, type Observations } from '../inventory.ts';
import { arp, factOf, pairingOf, SECOND, START } from '../sample-observations.ts';

const nothingKnown = loadKnowledge(() => undefined);

const GATEWAY = '00:a0:9a:00:00:01';
const OTHER_GATEWAY = '00:a0:9a:00:00:02';
const MONITOR = '00:09:fb:00:00:0a';

function inventoryOf(...batches: readonly Observations[]): Inventory {
  const inventory = new Inventory(nothingKnown);
  for (const batch of batches) inventory.observe(batch);
  return inventory;
}

const devicesOf = (...batches: readonly Observations[]): readonly Device[] => [...inventoryOf(...batches).devices()];
const idsOf = (...batches: readonly Observations[]) => devicesOf(...batches).map(({ id }) => id);
const rulesOf = (device: Device | undefined) => device?.identity.map(({ rule }) => rule) ?? [];

const said = (attribute: string, value: string, mac = GATEWAY): Fact =>
  factOf('identifier-seen', attribute, value, { mac });
const equipment = (name: string, eui64: string, mac = GATEWAY): Fact =>
  said('hl7.equipment', `${name}^^${eui64}^EUI-64`, mac);
const udi = (serial: string, mac = GATEWAY): readonly Fact[] => [
  said('hl7.udi', `(01)04046955001234(21)${serial}`, mac),
  factOf('serial-seen', 'hl7.udi-serial', serial, { mac }),
];

const TWO = [
  equipment('PUMP-SN000001', '001221FFFE000001'),
  said('hl7.eui64', '001221FFFE000001'),
  equipment('PUMP-SN000002', '001221FFFE000002'),
];

describe('a host among what it describes', () => {
  const own = (device: Device | undefined) =>
    device?.evidence.filter(({ weight, attribute }) => weight > 0 && attribute === 'hl7.equipment').map((e) => e.value);

  it('is the one whose EUI-64 was made of its hardware address', () => {
    const facts = [
      equipment('MONITOR-1', '0009FBFFFE00000A', MONITOR),
      equipment('MONITOR-2', '0009FBFFFE00000B', MONITOR),
      factOf('name-seen', 'hl7.sending-application', 'SERVER-A', { mac: MONITOR }),
      factOf('name-seen', 'hl7.sending-application', 'SERVER-B', { mac: MONITOR }),
    ];
    const device = inventoryOf({ facts }).device('mac-0009fb00000a');
    expect(own(device)).toEqual(['MONITOR-1^^0009FBFFFE00000A^EUI-64']);
    expect(rulesOf(device)).toContain('relays');
    expect(device?.names).toEqual(['MONITOR-1']);
  });

  it('is the only one of its maker when the EUI-64 holds no hardware address', () => {
    const pump = equipment('PUMP-1', '001221FFFE1000', MONITOR);
    const monitor = equipment('MONITOR-1', '0009FBFFFE1000', MONITOR);
    expect(own(devicesOf({ facts: [monitor, pump] })[0])).toEqual(['MONITOR-1^^0009FBFFFE1000^EUI-64']);
    const another = equipment('MONITOR-2', '0009FBFFFE1001', MONITOR);
    expect(own(devicesOf({ facts: [monitor, another, pump] })[0])).toEqual([]);
    const named = said('hl7.eui64', '0009FBFFFE00000A', MONITOR);
    expect(own(devicesOf({ facts: [monitor, pump, named] })[0])).toEqual([]);
  });

  it('is none of them when all were made of other hardware addresses', () => {
    const facts = [equipment('A-1', '00A09AFFFE00000A'), equipment('B-1', '001221FFFE00000B')];
    expect(own(inventoryOf({ facts }).device('mac-00a09a000001'))).toEqual([]);
  });

  it('keeps the one name under which it passes on everything', () => {
    const named = factOf('name-seen', 'hl7.sending-application', 'GATEWAY^00A09AFFFE000001^EUI-64', { mac: GATEWAY });
    const device = inventoryOf({ facts: [...TWO, named] }).device('mac-00a09a000001');
    expect(device?.names).toEqual(['GATEWAY']);
    expect(device?.evidence.find(({ attribute }) => attribute === 'hl7.sending-application')?.weight).toBeGreaterThan(
      0,
    );
  });
});

describe('devices behind a gateway', () => {
  it('are devices without an address, each with what is certainly about it', () => {
    const [gateway, first, second, ...rest] = devicesOf({ facts: [...TWO, ...udi('SN000001'), ...udi('SN000003')] });
    expect(rest).toEqual([]);
    expect(gateway?.id).toBe('mac-00a09a000001');
    expect(first).toMatchObject({
      id: 'unit-eui64-001221fffe000001',
      macs: [],
      ips: [],
      names: ['PUMP-SN000001'],
      conclusions: { serial: { value: 'SN000001' } },
      firstSeen: START,
      identity: [{ decision: 'noted', rule: 'behind', addresses: [GATEWAY] }],
    });
    expect(first?.evidence.map(({ attribute }) => attribute)).toEqual([
      'hl7.equipment',
      'hl7.eui64',
      'hl7.udi',
      'hl7.udi-serial',
    ]);
    expect(first?.evidence.every(({ subject }) => subject.mac === GATEWAY)).toBe(true);
    expect(second?.evidence.map(({ value }) => value)).toEqual(['PUMP-SN000002^^001221FFFE000002^EUI-64']);
  });

  it('are told apart by one kind of identifier, since nothing says which of two kinds belong together', () => {
    const facts = [...TWO, ...udi('SN000003'), ...udi('SN000004')];
    expect(idsOf({ facts })).toHaveLength(3);
    expect(idsOf({ facts: [...udi('SN000003'), ...udi('SN000004')] })).toEqual([
      'mac-00a09a000001',
      'unit-udi-04046955001234-sn000003',
      'unit-udi-04046955001234-sn000004',
    ]);
    const uids = ['1.2.3', '1.2.4'].map((uid) => said('dicom.device-uid', uid));
    const serials = ['SN1', 'SN2'].map((serial) => factOf('serial-seen', 'dicom.serial', serial, { mac: GATEWAY }));
    expect(idsOf({ facts: [...uids, ...serials] })).toEqual(['mac-00a09a000001', 'unit-uid-1.2.3', 'unit-uid-1.2.4']);
    expect(idsOf({ facts: serials })).toEqual(['mac-00a09a000001']);
  });

  it('are one device when two gateways describe them', () => {
    const facts = [
      ...TWO,
      equipment('PUMP-SN000001', '001221FFFE000001', OTHER_GATEWAY),
      equipment('PUMP-SN000009', '001221FFFE000009', OTHER_GATEWAY),
    ];
    const devices = devicesOf({ facts });
    expect(devices.filter(({ macs }) => macs.length === 0)).toHaveLength(3);
    const shared = devices.find(({ id }) => id === 'unit-eui64-001221fffe000001');
    expect(shared?.identity.map(({ addresses }) => addresses)).toEqual([[GATEWAY], [OTHER_GATEWAY]]);
  });

  it('are the host that their EUI-64 was made of, from when it is seen', () => {
    const inventory = inventoryOf({ facts: TWO });
    expect(inventory.changed()).toContain('unit-eui64-001221fffe000001');
    inventory.observe({ pairings: [pairingOf('00:12:21:00:00:01', '10.0.0.1')] });
    expect(inventory.changed()).toEqual(['mac-001221000001', 'unit-eui64-001221fffe000001']);
    expect(inventory.device('unit-eui64-001221fffe000001')).toBeUndefined();
    const host = inventory.device('mac-001221000001');
    expect(host?.names).toEqual(['PUMP-SN000001']);
    expect(rulesOf(host)).toEqual(['behind']);
  });

  it('are the host that shows the same identifier, unless several do', () => {
    const eui64 = '0009FB0000000001';
    const facts = [...TWO, equipment('X', eui64)];
    const shows = (ip: string) => factOf('identifier-seen', 'intellivue.system-id', eui64.toLowerCase(), { ip });
    const seated = devicesOf({ facts: [...facts, shows('10.0.0.1')] });
    expect(rulesOf(seated.find(({ ips }) => ips.includes('10.0.0.1')))).toContain('behind');
    expect(seated.map(({ id }) => id)).not.toContain('unit-eui64-0009fb0000000001');
    const copied = idsOf({ facts: [...facts, shows('10.0.0.1'), shows('10.0.0.2')] });
    expect(copied).toContain('unit-eui64-0009fb0000000001');
  });

  it('are the host with the serial number of their UDI in its certificate', () => {
    const facts = [...udi('SN000003'), ...udi('SN000004')];
    const subject = factOf('certificate-shown', 'tls.certificate.subject', 'serialNumber=SN000003,CN=pump1', {
      mac: '00:12:21:00:00:03',
    });
    const devices = devicesOf({ facts: [...facts, subject] });
    expect(devices.map(({ id }) => id)).toEqual([
      'mac-001221000003',
      'mac-00a09a000001',
      'unit-udi-04046955001234-sn000004',
    ]);
    expect(rulesOf(devices[0])).toEqual(['behind']);
  });

  it('are not joined with one another because certificates carry one number', () => {
    const certificates = ['00:12:21:00:00:03', '00:12:21:00:00:04'].map((mac) =>
      factOf('certificate-shown', 'tls.certificate.subject', 'serialNumber=3014267,CN=shop', { mac }),
    );
    expect(devicesOf({ facts: certificates }).map(({ identity }) => identity)).toEqual([[], []]);
  });

  it('change when what is told of them is seen again', () => {
    const inventory = inventoryOf({ facts: TWO });
    expect(inventory.device('unit-eui64-001221fffe000002')?.lastSeen).toBe(START);
    inventory.changed();
    const later = START + SECOND;
    inventory.observe({
      facts: [
        factOf(
          'identifier-seen',
          'hl7.equipment',
          'PUMP-SN000002^^001221FFFE000002^EUI-64',
          { mac: GATEWAY },
          {
            first: later,
          },
        ),
      ],
    });
    expect(inventory.changed()).toContain('unit-eui64-001221fffe000002');
    expect(inventory.device('unit-eui64-001221fffe000002')?.lastSeen).toBe(later);
  });

  it('are described by whoever had the address at the time', () => {
    const at = (time: number) => ({ first: START + time * SECOND });
    const ip = '10.0.0.7';
    const facts = [
      arp(ip, GATEWAY, at(0)),
      ...['01', '02'].map((n) =>
        factOf('identifier-seen', 'hl7.equipment', `P^^001221FFFE0000${n}^EUI-64`, { ip }, at(1)),
      ),
    ];
    const inventory = inventoryOf({ facts });
    expect(inventory.ids()).toHaveLength(3);
    inventory.observe({ facts: [arp(ip, OTHER_GATEWAY, at(1))] });
    const units = [...inventory.devices()].filter(({ macs }) => macs.length === 0);
    expect(units.map(({ identity }) => identity.map(({ addresses }) => addresses))).toEqual([
      [[OTHER_GATEWAY]],
      [[OTHER_GATEWAY]],
    ]);
  });

  it('take what a person states with them into the host that they turn out to be', () => {
    const inventory = inventoryOf({ facts: TWO });
    const deviceId = 'unit-eui64-001221fffe000001';
    const correction = { deviceId, conclusion: 'place', value: 'Ward 5', who: 'M. Sato', atUs: START } as const;
    expect(inventory.correct(correction)).toBe(true);
    expect(inventory.device(deviceId)?.conclusions.place?.value).toBe('Ward 5');
    inventory.observe({ pairings: [pairingOf('00:12:21:00:00:01', '10.0.0.1')] });
    expect(inventory.device('mac-001221000001')?.conclusions.place?.value).toBe('Ward 5');
    expect(inventory.correct({ ...correction, value: 'Ward 6', atUs: START + SECOND })).toBe(true);
    expect(inventory.device('mac-001221000001')?.conclusions.place?.value).toBe('Ward 6');
  });

  it('are bounded', () => {
    const facts = Array.from({ length: 1100 }, (_, n) => equipment('P', `001221FFFE${String(n).padStart(6, '0')}`));
    expect(idsOf({ facts })).toHaveLength(1 + 1024);
  });
});
