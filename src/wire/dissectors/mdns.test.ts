import { expect, test } from 'vitest';
import { bytesOf, fromHex, u16 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { mdns } from './mdns.ts';

const HOST = '10.0.0.12';
const said = (bytes: Uint8Array) => ({ udp: { from: [HOST, 5353], to: ['224.0.0.251', 5353] }, bytes }) as const;
const see = (...bytes: Uint8Array[]) => rehearse({ dissectors: [mdns], packets: bytes.map(said) });

const labels = (...parts: string[]) => bytesOf(...parts.flatMap((part) => [part.length, part]), 0);
const header = (flags: number, counts: readonly number[]) => bytesOf([0, 0], u16(flags), ...counts.map(u16));
const record = (owner: Uint8Array, type: number, data: Uint8Array, group = 0x8001) =>
  bytesOf(owner, u16(type), u16(group), [0, 0, 0, 120], u16(data.length), data);
const text = (...parts: string[]) => bytesOf(...parts.flatMap((part) => [part.length, part]));

const SERVICE = labels('_dicom', '_tcp', 'local');
const INSTANCE = labels('EPIQ 7', '_dicom', '_tcp', 'local');
const NAME = labels('echo-00', 'local');

const ANSWER = bytesOf(
  header(0x8400, [0, 4, 0, 1]),
  record(SERVICE, 12, INSTANCE, 1),
  record(INSTANCE, 33, bytesOf(u16(0), u16(0), u16(104), NAME)),
  record(INSTANCE, 16, text('ty=EPIQ 7C', 'usb_MFG=Philips', 'sn=US1234', 'fv=5.0', 'note=Room 3', 'aet=ECHO00', '')),
  record(NAME, 1, fromHex('0a00000c')),
  record(NAME, 28, fromHex('fe800000000000000000000000000012')),
);
const QUERY = bytesOf(
  header(0, [2, 0, 0, 0]),
  SERVICE,
  u16(12),
  u16(0x8001),
  labels('_ipp', '_tcp', 'local'),
  u16(12),
  u16(1),
);

withstands(mdns, [said(ANSWER), said(QUERY)]);

test('a response tells services, names and addresses of its sender', () => {
  const seen = see(ANSWER);
  const own = seen.facts.filter((fact) => fact.subject.ip === HOST).map((fact) => [fact.attribute, fact.value]);
  expect(own).toEqual([
    ['mdns.service', '_dicom._tcp.local'],
    ['mdns.service', 'EPIQ 7._dicom._tcp.local'],
    ['mdns.name', 'echo-00.local'],
    ['mdns.txt', 'ty=EPIQ 7C'],
    ['mdns.model', 'EPIQ 7C'],
    ['mdns.txt', 'usb_MFG=Philips'],
    ['mdns.manufacturer', 'Philips'],
    ['mdns.txt', 'sn=US1234'],
    ['mdns.serial', 'US1234'],
    ['mdns.txt', 'fv=5.0'],
    ['mdns.software', '5.0'],
    ['mdns.txt', 'note=Room 3'],
    ['mdns.place', 'Room 3'],
    ['mdns.txt', 'aet=ECHO00'],
    ['mdns.address', '10.0.0.12'],
    ['mdns.address', 'fe80::12'],
  ]);
  const service = seen.facts.find((fact) => fact.value === 'EPIQ 7._dicom._tcp.local')!;
  expect(seen.bytesOf(service)).toEqual(INSTANCE.subarray(0, -1));
});

test('the name holds for the other announced address too', () => {
  const other = see(ANSWER).facts.find((fact) => fact.subject.ip === 'fe80::12');
  expect(other).toMatchObject({ attribute: 'mdns.name', value: 'echo-00.local' });
});

test('a request tells what is sought, and its records nothing', () => {
  const knownAnswer = record(SERVICE, 12, labels('Other', '_dicom', '_tcp', 'local'), 1);
  const seen = see(QUERY, bytesOf(header(0, [1, 1, 0, 0]), SERVICE, u16(12), u16(1), knownAnswer));
  expect(seen.facts.map(({ attribute, value, kind }) => [attribute, value, kind])).toEqual([
    ['mdns.query', '_dicom._tcp.local', 'peer-sought'],
    ['mdns.query', '_ipp._tcp.local', 'peer-sought'],
  ]);
});

test('host information is the system', () => {
  const seen = see(bytesOf(header(0x8400, [0, 1, 0, 0]), record(NAME, 13, text('ARMV7L', 'LINUX'))));
  expect(seen.facts).toMatchObject([{ attribute: 'mdns.system', value: 'ARMV7L LINUX', kind: 'system-seen' }]);
});

test('a string that runs past its record ends the record', () => {
  const seen = see(bytesOf(header(0x8400, [0, 1, 0, 0]), record(INSTANCE, 16, bytesOf(text('a=1'), 200, 'b=2'))));
  expect(seen.values('mdns.txt')).toEqual(['a=1']);
  expect(seen.anomalies).toEqual({ 'mdns-txt': 1 });
});

test('is nobody’s but on its own port', () => {
  const packets = [{ udp: { from: [HOST, 40_000], to: ['10.0.0.1', 5300] }, bytes: ANSWER }] as const;
  expect(rehearse({ dissectors: [mdns], packets }).facts).toEqual([]);
});
