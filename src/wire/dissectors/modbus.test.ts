import { expect, test } from 'vitest';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { modbus } from './modbus.ts';

const CLIENT = '10.0.0.1';
const SERVER = '10.0.0.2';
const ask = (bytes: Uint8Array, port = 502) =>
  ({ tcp: { from: [CLIENT, 40_000], to: [SERVER, port] }, bytes }) as const;
const answer = (bytes: Uint8Array, port = 502) =>
  ({ tcp: { from: [SERVER, port], to: [CLIENT, 40_000] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof ask> | ReturnType<typeof answer>)[]) =>
  rehearse({ dissectors: [modbus], packets });

//                   transaction protocol length unit function …
const READ = fromHex('0001 0000 0006 07 03 0000 0002');
const READ_ANSWER = fromHex('0001 0000 0007 07 03 04 0001 0002');
const ASK_ID = fromHex('0002 0000 0005 07 2b 0e 01 00');
/** Device identification: conformity 01, no more, next 00, three objects. */
const ID = fromHex('0002 0000 001c 07 2b 0e 01 01 00 00 03 00 04 41434d45 01 06 485641432d39 02 04 56322e31');
const EXCEPTION = fromHex('0003 0000 0003 07 86 02');

withstands(modbus, [ask(bytesOf(READ, ASK_ID)), answer(bytesOf(READ_ANSWER, ID))]);

test('units, functions and the identification of the server', () => {
  const seen = see(ask(bytesOf(READ, ASK_ID)), answer(bytesOf(READ_ANSWER, ID)));
  expect(seen.facts.map(({ attribute, value, kind }) => [attribute, value, kind])).toEqual([
    ['modbus.unit', '7', 'capability-seen'],
    ['modbus.function', '3', 'capability-seen'],
    ['modbus.function', '43', 'capability-seen'],
    ['modbus.device-id', '0=ACME', 'capability-seen'],
    ['modbus.vendor', 'ACME', 'manufacturer-seen'],
    ['modbus.device-id', '1=HVAC-9', 'capability-seen'],
    ['modbus.product', 'HVAC-9', 'model-seen'],
    ['modbus.device-id', '2=V2.1', 'capability-seen'],
    ['modbus.revision', 'V2.1', 'software-seen'],
  ]);
  for (const fact of seen.facts) expect(fact.subject).toEqual({ ip: SERVER });
  expect(seen.bytesOf(seen.facts.find((fact) => fact.value === 'HVAC-9')!)).toEqual(bytesOf('HVAC-9'));
});

test('an exception is no function of the server', () => {
  const seen = see(ask(READ), answer(EXCEPTION));
  expect(seen.values('modbus.function')).toEqual(['3']);
});

test('the registered port tells who serves when the beginning is lost', () => {
  const packets = [answer(ID), ask(READ)];
  const seen = rehearse({ dissectors: [modbus], packets, midstream: true });
  expect(new Set(seen.facts.map((fact) => fact.subject.ip))).toEqual(new Set([SERVER]));
  expect(seen.value('modbus.vendor')).toBe('ACME');
});

test.each([
  ['a read request', READ],
  ['a read response', READ_ANSWER],
  ['a device identification', ID],
  ['a write of several registers', fromHex('0001 0000 000b 01 10 0000 0002 04 0001 0002')],
  ['a write of one coil', fromHex('0001 0000 0006 01 05 0000 ff00')],
])('is recognised on another port by %s', (_, bytes) => {
  expect(see(ask(bytes, 5020)).edges[0]?.protocol).toBe('modbus');
});

test.each([
  ['a length that the function cannot have', fromHex('0001 0000 0009 01 03 0000 0002 000000')],
  ['another protocol number', fromHex('0001 0001 0006 01 03 0000 0002')],
  ['a private function', fromHex('0001 0000 0006 01 5a 0000 0002')],
])('is not recognised on another port by %s', (_, bytes) => {
  expect(see(ask(bytes, 5020)).edges[0]?.protocol).toBeUndefined();
});

test('a private function on the registered port', () => {
  expect(see(ask(fromHex('0001 0000 0006 01 5a 0000 0002'))).values('modbus.function')).toEqual(['90']);
});

test('finds the next message after one that makes no sense', () => {
  const seen = see(ask(bytesOf(READ, fromHex('ffff ffff ffff'), READ, ASK_ID)));
  expect(seen.values('modbus.function')).toEqual(['3', '43']);
  expect(seen.anomalies).toEqual({ 'modbus-header': 1 });
});

test('an object that runs past the message ends the list', () => {
  const bytes = fromHex('0002 0000 0010 07 2b 0e 01 01 00 00 02 00 04 41434d45 01 f6');
  const seen = see(ask(ASK_ID), answer(bytes));
  expect(seen.values('modbus.device-id')).toEqual(['0=ACME']);
  expect(seen.anomalies).toEqual({ 'modbus-identification': 1 });
});
