import { expect, test } from 'vitest';
import { bytesOf, fromHex, u16 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { s7 } from './s7.ts';

const CLIENT = '10.0.0.5';
const PLC = '10.0.0.40';
const toPlc = (bytes: Uint8Array, port = 102) => ({ tcp: { from: [CLIENT, 40_000], to: [PLC, port] }, bytes }) as const;
const toClient = (bytes: Uint8Array, port = 102) =>
  ({ tcp: { from: [PLC, port], to: [CLIENT, 40_000] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof toPlc> | ReturnType<typeof toClient>)[]) =>
  rehearse({ dissectors: [s7], packets });

/** Version 3, reserved, length; then the transport protocol. */
const tpkt = (...parts: (Uint8Array | number[])[]) => {
  const body = bytesOf(...parts);
  return bytesOf(3, 0, u16(body.length + 4), body);
};
const data = (...parts: (Uint8Array | number[])[]) => tpkt(fromHex('02f080'), ...parts);
const CONNECT = tpkt(fromHex('11e00000000100c0010ac1020100c2020102'));
const CONFIRM = tpkt(fromHex('11d00001000200c0010ac1020100c2020102'));
/** Job: set up communication. */
const SETUP = data(fromHex('3201 0000 0001 0008 0000 f0000001000101e0'));

/** User data: response of the CPU functions to read SZL, with return code, size, and the list. */
function statusList(id: number, size: number, records: readonly Uint8Array[]): Uint8Array {
  const list = bytesOf(u16(id), u16(0), u16(size), u16(records.length), ...records);
  const body = bytesOf(0xff, 9, u16(list.length), list);
  return data(fromHex('3207 0000 0200'), u16(12), u16(body.length), fromHex('000112 08 12 84 01 01 0000 0000'), body);
}
const padded = (text: string, size: number, pad: number) => bytesOf(text, new Uint8Array(size - text.length).fill(pad));
const MODULE = statusList(0x0011, 28, [
  bytesOf(u16(1), padded('6ES7 315-2EH14-0AB0', 20, 0x20), u16(0xc0), u16(4), u16(1)),
  bytesOf(u16(7), padded('', 20, 0x20), u16(0xc0), [0x56, 3], [2, 6]),
]);
const component = (index: number, text: string) => bytesOf(u16(index), padded(text, 32, 0));
const COMPONENTS = statusList(0x001c, 34, [
  component(1, 'S7300 station_1'),
  component(2, 'PLC_1'),
  component(3, 'Sterile supply'),
  component(4, 'Original Siemens Equipment'),
  component(5, 'S C-B1U393142011'),
  component(7, 'CPU 315-2 PN/DP'),
  component(8, 'MMC 0123'),
  component(11, 'Basement'),
]);

withstands(s7, [toPlc(bytesOf(CONNECT, SETUP)), toClient(bytesOf(CONFIRM, MODULE, COMPONENTS))], { byteByByte: false });

test('what a controller says in its system status lists', () => {
  const seen = see(toPlc(CONNECT), toClient(CONFIRM), toPlc(SETUP), toClient(bytesOf(MODULE, COMPONENTS)));
  expect(seen.facts.map(({ attribute, value, kind }) => [attribute, value, kind])).toEqual([
    ['s7.module', '6ES7 315-2EH14-0AB0', 'model-seen'],
    ['s7.firmware', 'V3.2.6', 'software-seen'],
    ['s7.system-name', 'S7300 station_1', 'name-seen'],
    ['s7.module-name', 'PLC_1', 'name-seen'],
    ['s7.plant', 'Sterile supply', 'place-seen'],
    ['s7.serial', 'S C-B1U393142011', 'serial-seen'],
    ['s7.module-type', 'CPU 315-2 PN/DP', 'model-seen'],
    ['s7.card-serial', 'MMC 0123', 'capability-seen'],
    ['s7.location', 'Basement', 'place-seen'],
  ]);
  for (const fact of seen.facts) expect(fact.subject).toEqual({ ip: PLC });
  expect(seen.bytesOf(seen.facts[0]!)).toEqual(bytesOf('6ES7 315-2EH14-0AB0'));
});

test('a list whose records do not all fit gives those that do', () => {
  const cut = statusList(0x001c, 34, [component(1, 'A'), component(2, 'B').subarray(0, 20)]);
  expect(see(toPlc(SETUP), toClient(cut)).facts.map((fact) => fact.value)).toEqual(['A']);
});

test('other lists, requests and refusals tell nothing', () => {
  const request = data(fromHex('3207 0000 0200 0008 0008 000112 04 11 44 01 00 ff090004 001c0000'));
  const refused = data(fromHex('3207 0000 0200 000c 0004 000112 08 12 84 01 01 0000 d402 0a000000'));
  const seen = see(
    toPlc(bytesOf(SETUP, request)),
    toClient(bytesOf(refused, statusList(0x0132, 40, [new Uint8Array(40)]))),
  );
  expect(seen.facts).toEqual([]);
  expect(seen.anomalies).toEqual({});
});

test('other protocols over the same transport are not S7', () => {
  // MMS: a session PDU follows the same connection set-up.
  const session = data(fromHex('0db20506130100160102'));
  expect(see(toPlc(bytesOf(CONNECT, session))).edges[0]?.protocol).toBeUndefined();
  const remoteDesktop = tpkt(fromHex('0ee000000000000100080003000000'));
  expect(see(toPlc(remoteDesktop, 3389)).edges[0]?.protocol).toBeUndefined();
});

test('is recognised on another port and from the middle', () => {
  expect(see(toPlc(bytesOf(CONNECT, SETUP), 1102), toClient(MODULE, 1102)).value('s7.firmware')).toBe('V3.2.6');
  const packets = [toClient(MODULE, 1102)];
  expect(rehearse({ dissectors: [s7], packets, midstream: true }).value('s7.firmware')).toBe('V3.2.6');
});
