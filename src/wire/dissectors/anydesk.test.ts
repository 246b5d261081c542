import { expect, test } from 'vitest';
import { bytesOf, u16 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { anydesk } from './anydesk.ts';
import { tls } from './tls.ts';

const GROUP = '239.255.102.18';
const search = (to: string, port: number) =>
  ({ udp: { from: ['10.0.0.9', 40001], to: [to, port] }, bytes: bytesOf('search') }) satisfies Said;

withstands(anydesk, [search(GROUP, 50001)]);

test.each([
  ['a search for others', GROUP, 50001, 'anydesk'],
  ['the same port of one host', '10.0.0.7', 50001, undefined],
  ['another port of the group', GROUP, 50009, undefined],
])('%s', (_what, to, port, protocol) => {
  const seen = rehearse({ dissectors: [anydesk], packets: [search(to, port)] });
  expect(seen.edges[0]!.protocol).toBe(protocol);
});

/** A ClientHello with one extension. */
function hello(type: number, body: Uint8Array): Uint8Array {
  const extensions = bytesOf(u16(type), u16(body.length), body);
  const message = bytesOf(3, 3, new Uint8Array(33), u16(2), u16(0x1301), 1, 0, u16(extensions.length), extensions);
  return bytesOf(22, 3, 1, u16(4 + message.length), 1, 0, u16(message.length), message);
}

test.each([
  ['the ALPN of its own', hello(16, bytesOf(u16(20), 19, 'anydesk/6.2.0/linux')), 'anydesk'],
  ['a relay by name', hello(0, bytesOf(u16(24), 0, u16(21), 'relay-1.net.anydesk.com', 0)), 'anydesk'],
  ['something else', hello(16, bytesOf(u16(3), 2, 'h2')), 'tls'],
])('TLS with %s', (_what, bytes, protocol) => {
  const said = { tcp: { from: ['10.0.0.9', 40001], to: ['10.0.0.7', 7070] }, bytes } satisfies Said;
  expect(rehearse({ dissectors: [tls, anydesk], packets: [said] }).edges[0]!.protocol).toBe(protocol);
});
