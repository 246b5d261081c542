import { expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { ssdp } from './ssdp.ts';

const HOST = '10.0.0.7';
const GROUP = '239.255.255.250';
const lines = (...text: string[]) => bytesOf(`${text.join('\r\n')}\r\n\r\n`);
const notify = (bytes: Uint8Array) => ({ udp: { from: [HOST, 40_000], to: [GROUP, 1900] }, bytes }) as const;
const answer = (bytes: Uint8Array, port = 1900) =>
  ({ udp: { from: [HOST, port], to: ['10.0.0.9', 50_000] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof notify> | ReturnType<typeof answer>)[]) =>
  rehearse({ dissectors: [ssdp], packets });

const NOTIFY = lines(
  'NOTIFY * HTTP/1.1',
  'HOST: 239.255.255.250:1900',
  'Server: Linux/2.6 UPnP/1.0 Acme/3.1',
  'NT: upnp:rootdevice',
  'NTS:ssdp:alive',
  'USN: uuid:11223344-0000-0000-0000-020000000007::upnp:rootdevice',
  'LOCATION: http://10.0.0.7:8080/desc.xml',
);
const SEARCH = lines('M-SEARCH * HTTP/1.1', 'MAN: "ssdp:discover"', 'ST: ssdp:all', 'USER-AGENT: Acme/1 UPnP/1.1');
const RESPONSE = lines('HTTP/1.1 200 OK', 'ST: urn:dial:1', 'USN: uuid:abc::urn:dial:1', 'SERVER: S/1');

withstands(ssdp, [notify(NOTIFY), notify(SEARCH), answer(RESPONSE)]);

test('an announcement', () => {
  const seen = see(notify(NOTIFY));
  expect(seen.facts.map(({ attribute, value, kind }) => [attribute, value, kind])).toEqual([
    ['ssdp.server', 'Linux/2.6 UPnP/1.0 Acme/3.1', 'software-seen'],
    ['ssdp.type', 'upnp:rootdevice', 'service-offered'],
    ['ssdp.usn', 'uuid:11223344-0000-0000-0000-020000000007::upnp:rootdevice', 'capability-seen'],
    ['ssdp.uuid', '11223344-0000-0000-0000-020000000007', 'identifier-seen'],
    ['ssdp.location', 'http://10.0.0.7:8080/desc.xml', 'service-offered'],
  ]);
  expect(seen.bytesOf(seen.facts[0]!)).toEqual(bytesOf('Linux/2.6 UPnP/1.0 Acme/3.1'));
});

test('a search looks for a type', () => {
  expect(see(notify(SEARCH)).facts).toMatchObject([
    { attribute: 'ssdp.type', value: 'ssdp:all', kind: 'peer-sought' },
    { attribute: 'ssdp.user-agent', value: 'Acme/1 UPnP/1.1', kind: 'software-seen' },
  ]);
});

test('a response comes from the server, from whatever port', () => {
  for (const port of [1900, 35_000]) {
    const seen = see(answer(RESPONSE, port));
    expect(seen.values('ssdp.type')).toEqual(['urn:dial:1']);
    expect(seen.facts[0]?.kind).toBe('service-offered');
    expect(seen.edges[0]?.server).toEqual({ ip: HOST });
  }
  expect(see(answer(lines('HTTP/1.1 200 OK', 'Server: x'), 35_000)).facts).toEqual([]);
});

test('a line without its end is not told', () => {
  const seen = see(notify(bytesOf('NOTIFY * HTTP/1.1\r\nNT: upnp:root\r\nSERVER: Linux/2.6 UP')));
  expect(seen.values('ssdp.type')).toEqual(['upnp:root']);
  expect(seen.values('ssdp.server')).toEqual([]);
});

test('lines may end without carriage return, and names have no case', () => {
  expect(see(notify(bytesOf('NOTIFY * HTTP/1.1\nserver: A/1\nnt:x:y\n'))).facts.map((fact) => fact.value)).toEqual([
    'A/1',
    'x:y',
  ]);
});
