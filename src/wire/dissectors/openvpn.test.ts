import { describe, expect, test } from 'vitest';
import { bytesOf, u16, u32 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { openvpn } from './openvpn.ts';

const CLIENT = ['10.0.0.9', 41194] as const;
const SERVER = ['10.0.0.7', 1194] as const;
const SESSION = new Uint8Array(8).fill(0x5c);
const CLIENT_RESET = bytesOf(7 << 3, SESSION, 0, u32(0));
/** With a digest: the digest, packet number 1 and a time in front of the counts. */
const signed = (digest: number) =>
  bytesOf(7 << 3, SESSION, new Uint8Array(digest).fill(9), u32(1), u32(1_700_000_000), 0, u32(0));
const SERVER_RESET = bytesOf(8 << 3, SESSION, 1, u32(0), SESSION, u32(0));
const udp = (bytes: Uint8Array, port = 1194) =>
  ({ udp: { from: CLIENT, to: ['10.0.0.7', port] as const }, bytes }) satisfies Said;
const answer = (bytes: Uint8Array) => ({ udp: { from: SERVER, to: CLIENT }, bytes }) satisfies Said;
const tcp = (bytes: Uint8Array, port = 1194) =>
  ({ tcp: { from: CLIENT, to: ['10.0.0.7', port] as const }, bytes: bytesOf(u16(bytes.length), bytes) }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [openvpn], packets });

describe('over UDP', () => {
  withstands(openvpn, [udp(CLIENT_RESET), answer(SERVER_RESET)]);
});
describe('over TCP', () => {
  withstands(openvpn, [tcp(CLIENT_RESET)]);
});

test('either end has a role', () => {
  const seen = see(udp(CLIENT_RESET), answer(SERVER_RESET));
  expect(seen.facts.map(({ value, subject }) => [value, subject.ip])).toEqual([
    ['client', '10.0.0.9'],
    ['server', '10.0.0.7'],
  ]);
  expect(seen.edges[0]).toMatchObject({ protocol: 'openvpn', encrypted: true });
});

test.each([
  ['a reset on any port', udp(CLIENT_RESET, 4194), 'openvpn'],
  ['one with SHA-1', udp(signed(20), 4194), 'openvpn'],
  ['one with SHA-512', udp(signed(64), 4194), 'openvpn'],
  ['one that is encrypted, on the usual port', udp(bytesOf(10 << 3, new Uint8Array(60).fill(3))), 'openvpn'],
  ['one that is encrypted, elsewhere', udp(bytesOf(10 << 3, new Uint8Array(60).fill(3)), 4194), undefined],
  ['a message number that is not the first', udp(bytesOf(7 << 3, SESSION, 0, u32(4)), 4194), undefined],
  ['over TCP on any port', tcp(CLIENT_RESET, 443), 'openvpn'],
  ['a length over TCP that is none', tcp(new Uint8Array(3)), undefined],
])('%s', (_what, said, protocol) => {
  expect(see(said).edges[0]!.protocol).toBe(protocol);
});
