import { loadKnowledge } from '#knowledge';
import type { Fact, SubjectName } from '#wire';
import { describe, expect, it } from 'vitest';
import { Inventory, type Observations } from '../inventory.ts';
import { arp, factOf, HOUR, pairingOf, START } from '../sample-observations.ts';

const nothingKnown = loadKnowledge(() => undefined);

function inventoryOf(...batches: readonly Observations[]): Inventory {
  const inventory = new Inventory(nothingKnown);
  for (const batch of batches) inventory.observe(batch);
  return inventory;
}

const devicesOf = (...batches: readonly Observations[]) => [...inventoryOf(...batches).devices()];

const addressesOf = (...batches: readonly Observations[]) =>
  devicesOf(...batches).map(({ macs, ips }) => [...macs, ...ips].join(' '));

const rulesOf = (device: { readonly identity: readonly { readonly rule: string }[] } | undefined) =>
  device?.identity.map(({ rule }) => rule);

const A = '00:09:fb:00:00:0a';
const B = '00:09:fb:00:00:0b';
const C = '00:09:fb:00:00:0c';
const ROUTER = '00:00:0c:00:00:01';

describe('addresses of one hardware address', () => {
  it('makes IPv4 and IPv6 of one card one device', () => {
    const pairings = [
      pairingOf(A, '10.0.0.1'),
      pairingOf(A, 'fe80::209:fbff:fe00:a', { ttl: 255 }),
      pairingOf(A, '2001:db8::209:fbff:fe00:a'),
      pairingOf(A, '2001:db8::8d3f:1:2:3'),
    ];
    expect(addressesOf({ pairings })).toEqual([
      `${A} 10.0.0.1 2001:db8::209:fbff:fe00:a 2001:db8::8d3f:1:2:3 fe80::209:fbff:fe00:a`,
    ]);
  });

  it('leaves out addresses that name no host', () => {
    const pairings = ['0.0.0.0', '224.0.0.1', '255.255.255.255', '127.0.0.1', '::', 'ff02::1'].map((ip) =>
      pairingOf(A, ip),
    );
    const facts = [factOf('name-seen', 'mdns.name', 'x', { ip: '224.0.0.251' })];
    expect(addressesOf({ pairings, facts })).toEqual([A]);
  });

  it('does not take group and zero hardware addresses for cards', () => {
    const pairings = [pairingOf('01:00:5e:00:00:01', '10.0.0.1'), pairingOf('00:00:00:00:00:00', '10.0.0.2')];
    expect(addressesOf({ pairings })).toEqual(['10.0.0.1', '10.0.0.2']);
  });

  it('believes in a silent private address only when something describes it', () => {
    const facts = [
      factOf('peer-sought', 'dns.query', 'x.test', { ip: '10.0.0.1' }),
      factOf('service-offered', 'dhcp.server-id', '10.0.0.2', { ip: '10.0.0.2' }),
      factOf('service-offered', 'http.realm', 'x', { ip: '93.184.216.34' }),
    ];
    expect(addressesOf({ facts })).toEqual(['10.0.0.2']);
  });

  it('notes a locally administered address', () => {
    const [device] = devicesOf({ pairings: [pairingOf('02:42:ac:11:00:02', '10.0.0.1')] });
    expect(rulesOf(device)).toEqual(['local-mac']);
  });
});

describe('routers', () => {
  const behind = ['10.1.0.1', '10.1.0.2', '10.1.0.3', '10.1.0.4'];

  it('keeps hosts behind a router apart, whatever their number', () => {
    const facts = [arp('10.0.0.1', ROUTER)];
    for (const ips of [behind.slice(0, 1), behind]) {
      const devices = devicesOf({ facts, pairings: ips.map((ip) => pairingOf(ROUTER, ip, { ttl: 63 })) });
      expect(devices.map(({ ips: own }) => own)).toEqual([...ips.map((ip) => [ip]), ['10.0.0.1']]);
      expect(rulesOf(devices.at(-1))).toEqual(['router']);
    }
  });

  it('sees a router by the number of unbound addresses even if their time to live is that of a neighbour', () => {
    const pairings = behind.map((ip) => pairingOf(ROUTER, ip));
    expect(devicesOf({ pairings })).toHaveLength(behind.length + 1);
  });

  it('takes public addresses behind it for the outside', () => {
    const pairings = [pairingOf(ROUTER, '93.184.216.34', { ttl: 52 }), pairingOf(ROUTER, '10.0.0.1')];
    expect(addressesOf({ pairings })).toEqual([`${ROUTER} 10.0.0.1`]);
  });

  it('lets a host have an odd time to live', () => {
    expect(addressesOf({ pairings: [pairingOf(A, '10.0.0.1', { ttl: 100 })] })).toEqual([`${A} 10.0.0.1`]);
  });

  it('gives an address to the card it is bound to, not to the router that carries it', () => {
    const facts = [arp('10.1.0.1', A), arp('10.0.0.1', ROUTER)];
    const pairings = [pairingOf(A, '10.1.0.1'), pairingOf(ROUTER, '10.1.0.1', { ttl: 63 })];
    expect(addressesOf({ facts, pairings })).toEqual([`${ROUTER} 10.0.0.1`, `${A} 10.1.0.1`]);
  });

  it('keeps the addresses that it says are its own, however many hosts it forwards for', () => {
    const own = Array.from({ length: 13 }, (_, n) => `10.0.${n}.1`);
    const facts = own.map((ip) => arp(ip, ROUTER, { last: START + HOUR }));
    const others = Array.from({ length: 100 }, (_, n) => pairingOf(ROUTER, `10.2.0.${n + 1}`, { ttl: 63 }));
    const devices = devicesOf({ facts, pairings: others });
    expect(devices).toHaveLength(101);
    expect(devices.find(({ macs }) => macs.includes(ROUTER))?.ips.toSorted()).toEqual(own.toSorted());
  });

  it('does not merge everything that one card answers for (proxy ARP)', () => {
    const facts = Array.from({ length: 40 }, (_, n) => arp(`10.1.0.${n + 1}`, ROUTER, { last: START + HOUR }));
    const pairings = facts.map(({ subject }) => pairingOf(ROUTER, subject.ip ?? '', { ttl: 63 }));
    expect(devicesOf({ facts, pairings })).toHaveLength(41);
  });

  it('takes several IPv6 addresses of one network for one host, of several networks for hosts behind a router', () => {
    const own = ['2001:db8:0:1::1', '2001:db8:0:1::2', '2001:db8:0:1::3', '2001:db8:0:1::4'];
    expect(devicesOf({ pairings: own.map((ip) => pairingOf(A, ip)) })).toHaveLength(1);
    const others = ['fd00:0:0:1::1', 'fd00:0:0:2::1', 'fd00:0:0:3::1'];
    expect(devicesOf({ pairings: others.map((ip) => pairingOf(A, ip)) })).toHaveLength(4);
  });

  it('marks a virtual address and leaves the machines behind it apart', () => {
    const virtual = '00:00:5e:00:01:07';
    const facts = [arp('10.0.0.254', virtual)];
    const pairings = [pairingOf(A, '10.0.0.2'), pairingOf(B, '10.0.0.3'), pairingOf(A, '10.0.0.254')];
    const devices = devicesOf({ facts, pairings });
    expect(devices.map(({ macs }) => macs)).toEqual([[virtual], [A], [B]]);
    expect(rulesOf(devices[0])).toContain('virtual-address');
  });
});

describe('an address that is handed on', () => {
  const ip = '10.0.0.7';
  const facts = [
    arp(ip, A, { first: START, last: START + HOUR }),
    arp(ip, B, { first: START + 2 * HOUR, last: START + 3 * HOUR }),
    factOf('software-seen', 'http.user-agent', 'first/1.0', { ip }, { first: START + HOUR / 2 }),
    factOf('software-seen', 'http.user-agent', 'second/2.0', { ip }, { first: START + 2.5 * HOUR }),
    factOf('software-seen', 'ssh.banner', 'both/3.0', { ip }, { first: START, last: START + 3 * HOUR }),
  ];
  const agentsOf = (device: { readonly evidence: readonly { readonly value: string; readonly protocol: string }[] }) =>
    device.evidence.filter(({ protocol }) => protocol === 'http' || protocol === 'ssh').map(({ value }) => value);

  it('gives each owner what was seen in its time, with the reason', () => {
    const devices = devicesOf({ facts });
    expect(devices.map(({ macs }) => macs)).toEqual([[A], [B]]);
    expect(devices.map(agentsOf)).toEqual([
      ['first/1.0', 'both/3.0'],
      ['second/2.0', 'both/3.0'],
    ]);
    expect(devices.map(rulesOf)).toEqual([['address-reused'], ['address-reused']]);
  });

  it('does not mind in which order it hears of them', () => {
    expect(devicesOf({ facts: facts.toReversed() })).toEqual(devicesOf({ facts }));
    expect(devicesOf(...facts.map((fact) => ({ facts: [fact] })))).toEqual(devicesOf({ facts }));
  });

  it('bears times that run backwards', () => {
    const odd = [
      { ...arp(ip, A), firstSeen: START + HOUR, lastSeen: START },
      factOf('software-seen', 'http.user-agent', 'x/1', { ip }, { first: START + HOUR, last: START }),
    ];
    const [device] = devicesOf({ facts: odd });
    expect(device).toMatchObject({ firstSeen: START, lastSeen: START + HOUR });
  });

  it('takes a later sighting in the time of the next owner for one of both', () => {
    const inventory = inventoryOf({ facts: facts.slice(0, 4) });
    for (const id of inventory.ids()) inventory.device(id);
    inventory.observe({
      facts: [factOf('software-seen', 'http.user-agent', 'first/1.0', { ip }, { first: START + 2.2 * HOUR })],
    });
    expect([...inventory.devices()].map(agentsOf)).toEqual([['first/1.0'], ['first/1.0', 'second/2.0']]);
  });
});

describe('joining', () => {
  const serial = (value: string, subject: SubjectName): Fact => factOf('serial-seen', 'snmp.serial', value, subject);
  const model = (value: string, subject: SubjectName): Fact => factOf('model-seen', 'snmp.model', value, subject);
  const maker = (value: string, subject: SubjectName): Fact =>
    factOf('manufacturer-seen', 'snmp.manufacturer', value, subject);
  const card = (mac: string, ip: string, ...more: readonly ((subject: SubjectName) => Fact)[]): Fact[] => [
    arp(ip, mac),
    ...more.map((make) => make({ ip })),
  ];
  const unit = (number: string) => [
    (subject: SubjectName) => serial(number, subject),
    (subject: SubjectName) => model('IntelliVue MX700', subject),
    (subject: SubjectName) => maker('Philips', subject),
  ];

  it('joins two cards that show one serial number, model and maker', () => {
    const devices = devicesOf({
      facts: [...card(A, '10.0.0.1', ...unit('DE-4711')), ...card(B, '10.0.0.2', ...unit('DE-4711'))],
    });
    expect(devices.map(({ macs, ips }) => [macs, ips])).toEqual([
      [
        [A, B],
        ['10.0.0.1', '10.0.0.2'],
      ],
    ]);
    expect(devices[0]?.identity).toMatchObject([{ decision: 'joined', rule: 'identifiers-agree', addresses: [A, B] }]);
    expect(devices[0]?.identity[0]?.evidence).toHaveLength(3);
    for (const id of devices[0]?.identity[0]?.evidence ?? []) {
      expect(devices[0]?.evidence.map((evidence) => evidence.id)).toContain(id);
    }
  });

  it('does not join by one identifier alone, however strong', () => {
    for (const [attribute, value] of [
      ['wsd.endpoint', 'urn:uuid:e5e61fb5-d685-5b50-9ba7-acb6e6962ef3'],
      ['hl7.udi', '(01)04046955001234(21)0001'],
      ['tls.certificate.sha256', 'ab'.repeat(32)],
    ] as const) {
      const clone = (subject: SubjectName) => factOf('identifier-seen', attribute, value, subject);
      const devices = devicesOf({ facts: [...card(A, '10.0.0.1', clone), ...card(B, '10.0.0.2', clone)] });
      expect(devices.map(({ macs }) => macs)).toEqual([[A], [B]]);
      expect(devices.map(rulesOf)).toEqual([['one-identifier-alone'], ['one-identifier-alone']]);
    }
  });

  it('keeps cloned hosts apart that share an endpoint and a host name', () => {
    const clone = [
      (subject: SubjectName) => factOf('identifier-seen', 'wsd.endpoint', 'urn:uuid:cloned-cloned', subject),
      (subject: SubjectName) => factOf('name-seen', 'dhcp.hostname', 'IMAGE-PC', subject),
      (subject: SubjectName) => factOf('name-seen', 'ntlm.computer', 'IMAGE-PC', subject),
    ];
    expect(devicesOf({ facts: [...card(A, '10.0.0.1', ...clone), ...card(B, '10.0.0.2', ...clone)] })).toHaveLength(2);
  });

  it('lets a contradiction split what was joined, and says so', () => {
    const first = [...card(A, '10.0.0.1', ...unit('DE-4711')), ...card(B, '10.0.0.2', ...unit('DE-4711'))];
    const inventory = inventoryOf({ facts: first });
    expect([...inventory.devices()]).toHaveLength(1);
    inventory.changed();
    const names = [
      factOf('name-seen', 'ntlm.computer', 'MONITOR-1', { ip: '10.0.0.1' }),
      factOf('name-seen', 'ntlm.computer', 'MONITOR-2', { ip: '10.0.0.2' }),
    ];
    inventory.observe({ facts: names });
    const devices = [...inventory.devices()];
    expect(devices.map(({ macs }) => macs)).toEqual([[A], [B]]);
    expect(devices.map(rulesOf)).toEqual([['identifiers-contradict'], ['identifiers-contradict']]);
    expect(inventory.changed()).toEqual(devices.map(({ id }) => id));
    expect(devices).toEqual(devicesOf({ facts: [...names, ...first] }));
  });

  it('joins three cards without a pair that contradicts', () => {
    const named = (name: string) => (subject: SubjectName) => factOf('name-seen', 'ntlm.computer', name, subject);
    const facts = [
      ...card(A, '10.0.0.1', ...unit('DE-4711'), named('ONE')),
      ...card(B, '10.0.0.2', ...unit('DE-4711')),
      ...card(C, '10.0.0.3', ...unit('DE-4711'), named('THREE')),
    ];
    expect(devicesOf({ facts })).toHaveLength(1);
    const longer = facts.map((fact) => (fact.value === 'ONE' ? { ...fact, value: 'FIRST' } : fact));
    expect(devicesOf({ facts: longer }).map(({ macs }) => macs)).toEqual([[A, B], [C]]);
  });

  it('does not believe what many hosts show', () => {
    const facts = Array.from({ length: 12 }, (_, n) =>
      card(`00:09:fb:00:01:${String(n).padStart(2, '0')}`, `10.0.0.${n}`, ...unit('12345')),
    ).flat();
    expect(devicesOf({ facts })).toHaveLength(12);
  });

  it('recognises a host behind a router after its address changed', () => {
    const ids = (subject: SubjectName) => [
      factOf('identifier-seen', 'snmp.engine-id', '80001f8880', subject),
      factOf('name-seen', 'ntlm.computer', 'PACS-ONE', subject),
    ];
    const pairings = ['10.1.0.1', '10.1.0.2', '10.1.0.3'].map((ip) => pairingOf(ROUTER, ip, { ttl: 63 }));
    const facts = [...ids({ ip: '10.1.0.1' }), ...ids({ ip: '10.1.0.2' })];
    expect(addressesOf({ pairings, facts })).toContain('10.1.0.1 10.1.0.2');
  });
});

describe('several systems behind one address', () => {
  it('is noted and not split', () => {
    const ip = '10.0.0.9';
    const facts = [
      arp(ip, A),
      factOf('fingerprint-seen', 'tcp.stack', 'syn:4:128:8192:mss1460,nop,ws8:df', { ip }),
      factOf('fingerprint-seen', 'tcp.stack', 'syn:4:64:64240:mss1460,sok,ts,nop,ws7:df', { ip }),
      factOf('software-seen', 'http.user-agent', 'Mozilla/5.0 (Windows NT 10.0; Win64)', { ip }),
      factOf('software-seen', 'http.user-agent', 'Mozilla/5.0 (X11; Linux x86_64)', { ip }),
    ];
    const devices = devicesOf({ facts });
    expect(devices).toHaveLength(1);
    expect(rulesOf(devices[0])).toEqual(['several-stacks']);
    expect(devices[0]?.identity[0]?.evidence).toHaveLength(4);
  });
});
