import { expect, test } from 'vitest';
import { bytesOf, u16, u32 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { pptp } from './pptp.ts';

const CLIENT = ['10.0.0.9', 41723] as const;
const SERVER = ['10.0.0.7', 1723] as const;
const padded = (text: string) => bytesOf(text, new Uint8Array(64 - text.length));
/** RFC 2637 §2.1: length, 1, cookie, type, reserved, version, …, firmware at 26, host name, vendor. */
const start = (type: number, host: string, vendor: string, firmware: number) =>
  bytesOf(
    u16(156),
    u16(1),
    u32(0x1a2b3c4d),
    u16(type),
    new Uint8Array(16),
    u16(firmware),
    padded(host),
    padded(vendor),
  );
const toServer = (bytes: Uint8Array) => ({ tcp: { from: CLIENT, to: SERVER }, bytes }) satisfies Said;
const toClient = (bytes: Uint8Array) => ({ tcp: { from: SERVER, to: CLIENT }, bytes }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [pptp], packets });
const SESSION = [
  toServer(start(1, 'ws07', 'Microsoft Windows NT', 2600)),
  toClient(start(2, 'gateway', 'MoretonBay', 0)),
];

withstands(pptp, SESSION);

test('either end describes itself', () => {
  const seen = see(...SESSION);
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['pptp.host-name', 'ws07', '10.0.0.9'],
    ['pptp.vendor', 'Microsoft Windows NT', '10.0.0.9'],
    ['pptp.firmware', '2600', '10.0.0.9'],
    ['pptp.host-name', 'gateway', '10.0.0.7'],
    ['pptp.vendor', 'MoretonBay', '10.0.0.7'],
  ]);
  expect(seen.edges[0]!.protocol).toBe('pptp');
});

test('is recognised on any port by its cookie', () => {
  const elsewhere = (bytes: Uint8Array) =>
    see({ tcp: { from: CLIENT, to: ['10.0.0.7', 4723] }, bytes }).edges[0]!.protocol;
  expect(elsewhere(start(1, 'a', 'b', 0))).toBe('pptp');
  expect(elsewhere(bytesOf(u16(156), u16(1), u32(0x1a2b3c4e), new Uint8Array(60)))).toBeUndefined();
});

test('a message without the cookie is an anomaly', () => {
  expect(see(SESSION[0]!, toServer(new Uint8Array(40))).anomalies).toEqual({ 'pptp-message-malformed': 1 });
});
