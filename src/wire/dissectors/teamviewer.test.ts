import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { teamviewer } from './teamviewer.ts';

const CLIENT = ['10.0.0.9', 45938] as const;
/** Magic number, command and its form, as a session begins; then the newer form with a length. */
const PING = bytesOf(0x17, 0x24, 0x0a, 0x20, 0, 0, 0, 0, new Uint8Array(20).fill(7));
const NEWER = bytesOf(0x11, 0x30, 0x3c, 0, 24, 0, 0, 0, new Uint8Array(24).fill(7));
const DATAGRAM = bytesOf(new Uint8Array(10), 3, 0x17, 0x24, 0x47, 0x50, new Uint8Array(30));
const tcp = (bytes: Uint8Array, port = 5938) =>
  ({ tcp: { from: CLIENT, to: ['10.0.0.7', port] as const }, bytes }) satisfies Said;
const udp = (bytes: Uint8Array, port = 4000) =>
  ({ udp: { from: CLIENT, to: ['10.0.0.7', port] as const }, bytes }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [teamviewer], packets });

describe('over TCP', () => {
  withstands(teamviewer, [tcp(PING)]);
});
describe('over UDP', () => {
  withstands(teamviewer, [udp(DATAGRAM)]);
});

test('names the program that both ends run', () => {
  const seen = see(tcp(PING), { tcp: { from: ['10.0.0.7', 5938], to: CLIENT }, bytes: NEWER });
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['teamviewer.program', 'TeamViewer', '10.0.0.9'],
    ['teamviewer.program', 'TeamViewer', '10.0.0.7'],
  ]);
  expect(seen.edges[0]).toMatchObject({ protocol: 'teamviewer', encrypted: true });
});

test.each([
  ['the older form on any port', tcp(PING, 443), 'teamviewer'],
  ['the newer form on any port', tcp(NEWER, 443), 'teamviewer'],
  ['TLS data', tcp(bytesOf(0x17, 3, 3, 0, 40, new Uint8Array(40)), 5938), undefined],
  ['the older form without a ping, elsewhere', tcp(bytesOf(0x17, 0x24, new Uint8Array(20).fill(9)), 443), undefined],
  ['a datagram with the magic number in place', udp(DATAGRAM), 'teamviewer'],
  ['a datagram with something else in front', udp(bytesOf(0, 1, DATAGRAM.subarray(2))), undefined],
])('%s', (_what, said, protocol) => {
  expect(see(said).edges[0]!.protocol).toBe(protocol);
});
