import { expect, test } from 'vitest';
import { bytesOf, fromHex, u16, u32 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { dhcpv6 } from './dhcpv6.ts';

const CLIENT = '10.0.0.5';
const SERVER = '10.0.0.1';
const toServer = (bytes: Uint8Array) => ({ udp: { from: [CLIENT, 546], to: [SERVER, 547] }, bytes }) as const;
const toClient = (bytes: Uint8Array) => ({ udp: { from: [SERVER, 547], to: [CLIENT, 546] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof toServer> | ReturnType<typeof toClient>)[]) =>
  rehearse({ dissectors: [dhcpv6], packets });
const option = (code: number, ...content: (Uint8Array | string)[]) => {
  const value = bytesOf(...content);
  return bytesOf(u16(code), u16(value.length), value);
};

const CLIENT_DUID = fromHex('00030001 020000000005');
const SERVER_DUID = fromHex('00030001 020000000001');
const SOLICIT = bytesOf(
  fromHex('01 123456'),
  option(8, fromHex('0000')),
  option(1, CLIENT_DUID),
  option(39, fromHex('00 04 70756d70 03 6c6162')),
  option(15, bytesOf(u16(3)), 'ICU'),
  option(16, bytesOf(u32(311)), bytesOf(u16(8)), 'MSFT 5.0'),
  option(6, fromHex('0018 0017 0011')),
  option(112, 'https://mud.example.com/p.json'),
);
const REPLY = bytesOf(fromHex('07 123456'), option(1, CLIENT_DUID), option(2, SERVER_DUID));

withstands(dhcpv6, [toServer(SOLICIT), toClient(REPLY)]);

test('a client describes itself', () => {
  const seen = see(toServer(SOLICIT));
  expect(Object.fromEntries(seen.facts.map((fact) => [fact.attribute, fact.value]))).toEqual({
    'dhcpv6.duid': '00030001020000000005',
    'dhcpv6.fqdn': 'pump.lab',
    'dhcpv6.user-class': 'ICU',
    'dhcpv6.vendor-enterprise': '311',
    'dhcpv6.vendor-class': 'MSFT 5.0',
    'dhcpv6.params': '24,23,17',
    'dhcpv6.mud-url': 'https://mud.example.com/p.json',
  });
  for (const fact of seen.facts) expect(fact.subject).toEqual({ ip: CLIENT });
  expect(seen.bytesOf(seen.facts[0]!)).toEqual(CLIENT_DUID);
});

test('a reply describes the client that it goes to, and its sender', () => {
  const seen = see(toClient(REPLY));
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['dhcpv6.duid', '00030001020000000005', CLIENT],
    ['dhcpv6.server-duid', '00030001020000000001', SERVER],
  ]);
  expect(seen.edges[0]).toMatchObject({ server: { ip: SERVER }, protocol: 'dhcpv6' });
});

test('through relays the peer is the client', () => {
  const relay = (peer: string, inner: Uint8Array) =>
    bytesOf(fromHex('0c 00'), new Uint8Array(16), fromHex(peer), option(9, inner));
  const bytes = relay('fe80000000000000000000000000000a', relay('fe80000000000000000000000000000b', SOLICIT));
  expect(see(toServer(bytes)).facts[0]).toMatchObject({ attribute: 'dhcpv6.duid', subject: { ip: 'fe80::b' } });
});

test('relays inside one another end at the hop limit', () => {
  let bytes = SOLICIT;
  for (let hops = 0; hops < 12; hops++) bytes = bytesOf(fromHex('0c 00'), new Uint8Array(32), option(9, bytes));
  const seen = see(toServer(bytes));
  expect(seen.facts).toEqual([]);
  expect(seen.anomalies).toEqual({ 'dhcpv6-header': 1 });
});

test('keeps the options before one that runs past the end', () => {
  const seen = see(toServer(bytesOf(fromHex('01 123456'), option(1, CLIENT_DUID), fromHex('0027 00ff 00'))));
  expect(seen.values('dhcpv6.duid')).toHaveLength(1);
  expect(seen.anomalies).toEqual({ 'dhcpv6-option-past-end': 1 });
});

test('is nobody’s on other ports', () => {
  const packets = [{ udp: { from: [CLIENT, 5460], to: [SERVER, 5470] }, bytes: SOLICIT }] as const;
  expect(rehearse({ dissectors: [dhcpv6], packets }).facts).toEqual([]);
});
