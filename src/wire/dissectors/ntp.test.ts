import { expect, test } from 'vitest';
import { bytesOf, fromHex, u16, u32 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { ntp } from './ntp.ts';

const CLIENT = '10.0.0.1';
const SERVER = '10.0.0.2';
const ask = (bytes: Uint8Array, port = 123) =>
  ({ udp: { from: [CLIENT, 40_000], to: [SERVER, port] }, bytes }) as const;
const answer = (bytes: Uint8Array, port = 123) =>
  ({ udp: { from: [SERVER, port], to: [CLIENT, 40_000] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof ask> | ReturnType<typeof answer>)[]) =>
  rehearse({ dissectors: [ntp], packets });

/** Seconds since 1900 of the rehearsal's captures, which begin at 2026-01-01T00:00:00Z. */
const NOW = 1_767_225_600 + 2_208_988_800;

interface Fields {
  readonly stratum?: number;
  readonly reference?: string;
  readonly referenceTime?: number;
  readonly transmit?: number;
}

/** li vn mode, stratum poll precision, root delay, root dispersion, reference id, then four times of eight octets. */
const message = (first: number, fields: Fields = {}) =>
  bytesOf(
    first,
    fields.stratum ?? 0,
    [6, 0xec],
    u32(0),
    u32(0),
    fromHex(fields.reference ?? '00000000'),
    [...u32(fields.referenceTime ?? 0), ...u32(0)],
    [...u32(0), ...u32(0)],
    [...u32(0), ...u32(0)],
    [...u32(fields.transmit ?? NOW), ...u32(0)],
  );

const REQUEST = message(0x1b);
const PRIMARY = message(0x24, { stratum: 1, reference: '47505300' });
const SECONDARY = message(0x24, { stratum: 3, reference: '0a000009', transmit: NOW + 90 });

withstands(ntp, [ask(REQUEST), answer(SECONDARY)], {});

test('modes and versions of both ends', () => {
  const seen = see(ask(REQUEST), answer(PRIMARY));
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['ntp.mode', '3', CLIENT],
    ['ntp.version', '3', CLIENT],
    ['ntp.mode', '4', SERVER],
    ['ntp.version', '4', SERVER],
    ['ntp.stratum', '1', SERVER],
    ['ntp.reference-clock', 'GPS', SERVER],
    ['ntp.clock-offset', '<1s', SERVER],
  ]);
});

test('a secondary server names where its time comes from', () => {
  const seen = see(answer(SECONDARY));
  expect(seen.value('ntp.reference')).toBe('10.0.0.9');
  expect(seen.value('ntp.clock-offset')).toBe('<1h');
  expect(seen.edges[0]?.server).toEqual({ ip: SERVER });
});

test('the clock of a client counts only where it fills in its own reference time', () => {
  expect(see(ask(message(0x1b, { transmit: 1 }))).value('ntp.clock-offset')).toBeUndefined();
  const broken = message(0x1b, { transmit: 3_000_000_000, referenceTime: 3_000_000_000 });
  expect(see(ask(broken)).value('ntp.clock-offset')).toBe('>=1d');
});

test('times near the turn of the era are near', () => {
  // 2036-02-07T06:28:16Z is the first second of era 1; the captures are ten years before, so 5 is ten years ahead.
  expect(see(answer(message(0x24, { stratum: 2, transmit: 5 }))).value('ntp.clock-offset')).toBe('>=1d');
});

test('a control response names program and system', () => {
  const data = 'version="ntpd 4.2.6p5@1.2349-o", processor="armv7l", system="Linux/4.1.18"';
  const bytes = bytesOf([0x16, 0x82], u16(1), u16(0), u16(0), u16(0), u16(data.length), data);
  const seen = see(answer(bytes));
  expect(seen.value('ntp.software')).toBe('ntpd 4.2.6p5@1.2349-o');
  expect(seen.value('ntp.system')).toBe('Linux/4.1.18');
  expect(see(answer(bytes.subarray(0, 30))).value('ntp.software')).toBeUndefined();
});

test('is recognised on another port by a time that is near', () => {
  expect(see(answer(PRIMARY, 1123)).value('ntp.mode')).toBe('4');
  expect(see(answer(message(0x24, { stratum: 1, transmit: 7 }), 1123)).edges[0]?.protocol).toBeUndefined();
});

test('a version that does not exist is no NTP', () => {
  expect(see(ask(message(0x3b))).edges[0]?.protocol).toBeUndefined();
});
