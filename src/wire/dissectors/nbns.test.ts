import { expect, test } from 'vitest';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { nbns } from './nbns.ts';

const HOST = '10.0.0.11';
const OTHER = '10.0.0.90';
const said = (from: string, to: string, bytes: Uint8Array, port = 137) =>
  ({ udp: { from: [from, port], to: [to, port] }, bytes }) as const;
const see = (...packets: ReturnType<typeof said>[]) => rehearse({ dissectors: [nbns], packets });

const padded = (text: string, suffix: number) => bytesOf(text, new Uint8Array(15 - text.length).fill(0x20), suffix);
const encode = (octets: Uint8Array) =>
  bytesOf(32, ...[...octets].flatMap((octet) => [0x41 + (octet >> 4), 0x41 + (octet & 15)]), 0);
const NAME = encode(padded('CTCONSOLE00', 0x20));

/** Query of type NB. */
const QUERY = bytesOf(fromHex('0001 0110 0001 0000 0000 0000'), NAME, fromHex('0020 0001'));
const ANSWER = bytesOf(
  fromHex('0001 8500 0000 0001 0000 0000'),
  NAME,
  fromHex('0020 0001 00000000 0006 0000 0a00000b'),
);
/** Registration: the question, then the record by a pointer to it; flags 8000 mark a group. */
const register = (name: Uint8Array, flags: string) =>
  bytesOf(
    fromHex('0002 2910 0001 0000 0000 0001'),
    name,
    fromHex(`0020 0001 c00c 0020 0001 000493e0 0006 ${flags} 0a00000b`),
  );
const STATUS = bytesOf(
  fromHex('0003 8400 0000 0001 0000 0000'),
  encode(bytesOf('*', new Uint8Array(15))),
  fromHex('0021 0001 00000000 004d 02'),
  bytesOf(padded('GUNNAR', 0), [0x04, 0]),
  bytesOf(padded('RADIOLOGY', 0), [0x84, 0]),
  fromHex('02000000000b'),
  new Uint8Array(34),
);

withstands(nbns, [said(OTHER, '10.0.0.255', QUERY), said(HOST, OTHER, ANSWER), said(HOST, OTHER, STATUS)]);

test('who seeks a name, and whose it is', () => {
  const seen = see(said(OTHER, '10.0.0.255', QUERY), said(HOST, OTHER, ANSWER));
  expect(seen.facts).toMatchObject([
    { attribute: 'nbns.name', value: 'CTCONSOLE00<20>', kind: 'peer-sought', subject: { ip: OTHER } },
    { attribute: 'nbns.name', value: 'CTCONSOLE00<20>', kind: 'name-seen', subject: { ip: HOST } },
  ]);
  expect(seen.bytesOf(seen.facts[1]!)).toEqual(NAME.subarray(1, 33));
});

test('a registration names its own address; a group is no name of the host', () => {
  const seen = see(
    said(HOST, '10.0.0.255', register(NAME, '0000')),
    said(HOST, '10.0.0.255', register(encode(padded('RADIOLOGY', 0x1e)), '8000')),
  );
  expect(seen.facts.map(({ value, kind, subject }) => [value, kind, subject.ip])).toEqual([
    ['CTCONSOLE00<20>', 'name-seen', HOST],
    ['RADIOLOGY<1e>', 'capability-seen', HOST],
  ]);
});

test('a name server answers for another host', () => {
  expect(see(said(OTHER, '10.0.0.5', ANSWER)).facts[0]?.subject).toEqual({ ip: HOST });
});

test('a node status lists names and the hardware address', () => {
  const seen = see(said(HOST, OTHER, STATUS));
  expect(seen.facts.map(({ attribute, value, kind }) => [attribute, value, kind])).toEqual([
    ['nbns.name', 'GUNNAR<00>', 'name-seen'],
    ['nbns.name', 'RADIOLOGY<00>', 'capability-seen'],
    ['nbns.mac', '02:00:00:00:00:0b', 'identifier-seen'],
  ]);
});

test('a status whose count is too high keeps the names that are there', () => {
  const cut = bytesOf(STATUS.subarray(0, 12 + 34 + 8), fromHex('0013 02'), padded('GUNNAR', 0), [0x04, 0]);
  const seen = see(said(HOST, OTHER, cut));
  expect(seen.values('nbns.name')).toEqual(['GUNNAR<00>']);
  expect(seen.anomalies).toEqual({ 'nbns-status': 1 });
});

test('is recognised on another port by type and letters', () => {
  expect(see(said(OTHER, HOST, QUERY, 1137)).values('nbns.name')).toEqual(['CTCONSOLE00<20>']);
  const dnsType = QUERY.slice();
  dnsType[dnsType.length - 3] = 1;
  expect(see(said(OTHER, HOST, dnsType, 1137)).facts).toEqual([]);
});
