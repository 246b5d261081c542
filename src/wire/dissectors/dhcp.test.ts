import { expect, test } from 'vitest';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { dhcp } from './dhcp.ts';

const MAC = '00095c000001';
const zeros = (count: number) => new Uint8Array(count);

interface Fields {
  readonly reply?: boolean;
  readonly client?: string;
  readonly yours?: string;
  readonly serverName?: Uint8Array;
  readonly file?: Uint8Array;
}

/** RFC 2131 §2: op htype hlen hops, xid, secs flags, ciaddr yiaddr siaddr giaddr, chaddr, sname, file, cookie, options. */
function message(options: string | Uint8Array, fields: Fields = {}): Uint8Array {
  const field = (some: Uint8Array | undefined, size: number) =>
    bytesOf(some ?? zeros(0), zeros(size - (some?.length ?? 0)));
  return bytesOf(
    fields.reply === true ? 2 : 1,
    fromHex('01 06 00 12345678 0000 0000'),
    fromHex(fields.client ?? '00000000'),
    fromHex(fields.yours ?? '00000000'),
    zeros(8),
    fromHex(MAC),
    zeros(10),
    field(fields.serverName, 64),
    field(fields.file, 128),
    fromHex('63825363'),
    typeof options === 'string' ? fromHex(options) : options,
  );
}

const toServer = (bytes: Uint8Array) =>
  ({ udp: { from: ['0.0.0.0', 68], to: ['255.255.255.255', 67] }, bytes }) as const;
const toClient = (bytes: Uint8Array) => ({ udp: { from: ['10.0.0.1', 67], to: ['10.0.0.5', 68] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof toServer> | ReturnType<typeof toClient>)[]) =>
  rehearse({ dissectors: [dhcp], packets });

/** Message type, client id, host name, vendor class, parameter list, MUD URL. */
const DISCOVER = message(
  `350101 3d0701${MAC} 0c0950554d502d30303432 3c0c756468637020312e32302e32 3707 0103060c0f1c2a
   a12368747470733a2f2f6d75642e6578616d706c652e636f6d2f70756d702d782e6a736f6e ff`,
);
const ACK = message('350105 36040a000001 3304 00000e10 0c0950554d502d30303432 ff', { reply: true, yours: '0a000005' });

withstands(dhcp, [toServer(DISCOVER), toClient(ACK)], { except: ['dhcp.option-order'] });

test('a client describes itself', () => {
  const seen = see(toServer(DISCOVER));
  expect(Object.fromEntries(seen.facts.map((fact) => [fact.attribute, fact.value]))).toEqual({
    'dhcp.client-id': '00:09:5c:00:00:01',
    'dhcp.hostname': 'PUMP-0042',
    'dhcp.vendor-class': 'udhcp 1.20.2',
    'dhcp.params': '1,3,6,12,15,28,42',
    'dhcp.option-order': '53,61,12,60,55,161',
    'dhcp.mud-url': 'https://mud.example.com/pump-x.json',
  });
  for (const fact of seen.facts) expect(fact.subject).toEqual({ mac: '00:09:5c:00:00:01' });
  const name = seen.facts.find((fact) => fact.attribute === 'dhcp.hostname')!;
  expect(seen.bytesOf(name)).toEqual(bytesOf('PUMP-0042'));
});

test('an acknowledgement binds the address, and its name is the client’s', () => {
  const seen = see(toClient(ACK));
  const client = { ip: '10.0.0.5', mac: '00:09:5c:00:00:01' };
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject])).toEqual([
    ['dhcp.lease', '10.0.0.5=00:09:5c:00:00:01', client],
    ['dhcp.server-id', '10.0.0.1', { ip: '10.0.0.1' }],
    ['dhcp.hostname', 'PUMP-0042', client],
  ]);
  expect(seen.edges[0]).toMatchObject({ server: { ip: '10.0.0.1' }, protocol: 'dhcp' });
});

test('an offer binds nothing', () => {
  const seen = see(toClient(message('350102 36040a000001 0c0141 ff', { reply: true, yours: '0a000005' })));
  expect(seen.values('dhcp.lease')).toEqual([]);
  expect(seen.facts.find((fact) => fact.attribute === 'dhcp.hostname')?.subject).toEqual({ mac: '00:09:5c:00:00:01' });
});

test.each([
  // flags, two unused, then ASCII
  ['in ASCII', '51 0e 000000 65632e686f73702e6c6162 ', 'ec.hosp.lab'],
  // flags with E, then labels and root
  ['in wire form', '51 10 040000 026563 04686f7370 036c6162 00', 'ec.hosp.lab'],
  ['in wire form without root', '51 06 040000 026563', 'ec'],
])('a full name %s', (_, option, name) => {
  expect(see(toServer(message(`350103 ${option} ff`))).value('dhcp.fqdn')).toBe(name);
});

test('options that continue in the fields for names', () => {
  // option 52 with 3: both fields carry options
  const bytes = message('350101 340103 ff', {
    file: fromHex('0c0441424344 ff'),
    serverName: fromHex('3c0341 4243 ff'),
  });
  const seen = see(toServer(bytes));
  expect(seen.value('dhcp.hostname')).toBe('ABCD');
  expect(seen.value('dhcp.vendor-class')).toBe('ABC');
});

test('an option in two parts is one value from both places (RFC 3396)', () => {
  const seen = see(toServer(message('350101 0c03505243 3c0158 0c024f4d ff')));
  expect(seen.values('dhcp.hostname')).toEqual(['PRCOM']);
  const fact = seen.facts.find((each) => each.attribute === 'dhcp.hostname')!;
  expect(seen.bytesOf(fact)).toEqual(bytesOf('PRCOM'));
});

test('enterprise numbers, user classes, relay information, network boot', () => {
  const options = [
    '350101',
    '7c 09 000018a5 04 03 414243', // Enterprise 6309, class "ABC"
    '7d 09 00000f9d 04 01 02 3939',
    '4d 08 03 414243 03 444546', // two user classes
    '52 0a 01 04 65746830 02 02 0a0b', // circuit eth0, remote 0a0b
    '5d 02 0007',
    '61 11 00 00112233445566778899aabbccddeeff',
    '3204 0a000009',
  ].join('');
  const seen = see(toServer(message(`${options} ff`)));
  expect(seen.values('dhcp.vendor-enterprise')).toEqual(['6309', '3997']);
  expect(seen.values('dhcp.vendor-identifying-class')).toEqual(['ABC']);
  expect(seen.values('dhcp.user-class')).toEqual(['ABC', 'DEF']);
  expect(seen.value('dhcp.circuit-id')).toBe('eth0');
  expect(seen.value('dhcp.remote-id')).toBe('0a0b');
  expect(seen.value('dhcp.pxe-architecture')).toBe('7');
  expect(seen.value('dhcp.machine-uuid')).toBe('00112233-4455-6677-8899-aabbccddeeff');
  expect(seen.value('dhcp.requested-ip')).toBe('10.0.0.9');
});

test('a user class without lengths, as Windows sends it', () => {
  const text = bytesOf(fromHex('350108 4d0e'), 'RRAS.Microsoft', 0xff);
  expect(see(toServer(message(text))).values('dhcp.user-class')).toEqual(['RRAS.Microsoft']);
});

test('keeps what stands before an option that runs past the end', () => {
  const seen = see(toServer(message('350101 0c0441424344 3cff41')));
  expect(seen.value('dhcp.hostname')).toBe('ABCD');
  expect(seen.value('dhcp.vendor-class')).toBeUndefined();
  expect(seen.anomalies).toEqual({ 'dhcp-option-past-end': 1 });
});

test('is recognised on any port by its cookie, and BOOTP only on its own', () => {
  const bootp = DISCOVER.subarray(0, 236);
  const packets = [
    { udp: { from: ['10.0.0.2', 4000], to: ['10.0.0.3', 4001] }, bytes: DISCOVER },
    { udp: { from: ['10.0.0.4', 4002], to: ['10.0.0.3', 4001] }, bytes: bootp },
    { udp: { from: ['10.0.0.4', 68], to: ['10.0.0.3', 67] }, bytes: bootp },
  ] as const;
  const seen = rehearse({ dissectors: [dhcp], packets });
  expect(seen.edges.map(({ port, protocol }) => [port, protocol])).toEqual([
    [4001, 'dhcp'],
    [4001, undefined],
    [67, 'dhcp'],
  ]);
});
