import { expect, test } from 'vitest';
import { bytesOf, u16 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { l2tp } from './l2tp.ts';

/** RFC 2661 §4.1: mandatory flag and length, vendor, type, value. */
const avp = (type: number, value: Uint8Array, flags = 0x8000, vendor = 0) =>
  bytesOf(u16(flags | (6 + value.length)), u16(vendor), u16(type), value);
/** RFC 2661 §3.1: flags and version, length, tunnel, session, numbers. */
const control = (...avps: Uint8Array[]) => {
  const body = bytesOf(...avps);
  return bytesOf(u16(0xc802), u16(12 + body.length), new Uint8Array(8), body);
};
const START = control(
  avp(0, bytesOf(u16(1))),
  avp(7, bytesOf('lac.hosp.test')),
  avp(8, bytesOf('Example Networks')),
  avp(6, bytesOf(u16(0x0690))),
  avp(7, bytesOf('SECRET'), 0xc000),
  avp(7, bytesOf('other'), 0x8000, 9),
);
const say = (bytes: Uint8Array, port = 1701) =>
  ({ udp: { from: ['10.0.0.9', 41701], to: ['10.0.0.7', port] }, bytes }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [l2tp], packets });

withstands(l2tp, [say(START)]);

test('a control message describes its sender', () => {
  const seen = see(say(START));
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['l2tp.host-name', 'lac.hosp.test', '10.0.0.9'],
    ['l2tp.vendor', 'Example Networks', '10.0.0.9'],
    ['l2tp.firmware', '0x0690', '10.0.0.9'],
  ]);
  expect(seen.edges[0]!.protocol).toBe('l2tp');
  expect(seen.everything).not.toContain('SECRET');
});

test.each([
  ['a control message on any port', say(START, 4000), 'l2tp'],
  ['data on the usual port', say(bytesOf(u16(0x0002), new Uint8Array(20))), 'l2tp'],
  ['data elsewhere', say(bytesOf(u16(0x0002), new Uint8Array(20)), 4000), undefined],
  ['another version', say(bytesOf(u16(0x0003), new Uint8Array(20))), undefined],
])('%s', (_what, said, protocol) => {
  expect(see(said).edges[0]!.protocol).toBe(protocol);
});

test.each([
  ['a value that goes past its message', control(bytesOf(u16(0x8000 | 90), new Uint8Array(4)))],
  ['a value shorter than its header', control(avp(7, bytesOf('a')), bytesOf(u16(0x8002), new Uint8Array(6)))],
])('%s is an anomaly', (_what, bytes) => {
  expect(see(say(bytes)).anomalies).toEqual({ 'l2tp-avp-malformed': 1 });
});
