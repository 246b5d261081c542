import { expect, test } from 'vitest';
import { bytesOf, fromHex, u16 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { browser } from './browser.ts';

const HOST = '10.0.0.11';
const padded = (text: string, suffix: number) => bytesOf(text, new Uint8Array(15 - text.length).fill(0x20), suffix);
const encode = (octets: Uint8Array) =>
  bytesOf(32, ...[...octets].flatMap((octet) => [0x41 + (octet >> 4), 0x41 + (octet & 15)]), 0);
const le16 = (value: number) => u16(value).reverse();

/** SMB header of 32 octets, 17 words of a mailslot transaction, its name, the data. */
function transaction(mailslot: string, data: Uint8Array): Uint8Array {
  const name = bytesOf(mailslot, 0);
  const offset = 32 + 1 + 34 + 2 + name.length;
  return bytesOf(
    fromHex('ff534d42 25'),
    new Uint8Array(27),
    17,
    [...le16(0), ...le16(data.length), ...le16(0), ...le16(0), 0, 0, ...le16(0), 0, 0, 0, 0, ...le16(0)],
    [...le16(0), ...le16(0), ...le16(data.length), ...le16(offset), 3, 0],
    [...le16(1), ...le16(1), ...le16(2)],
    le16(name.length + data.length),
    name,
    data,
  );
}

/** Type, flags, id, source address and port, length, offset; source and destination name. */
const datagram = (body: Uint8Array) =>
  bytesOf(
    fromHex('11 02 0001 0a00000b 008a 0000 0000'),
    encode(padded('CTCONSOLE00', 0x20)),
    encode(padded('RADIOLOGY', 0x1d)),
    body,
  );
const said = (bytes: Uint8Array, port = 138) =>
  ({ udp: { from: [HOST, port], to: ['10.0.0.255', port] }, bytes }) as const;
const see = (...bytes: Uint8Array[]) => rehearse({ dissectors: [browser], packets: bytes.map((one) => said(one)) });

const BROWSE = '\\MAILSLOT\\BROWSE';
const field = (text: string) => bytesOf(text, new Uint8Array(16 - text.length));
/** Command, update count, period, name, version, server type, browser version, signature, comment. */
const announcement = (command: number, name: string, version: readonly number[], type: string, comment: string) =>
  bytesOf(command, 0, [0, 0, 0, 0], field(name), version, fromHex(type), fromHex('0f01 55aa'), comment, 0);

const HOST_ANNOUNCEMENT = datagram(
  transaction(BROWSE, announcement(0x0f, 'CTCONSOLE00', [6, 1], '03120400', 'Modality export share')),
);
const DOMAIN_ANNOUNCEMENT = datagram(
  transaction(BROWSE, announcement(0x0c, 'RADIOLOGY', [3, 10], '00100080', 'CTCONSOLE00')),
);

withstands(browser, [said(HOST_ANNOUNCEMENT), said(DOMAIN_ANNOUNCEMENT)]);

test('a host announces name, system, role and comment', () => {
  const seen = see(HOST_ANNOUNCEMENT);
  expect(seen.facts.map(({ attribute, value, kind }) => [attribute, value, kind])).toEqual([
    ['browser.netbios-name', 'CTCONSOLE00<20>', 'name-seen'],
    ['browser.name', 'CTCONSOLE00', 'name-seen'],
    ['browser.os', '6.1', 'system-seen'],
    ['browser.comment', 'Modality export share', 'capability-seen'],
  ]);
  expect(seen.bytesOf(seen.facts[1]!)).toEqual(bytesOf('CTCONSOLE00'));
});

test('a domain announcement carries no system of the host, but the name of the master', () => {
  expect(see(DOMAIN_ANNOUNCEMENT).facts.map(({ attribute, value, kind }) => [attribute, value, kind])).toEqual([
    ['browser.netbios-name', 'CTCONSOLE00<20>', 'name-seen'],
    ['browser.domain', 'RADIOLOGY', 'capability-seen'],
    ['browser.os', '3.10', 'capability-seen'],
    ['browser.name', 'CTCONSOLE00', 'name-seen'],
  ]);
});

test('an election names the candidate', () => {
  const election = bytesOf(8, 1, fromHex('20010f03'), fromHex('e8030000'), fromHex('00000000'), 'OKI-15E6BC', 0);
  expect(see(datagram(transaction(BROWSE, election))).value('browser.name')).toBe('OKI-15E6BC');
});

test('server types that are roles', () => {
  const bytes = datagram(transaction(BROWSE, announcement(1, 'DC1', [10, 0], '0f020000', '')));
  expect(see(bytes).values('browser.role')).toEqual(['sql-server', 'domain-controller']);
});

test('a LAN Manager announcement', () => {
  const data = bytesOf(1, fromHex('03000000'), [4, 9], [0, 0], 'TI-VM', 0, 'Samba', 0);
  const seen = see(datagram(transaction('\\MAILSLOT\\LANMAN', data)));
  expect(seen.value('browser.name')).toBe('TI-VM');
  expect(seen.value('browser.os')).toBe('4.9');
  expect(seen.value('browser.comment')).toBe('Samba');
});

test('other mailslots tell only who sends', () => {
  const seen = see(datagram(transaction('\\MAILSLOT\\NET\\NETLOGON', bytesOf(7, 0, 'nurse'))));
  expect(seen.facts.map((fact) => fact.attribute)).toEqual(['browser.netbios-name']);
});

test('the same announcement in NetBIOS frames without IP', () => {
  const nbf = bytesOf(
    fromHex('f0f003 2c00 ffef 08 00 0000 0000 0000'),
    padded('RADIOLOGY', 0x1d),
    padded('CTCONSOLE00', 0),
    transaction(BROWSE, announcement(1, 'CTCONSOLE00', [5, 1], '03120000', '')),
  );
  const packets = [{ frame: { llc: true, from: '02:00:00:00:00:0b', to: '03:00:00:00:00:01' }, bytes: nbf }] as const;
  const seen = rehearse({ dissectors: [browser], packets });
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.mac])).toEqual([
    ['browser.netbios-name', 'CTCONSOLE00<00>', '02:00:00:00:00:0b'],
    ['browser.name', 'CTCONSOLE00', '02:00:00:00:00:0b'],
    ['browser.os', '5.1', '02:00:00:00:00:0b'],
  ]);
});

test('data past the end is not read', () => {
  const seen = see(HOST_ANNOUNCEMENT.subarray(0, HOST_ANNOUNCEMENT.length - 2));
  expect(seen.value('browser.name')).toBeUndefined();
  expect(seen.anomalies).toEqual({ 'browser-data-past-end': 1 });
});

test('is recognised on another port by type and name', () => {
  const packets = [said(HOST_ANNOUNCEMENT, 1138)];
  expect(rehearse({ dissectors: [browser], packets }).value('browser.name')).toBe('CTCONSOLE00');
});
