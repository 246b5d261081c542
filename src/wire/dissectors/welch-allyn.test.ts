import { describe, expect, test } from 'vitest';
import { bytesOf, u16, u32 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { crc16 } from '../parts/crc16.ts';
import { welchAllyn } from './welch-allyn.ts';

const DEVICE = ['10.0.0.1', 40000] as const;
const HOST = ['10.0.0.2', 281] as const;
const toHost = (bytes: Uint8Array) => ({ tcp: { from: DEVICE, to: HOST }, bytes });
const toDevice = (bytes: Uint8Array) => ({ tcp: { from: HOST, to: DEVICE }, bytes });

/** 17 01 0C, length, port, class, message length, encoding 0, object length, object, both checksums. */
const packet = (port: number, messageClass: number, object: Uint8Array): Uint8Array => {
  const message = bytesOf(u32(messageClass), u32(object.length + 7), 0, u32(object.length), object);
  const body = bytesOf(message, u16(crc16(message, 0, message.length)));
  const head = bytesOf([0x17, 0x01, 0x0c], u32(body.length + 11), u16(port), body);
  return bytesOf(head, u16(crc16(head, 0, head.length)));
};
const padded = (text: string, length: number): Uint8Array => bytesOf(text, new Uint8Array(length - text.length));
const GUID = Uint8Array.from({ length: 16 }, (_, n) => 0xa0 + n);

const RENDEZVOUS = packet(0x0119, 0x001d0b01, bytesOf('RNDZCONNECT'));
// Class, length, version, mask, static length 108: clock, running time, model, serial, GUID, model number; checksum.
const DESCRIPTION = packet(
  0x011a,
  0x00180f00,
  bytesOf(
    u32(0x00180000),
    u32(0x72),
    u16(1),
    0,
    u16(108),
    new Uint8Array(12),
    padded('Spot Vital Signs', 32),
    padded('103001234', 16),
    GUID,
    padded('45NT0', 32),
    u16(0),
  ),
);
const TEMPERATURE = packet(0x0119, 0x00030f00, new Uint8Array(52));

test('its checksum is the catalogued one', () => {
  const check = bytesOf('123456789');
  expect(crc16(check, 0, check.length)).toBe(0x6f91);
});

describe('cut, damaged, random and split input', () => {
  withstands(welchAllyn, [toDevice(RENDEZVOUS), toHost(DESCRIPTION), toHost(TEMPERATURE)]);
});

test('tells the two apart and reads the description of the device', () => {
  const seen = rehearse({
    dissectors: [welchAllyn],
    packets: [toDevice(RENDEZVOUS), toHost(bytesOf(DESCRIPTION, TEMPERATURE))],
  });
  expect(seen.facts.map(({ attribute, value, subject }) => `${subject.ip} ${attribute} ${value}`)).toEqual([
    '10.0.0.2 welch-allyn.role host',
    '10.0.0.1 welch-allyn.role device',
    '10.0.0.1 welch-allyn.model Spot Vital Signs',
    '10.0.0.1 welch-allyn.serial 103001234',
    '10.0.0.1 welch-allyn.guid a0a1a2a3a4a5a6a7a8a9aaabacadaeaf',
    '10.0.0.1 welch-allyn.model-number 45NT0',
  ]);
  expect(seen.edges[0]).toMatchObject({ protocol: 'welch-allyn', personalData: ['result'] });
});

test('reads datagrams too', () => {
  const packets = [{ udp: { from: DEVICE, to: HOST }, bytes: DESCRIPTION }];
  expect(rehearse({ dissectors: [welchAllyn], packets }).value('welch-allyn.serial')).toBe('103001234');
});

test('believes no packet whose checksum is another', () => {
  const wrong = DESCRIPTION.slice();
  wrong[60]! ^= 1;
  const seen = rehearse({ dissectors: [welchAllyn], packets: [toDevice(RENDEZVOUS), toHost(wrong)] });
  expect(seen.values('welch-allyn.model')).toEqual([]);
  expect(seen.anomalies).toEqual({ 'welch-allyn-checksum': 1 });
});

test('passes a long packet and stray bytes', () => {
  const long = packet(0x0119, 0x00030f00, new Uint8Array(40_000));
  const seen = rehearse({
    dissectors: [welchAllyn],
    packets: [toDevice(RENDEZVOUS), toHost(bytesOf(long, 'stray', DESCRIPTION))],
  });
  expect(seen.value('welch-allyn.serial')).toBe('103001234');
  expect(seen.anomalies).toEqual({ 'welch-allyn-framing': 1 });
});
