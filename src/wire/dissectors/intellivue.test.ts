import { describe, expect, test } from 'vitest';
import { bytesOf, fromHex, u16, u32 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { intellivue } from './intellivue.ts';

type Part = number | readonly number[] | Uint8Array | string;

const announced = (bytes: Uint8Array, to = 24005) => ({
  udp: { from: ['10.0.0.5', 24005] as const, to: ['10.255.255.255', to] as const },
  bytes,
});
const fromMonitor = (bytes: Uint8Array) => ({
  udp: { from: ['10.0.0.5', 24105] as const, to: ['10.0.0.9', 40000] as const },
  bytes,
});
const toMonitor = (bytes: Uint8Array) => ({
  udp: { from: ['10.0.0.9', 40000] as const, to: ['10.0.0.5', 24105] as const },
  bytes,
});
const see = (...packets: Said[]) => rehearse({ dissectors: [intellivue], packets, excerpts: true });

// nomenclature, operation 1 and its length, invoke 1, command 0 and length, object 33, context, handle, time, event 3351
// and length, 4 attributes: system type, protocol support (ACSE over UDP 24105), localisation, MAC + IP + mask.
const VECTOR = fromHex(`
  00000100 0001004e 0001 0000 0048 0021 0000 0000 00000000 0d17 003a 0004 0036
  0986 0004 0001114e  f101 000c 0001 0008 0005 0001 5e29 0000  0937 0008 00000000 0001 000b
  f100 000e 00095c000001 0a000005 ffffff00`);

const attribute = (id: number, ...parts: Part[]): Uint8Array => {
  const value = bytesOf(...parts);
  return bytesOf(u16(id), u16(value.length), value);
};
const list = (...attributes: readonly Uint8Array[]): Uint8Array => {
  const all = bytesOf(...attributes);
  return bytesOf(u16(attributes.length), u16(all.length), all);
};
const label = (text: string): Uint8Array => bytesOf(u16(text.length), text);
const wide = (text: string): Uint8Array =>
  bytesOf(u16(2 * text.length), ...Array.from(text, (letter) => u16(letter.charCodeAt(0))));
const OBJECT = bytesOf(u16(33), u16(0), u16(0));
/** E1 00, context, operation, length, invoke, command, length, body. */
const data = (operation: number, command: number, body: Uint8Array): Uint8Array =>
  bytesOf([0xe1, 0], u16(2), u16(operation), u16(body.length + 6), u16(1), u16(command), u16(body.length), body);
const SYSTEM = list(
  attribute(0x0928, label('Philips\0'), label('M8010A')),
  attribute(0x091e, wide('BED 12\0')),
  attribute(0x0984, u16(8), [0, 9, 0x5c, 0, 0, 1, 0, 0]),
  attribute(0x092d, u16(2), u16(0), u16(1), u16(0), label('DE1234567'), u16(4), u16(0), label('M.00.03')),
  attribute(0x095d, wide('Tanaka')),
);
const CREATED = data(1, 1, bytesOf(OBJECT, u32(0), u16(3334), u16(0), OBJECT, SYSTEM));
// Session header, then a presentation header with the arc 1.2.840.10004.
const ASSOCIATE = fromHex(
  '0dec 0508 1301 0016 0102 8000 1402 0002 c1dc 3180 a080 8001 0100 00a2 8002 0608 2a8648ce14020100',
);

describe('cut, damaged and random input', () => {
  withstands(intellivue, [announced(VECTOR), fromMonitor(CREATED)]);
});

test('binds the addresses of an announcement, also behind a router', () => {
  const seen = see(announced(VECTOR));
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['intellivue.role', 'monitor', '10.0.0.5'],
    ['intellivue.system-type', '69966', '10.0.0.5'],
    ['intellivue.service', 'data-out udp 24105', '10.0.0.5'],
    ['intellivue.binding', '10.0.0.5=00:09:5c:00:00:01', '10.0.0.5'],
  ]);
  expect(seen.facts.at(-1)!.subject.mac).toBe('00:09:5c:00:00:01');
  expect(seen.edges[0]?.protocol).toBe('intellivue');
});

test('reads what a monitor says of itself, and counts its patient', () => {
  const seen = see(toMonitor(ASSOCIATE), fromMonitor(CREATED));
  const values = seen.facts.map(({ attribute, value, subject }) => `${subject.ip} ${attribute} ${value}`);
  expect(values).toEqual(
    expect.arrayContaining([
      '10.0.0.9 intellivue.role data client',
      '10.0.0.5 intellivue.manufacturer Philips',
      '10.0.0.5 intellivue.model M8010A',
      '10.0.0.5 intellivue.bed BED 12',
      '10.0.0.5 intellivue.system-id 00095c0000010000',
      '10.0.0.5 intellivue.serial DE1234567',
      '10.0.0.5 intellivue.software M.00.03',
    ]),
  );
  expect(seen.edges.map(({ personalData }) => personalData)).toEqual([['name']]);
  expect(seen.everything).not.toContain('Tanaka');
});

test('counts answers to polls as results', () => {
  expect(see(fromMonitor(data(2, 7, new Uint8Array(20)))).edges[0]?.personalData).toEqual(['result']);
});

test('keeps what came before an attribute that is too long', () => {
  const damaged = data(
    2,
    3,
    bytesOf(OBJECT, u16(2), u16(21), attribute(0x0928, label('Philips'), label('MX')), u16(0x091e), u16(99)),
  );
  const seen = see(fromMonitor(damaged));
  expect(seen.value('intellivue.manufacturer')).toBe('Philips');
  expect(seen.anomalies).toEqual({ 'intellivue-length': 1 });
});

test.each([
  ['an announcement whose length is not its own', announced(bytesOf(VECTOR, 0))],
  ['another event', announced(bytesOf(VECTOR.subarray(0, 24), [0, 1], VECTOR.subarray(26)))],
  ['an association of another arc', toMonitor(fromHex('0d06 0508 1301 0016'))],
])('leaves %s to others', (_, said) => {
  expect(see(said).edges[0]?.protocol).not.toBe('intellivue');
});
