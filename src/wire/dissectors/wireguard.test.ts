import { expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { wireguard } from './wireguard.ts';

const CLIENT = ['10.0.0.9', 43462] as const;
const SERVER = ['10.0.0.7', 51820] as const;
/** Type and three zero bytes, then what looks like noise. */
const message = (type: number, length: number) => bytesOf(type, 0, 0, 0, new Uint8Array(length - 4).fill(0xa7));
const toServer = (bytes: Uint8Array) => ({ udp: { from: CLIENT, to: SERVER }, bytes }) satisfies Said;
const toClient = (bytes: Uint8Array) => ({ udp: { from: SERVER, to: CLIENT }, bytes }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [wireguard], packets });

withstands(wireguard, [toServer(message(1, 148)), toClient(message(2, 92))]);

test('a handshake has two roles', () => {
  const seen = see(toServer(message(1, 148)), toClient(message(2, 92)), toServer(message(4, 128)));
  expect(seen.facts.map(({ value, subject }) => [value, subject.ip])).toEqual([
    ['initiator', '10.0.0.9'],
    ['responder', '10.0.0.7'],
  ]);
  expect(seen.edges[0]).toMatchObject({ protocol: 'wireguard', encrypted: true });
});

test.each([
  ['data on the usual port', 51820, message(4, 128), 'wireguard'],
  ['data elsewhere', 4000, message(4, 128), undefined],
  ['data of no whole blocks', 51820, message(4, 130), undefined],
  ['an initiation elsewhere', 4000, message(1, 148), 'wireguard'],
  ['an initiation of another size', 51820, message(1, 149), undefined],
  ['other bytes', 51820, bytesOf(1, 0, 0, 1, new Uint8Array(144)), undefined],
])('%s', (_what, port, bytes, protocol) => {
  expect(see({ udp: { from: CLIENT, to: ['10.0.0.7', port] }, bytes }).edges[0]!.protocol).toBe(protocol);
});
