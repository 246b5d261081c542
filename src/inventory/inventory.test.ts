import fc from 'fast-check';
import { loadKnowledge } from '#knowledge';
import { describe, expect, it } from 'vitest';
import type { Device } from './device.ts';
import { Inventory, type Observations } from './inventory.ts';
import { arp, edgeOf, factOf, HOUR, pairingOf, SECOND, START } from './sample-observations.ts';

const nothingKnown = loadKnowledge(() => undefined);
const A = '00:09:fb:00:00:0a';

function inventoryOf(...batches: readonly Observations[]): Inventory {
  const inventory = new Inventory(nothingKnown);
  for (const batch of batches) inventory.observe(batch);
  return inventory;
}

/** Asks for each device by itself, as a server does; answers are kept from one question to the next. */
function devicesOf(inventory: Inventory): readonly Device[] {
  return inventory.ids().flatMap((id) => inventory.device(id) ?? []);
}

const ATTRIBUTES = [
  ['name-seen', 'dhcp.hostname'],
  ['name-seen', 'ntlm.computer'],
  ['serial-seen', 'snmp.serial'],
  ['model-seen', 'snmp.model'],
  ['identifier-seen', 'snmp.engine-id'],
  ['identifier-seen', 'wsd.endpoint'],
  ['software-seen', 'ssh.banner'],
  ['software-seen', 'dicom.software'],
  ['model-seen', 'dicom.model'],
  ['serial-seen', 'dicom.serial'],
  ['role-played', 'dicom.sop-class-scp'],
  ['peer-sought', 'ssdp.type'],
  ['service-offered', 'ssdp.type'],
  ['place-seen', 'snmp.location'],
] as const;
const mac = fc.integer({ min: 0, max: 5 }).map((n) => `00:09:fb:00:00:0${n}`);
const ip = fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3', 'fe80::1', '2001:db8::1', '93.184.216.34', '224.0.0.1');
const time = fc.integer({ min: 0, max: 20 }).map((n) => START + n * HOUR);
const subject = fc.oneof(
  ip.map((text) => ({ ip: text })),
  mac.map((text) => ({ mac: text })),
  fc.tuple(ip, mac).map(([address, card]) => ({ ip: address, mac: card })),
);
const fact = fc
  .tuple(fc.constantFrom(...ATTRIBUTES), fc.constantFrom('ALPHA-1', 'BETA-22', 'GAMMA/3.1'), subject, time, time)
  .map(([[kind, attribute], value, about, first, last]) => ({
    facts: [factOf(kind, attribute, value, about, { first, last })],
  }));
const described = fc
  .tuple(
    fc.constantFrom(
      ['hl7.equipment', 'PUMP-SN000001^^0009FBFFFE000001^EUI-64'],
      ['hl7.equipment', 'PUMP-SN000009^^0009FBFFFE000009^EUI-64'],
      ['hl7.equipment', 'PUMP-SN000008^^0009FB00FE000008^EUI-64'],
      ['hl7.eui64', '0009FBFFFE000002'],
      ['hl7.eui64', '0009FB00FE000008'],
      ['hl7.udi', '(01)04046955001234(21)SN000001'],
      ['hl7.udi', '(01)04046955001234(21)SN000007'],
      ['dicom.device-uid', '1.2.3.4'],
      ['dicom.device-uid', '1.2.3.5'],
    ),
    subject,
    time,
  )
  .map(([[attribute, value], about, first]) => ({
    facts: [factOf('identifier-seen', attribute ?? '', value ?? '', about, { first, last: first })],
  }));
const binding = fc
  .tuple(ip, mac, time, time)
  .map(([address, card, first, last]) => ({ facts: [arp(address, card, { first, last })] }));
const pairing = fc
  .tuple(mac, ip, fc.constantFrom(64, 63, 128, 57, 1), time, time)
  .map(([card, address, ttl, firstSeen, lastSeen]) => ({
    pairings: [pairingOf(card, address, { ttl, firstSeen, lastSeen })],
  }));
const edge = fc
  .tuple(ip, ip, fc.constantFrom('dicom', 'hl7', 'http'), fc.integer({ min: 1, max: 9 }), time)
  .map(([client, server, protocol, flows, at]) => ({
    edges: [edgeOf(client, server, protocol, { flows, first: at, last: at })],
  }));
const observations = fc.array(fc.oneof(fact, fact, described, described, binding, pairing, edge), { maxLength: 40 });

/** One batch out of many. */
function together(batches: readonly Observations[]): Observations {
  return {
    facts: batches.flatMap(({ facts }) => [...(facts ?? [])]),
    pairings: batches.flatMap(({ pairings }) => [...(pairings ?? [])]),
    edges: batches.flatMap(({ edges }) => [...(edges ?? [])]),
  };
}

describe('the same observations', () => {
  it('give the same devices in any order', () => {
    fc.assert(
      fc.property(observations, fc.infiniteStream(fc.nat()), (batches, order) => {
        const shuffled = batches
          .map((batch) => ({ batch, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ batch }) => batch);
        expect(devicesOf(inventoryOf(...shuffled))).toEqual(devicesOf(inventoryOf(...batches)));
      }),
    );
  });

  it('give the same devices in one portion and in many, with questions in between', () => {
    fc.assert(
      fc.property(observations, (batches) => {
        const inventory = new Inventory(nothingKnown);
        for (const batch of batches) {
          inventory.observe(batch);
          devicesOf(inventory);
        }
        expect(devicesOf(inventory)).toEqual([...inventoryOf(together(batches)).devices()]);
      }),
    );
  });

  it('put every address of this network into one device, unless it was handed on', () => {
    fc.assert(
      fc.property(observations, (batches) => {
        const devices = devicesOf(inventoryOf(...batches));
        const shared = devices.flatMap(({ identity }) => identity.filter(({ rule }) => rule === 'address-reused'));
        const handedOn = new Set(shared.map(({ addresses }) => addresses[0]));
        const ips = devices.flatMap((device) => device.ips).filter((address) => !handedOn.has(address));
        expect(new Set(ips).size).toBe(ips.length);
        const macs = devices.flatMap((device) => device.macs);
        expect(new Set(macs).size).toBe(macs.length);
      }),
    );
  });
});

describe('evidence', () => {
  it('keeps all sightings of a value together, with the source of the first', () => {
    const seen = (at: number, frame: number) =>
      factOf(
        'software-seen',
        'ssh.banner',
        'SSH-2.0-x_1',
        { mac: A },
        { first: START + at, last: START + at + SECOND, frame, count: 2 },
      );
    const [device] = inventoryOf({ facts: [seen(HOUR, 9), seen(0, 3)] }).devices();
    expect(device?.evidence).toMatchObject([
      { count: 4, firstSeen: START, lastSeen: START + HOUR + SECOND, source: { ranges: [{ frame: 3 }] } },
    ]);
  });

  it('keeps what is offered apart from what is sought', () => {
    const type = 'urn:schemas-upnp-org:device:InternetGatewayDevice:1';
    const [device] = inventoryOf({
      facts: [
        factOf('peer-sought', 'ssdp.type', type, { mac: A }),
        factOf('service-offered', 'ssdp.type', type, { mac: A }),
      ],
    }).devices();
    expect(device?.evidence.map(({ factKind }) => factKind)).toEqual(['peer-sought', 'service-offered']);
    expect(new Set(device?.evidence.map(({ id }) => id)).size).toBe(2);
  });

  it('names its sources by address when a device has several', () => {
    const facts = [arp('10.0.0.1', A), factOf('software-seen', 'ssh.banner', 'x', { ip: '10.0.0.1' })];
    const [device] = inventoryOf({ facts }).devices();
    expect(device?.evidence.map((evidence) => evidence.subject)).toEqual([
      { ip: '10.0.0.1', mac: A },
      { ip: '10.0.0.1' },
    ]);
  });
});

describe('changed', () => {
  it('names devices with something new, once', () => {
    const inventory = inventoryOf({ facts: [arp('10.0.0.1', A)] });
    expect(inventory.changed()).toEqual(['mac-0009fb00000a']);
    expect(inventory.changed()).toEqual([]);
    inventory.observe({ facts: [arp('10.0.0.1', A, { first: START + HOUR })] });
    expect(inventory.changed()).toEqual(['mac-0009fb00000a']);
    expect(inventory.device('mac-0009fb00000a')?.lastSeen).toBe(START + HOUR);
  });

  it('names a device that turned out to be part of another', () => {
    const inventory = inventoryOf({ pairings: [pairingOf('00:00:00:00:00:00', '10.0.0.1')] });
    inventory.observe({ traffic: [{ subject: { ip: '10.0.0.1' }, packets: 1, bytes: 60, first: START, last: START }] });
    expect(inventory.changed()).toEqual(['ip-10.0.0.1']);
    inventory.observe({ facts: [arp('10.0.0.1', A)] });
    expect(inventory.changed()).toEqual(['ip-10.0.0.1', 'mac-0009fb00000a']);
    expect(inventory.device('ip-10.0.0.1')).toBeUndefined();
  });
});

describe('corrections', () => {
  const facts = [arp('10.0.0.1', A), factOf('model-seen', 'dicom.model', 'SomethingElse', { ip: '10.0.0.1' })];
  const correction = {
    deviceId: 'mac-0009fb00000a',
    conclusion: 'model',
    value: 'EPIQ 7C',
    who: 'tanaka',
    atUs: START + HOUR,
  } as const;

  it('win, stay through new traffic, and leave the conflict visible', () => {
    const inventory = inventoryOf({ facts });
    expect(inventory.correct(correction)).toBe(true);
    expect(inventory.changed()).toContain(correction.deviceId);
    inventory.observe({ facts: [factOf('model-seen', 'snmp.model', 'SomethingElse', { ip: '10.0.0.1' })] });
    const device = inventory.device(correction.deviceId);
    expect(device?.conclusions.model).toMatchObject({ value: 'EPIQ 7C', against: [{ value: 'SomethingElse' }] });
    expect(device?.conclusions.model?.confidence).toBeGreaterThanOrEqual(0.5);
    expect(device?.conclusions.model?.confidence).toBeLessThan(0.9);
    const stated = device?.evidence.find(({ kind }) => kind === 'declared');
    expect(stated).toMatchObject({
      attribute: 'person.model',
      protocol: 'person',
      weight: 10,
      note: 'stated by tanaka',
    });
    expect(device?.conclusions.model?.because).toEqual([stated?.id]);
  });

  it('give way to a later word, and to its withdrawal', () => {
    const inventory = inventoryOf({ facts });
    inventory.correct({ ...correction, value: 'later', atUs: START + 2 * HOUR });
    inventory.correct(correction);
    expect(inventory.device(correction.deviceId)?.conclusions.model?.value).toBe('later');
    inventory.correct({ ...correction, value: '', atUs: START + 3 * HOUR });
    const device = inventory.device(correction.deviceId);
    expect(device?.conclusions.model?.value).toBe('SomethingElse');
    expect(device?.evidence.filter(({ kind }) => kind === 'declared').map(({ weight }) => weight)).toEqual([0, 0]);
  });

  it('support what is seen as well', () => {
    const inventory = inventoryOf({ facts });
    inventory.correct({ ...correction, value: 'SomethingElse' });
    expect(inventory.device(correction.deviceId)?.conclusions.model).toMatchObject({ confidence: 0.909, against: [] });
  });

  it('follow a device into the one it is joined with', () => {
    const same = (ip: string) => [
      factOf('serial-seen', 'snmp.serial', 'DE-4711', { ip }),
      factOf('name-seen', 'ntlm.computer', 'PACS-ONE', { ip }),
    ];
    const inventory = inventoryOf({
      facts: [...facts, arp('10.0.0.2', '00:09:fb:00:00:01'), ...same('10.0.0.1'), ...same('10.0.0.2')],
    });
    expect([...inventory.devices()].map(({ id }) => id)).toEqual(['mac-0009fb000001']);
    expect(inventory.correct(correction)).toBe(true);
    expect(inventory.device('mac-0009fb000001')?.conclusions.model?.value).toBe('EPIQ 7C');
  });

  it('are refused for a device that is not there', () => {
    expect(inventoryOf({ facts }).correct({ ...correction, deviceId: 'mac-ffffffffffff' })).toBe(false);
  });
});

describe('restore', () => {
  it('goes on where the last process ended', () => {
    const facts = [
      arp('10.0.0.1', A),
      factOf('role-played', 'hl7.message-type', 'ORU^R01', { ip: '10.0.0.1' }, { count: 7 }),
    ];
    const edges = [edgeOf('10.0.0.1', '10.0.0.2', 'hl7', { flows: 4 })];
    const corrections = [
      { deviceId: 'mac-0009fb00000a', conclusion: 'place', value: 'ICU 3', who: 'sato', atUs: START },
    ] as const;
    const inventory = Inventory.restore(nothingKnown, { facts, edges, corrections });
    expect(inventory.changed()).toEqual([]);
    inventory.observe({ edges: [edgeOf('10.0.0.1', '10.0.0.2', 'hl7', { flows: 2 })] });
    expect([...inventory.connections()].map(({ flows }) => flows)).toEqual([6]);
    expect(inventory.device('mac-0009fb00000a')).toMatchObject({
      conclusions: { place: { value: 'ICU 3' } },
      use: { messages: 7 },
    });
  });
});

describe('use', () => {
  it('counts examinations by association, messages without acknowledgements, and hours', () => {
    const facts = [
      arp('10.0.0.1', A),
      factOf('role-played', 'dicom.command', 'C-STORE-RQ', { ip: '10.0.0.1' }, { count: 240, last: START + HOUR }),
      factOf('role-played', 'hl7.message-type', 'ORU^R01', { ip: '10.0.0.1' }, { count: 3, last: START + SECOND }),
      factOf('role-played', 'hl7.message-type', 'ACK', { ip: '10.0.0.1' }, { count: 9, last: START + 2 * HOUR }),
    ];
    const traffic = [{ subject: { ip: '10.0.0.1' }, packets: 9, bytes: 900, first: START, last: START + 2 * HOUR }];
    const edges = [edgeOf('10.0.0.1', '10.0.0.2', 'dicom', { flows: 5, personalData: ['image', 'name'] })];
    const [device] = inventoryOf({ facts, traffic, edges }).devices();
    expect(device?.use).toEqual({ activeHours: [18, 20], examinations: 5, messages: 3, lastUsed: START + HOUR });
    expect(device?.personalData).toEqual(['name', 'image']);
  });

  it('counts totals of one run once, and of two runs twice', () => {
    const report = (run: number, flows: number) => ({
      run,
      edges: [edgeOf('10.0.0.1', '10.0.0.2', 'dicom', { flows })],
    });
    const inventory = inventoryOf(report(1, 3), report(1, 5), report(2, 4), report(1, 6), report(2, 2));
    expect([...inventory.connections()].map(({ flows }) => flows)).toEqual([10]);
  });
});

describe('connections', () => {
  it('say what an edge is for and how far it goes', () => {
    const pairings = [pairingOf(A, '10.0.0.1'), pairingOf('00:09:fb:00:00:0b', '10.0.0.2')];
    const edges = [
      edgeOf('10.0.0.1', '10.0.0.2', 'dicom'),
      edgeOf('10.0.0.1', '10.0.0.2', 'bacnet', { port: 47808, tunnelled: true }),
      edgeOf('10.0.0.2', '93.184.216.34', 'tls', { port: 443, encrypted: true }),
    ];
    const connections = [...inventoryOf({ pairings, edges }).connections()];
    expect(connections).toMatchObject([
      { class: 'clinical', reach: 'inside', clientDevices: ['mac-0009fb00000a'], serverDevices: ['mac-0009fb00000b'] },
      { class: 'building', reach: 'tunnel' },
      { class: 'it', reach: 'outside', serverDevices: [], encrypted: true },
    ]);
  });
});
