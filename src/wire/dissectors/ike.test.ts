import { describe, expect, test } from 'vitest';
import { bytesOf, u16, u32 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { esp } from './esp.ts';
import { ike } from './ike.ts';

const SPI = new Uint8Array(8).fill(0x31);
const NONE = new Uint8Array(8);
/** RFC 7296 §3.2: next payload, flags, length, body. */
const payload = (next: number, body: Uint8Array) => bytesOf(next, 0, u16(4 + body.length), body);
/** RFC 7296 §3.1: both SPIs, first payload, version, exchange, flags, message id, length. */
const message = (
  first: number,
  version: number,
  exchange: number,
  responder: Uint8Array,
  payloads: Uint8Array,
  flags = 8,
) => bytesOf(SPI, responder, first, version, exchange, flags, u32(0), u32(28 + payloads.length), payloads);
const VENDORS = bytesOf(
  payload(43, new Uint8Array(20)),
  payload(43, bytesOf('FLEXVPN-SUPPORTED')),
  payload(0, new Uint8Array(16).fill(0xaf)),
);
const INIT = message(33, 0x20, 34, NONE, VENDORS);
const ANSWER = message(33, 0x20, 34, SPI, VENDORS);
const MAIN_MODE = message(13, 0x10, 2, NONE, payload(0, new Uint8Array(16).fill(0x8a)), 0);
const say = (bytes: Uint8Array, port = 500) =>
  ({ udp: { from: ['10.0.0.9', port], to: ['10.0.0.7', port] }, bytes }) satisfies Said;
const reply = (bytes: Uint8Array, port = 500) =>
  ({ udp: { from: ['10.0.0.7', port], to: ['10.0.0.9', port] }, bytes }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [ike, esp], packets });

withstands(ike, [say(INIT), reply(ANSWER)]);

test('version 2 shows who opens, and what both are', () => {
  const seen = see(say(INIT), reply(ANSWER), say(message(46, 0x20, 35, SPI, payload(0, new Uint8Array(40)))));
  expect(seen.facts.map(({ attribute, value, subject }) => `${subject.ip} ${attribute}=${value}`)).toEqual([
    '10.0.0.9 ike.version=2.0',
    '10.0.0.9 ike.role=initiator',
    '10.0.0.7 ike.role=responder',
    '10.0.0.9 ike.vendor-id=FLEXVPN-SUPPORTED',
    `10.0.0.9 ike.vendor-id=${'af'.repeat(16)}`,
    '10.0.0.7 ike.version=2.0',
    '10.0.0.7 ike.vendor-id=FLEXVPN-SUPPORTED',
    `10.0.0.7 ike.vendor-id=${'af'.repeat(16)}`,
  ]);
  expect(seen.edges[0]).toMatchObject({ protocol: 'ike', encrypted: true });
});

test('version 1 has vendor ids of another type, and a flag for encryption', () => {
  const seen = see(say(MAIN_MODE), reply(message(5, 0x10, 2, SPI, new Uint8Array(40), 1)));
  expect(seen.values('ike.version')).toEqual(['1.0', '1.0']);
  expect(seen.values('ike.vendor-id')).toEqual(['8a'.repeat(16)]);
  expect(seen.edges[0]!.encrypted).toBe(true);
});

describe('behind a NAT', () => {
  const ESP = bytesOf(u32(0xc0ffee00), u32(1), new Uint8Array(60).fill(0x99));

  test('IKE has a marker in front, and ESP goes on in the same flow', () => {
    const seen = see(say(bytesOf(u32(0), INIT), 4500), reply(bytesOf(0xff), 4500), reply(ESP, 4500));
    expect(seen.value('ike.version')).toBe('2.0');
    expect(seen.edges[0]).toMatchObject({ protocol: 'ike', encrypted: true });
  });

  test.each([
    ['ESP of which the exchange was not seen', say(ESP, 4500), 'esp'],
    ['ESP on another port', say(ESP, 4501), undefined],
    ['a reserved SPI', say(bytesOf(u32(7), new Uint8Array(60)), 4500), undefined],
    ['too little', say(ESP.subarray(0, 20), 4500), undefined],
  ])('%s', (_what, said, protocol) => {
    expect(see(said).edges[0]!.protocol).toBe(protocol);
  });
});

test('a payload that goes past its message is an anomaly', () => {
  const bad = message(43, 0x20, 34, NONE, bytesOf(0, 0, u16(400), 'x'));
  expect(see(say(bad)).anomalies).toEqual({ 'ike-payload-malformed': 1 });
});

test.each([
  ['a length that does not fit', bytesOf(INIT, 0)],
  ['an exchange of the other version', message(33, 0x10, 34, NONE, VENDORS)],
  ['no SPI', bytesOf(NONE, INIT.subarray(8))],
])('%s is something else', (_what, bytes) => {
  expect(see(say(bytes)).edges[0]!.protocol).toBeUndefined();
});
