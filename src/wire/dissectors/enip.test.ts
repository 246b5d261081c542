import { expect, test } from 'vitest';
import { bytesOf, fromHex, u16, u32 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { enip } from './enip.ts';

const CLIENT = '10.0.0.5';
const PLC = '10.0.0.40';
const ask = (bytes: Uint8Array, port = 44_818) =>
  ({ tcp: { from: [CLIENT, 40_000], to: [PLC, port] }, bytes }) as const;
const answer = (bytes: Uint8Array, port = 44_818) =>
  ({ tcp: { from: [PLC, port], to: [CLIENT, 40_000] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof ask> | ReturnType<typeof answer>)[]) =>
  rehearse({ dissectors: [enip], packets });

const le16 = (value: number) => u16(value).reverse();
const le32 = (value: number) => u32(value).reverse();
/** Command, length, session, status, sender context, options. */
const message = (command: number, data: Uint8Array, context = '0000000000000001') =>
  bytesOf(le16(command), le16(data.length), le32(9), le32(0), fromHex(context), le32(0), data);
const item = (type: number, data: Uint8Array) => bytesOf(le16(type), le16(data.length), data);

/** Vendor 1, type 12, code 58, revision 4.3, status, serial, name. */
const IDENTITY = bytesOf(le16(1), le16(12), le16(58), [4, 3], le16(0x30), le32(0x00524d8e), 11, '1756-ENBT/A');
const SOCKET = fromHex('0100 0002 af12 0a000028 0000000000000000');
const LIST = message(0x63, bytesOf(le16(1), item(0x0c, bytesOf(SOCKET, IDENTITY, 3))));
const LIST_REQUEST = message(0x63, new Uint8Array(0));
const REGISTER = message(0x65, fromHex('01000000'));

withstands(enip, [ask(LIST_REQUEST), answer(LIST)]);

const EXPECTED = [
  ['enip.product', '1756-ENBT/A'],
  ['enip.vendor-id', '1'],
  ['enip.device-type', '12'],
  ['enip.product-code', '58'],
  ['enip.revision', '4.3'],
  ['enip.serial', '00524d8e'],
];

test('the identity that a device lists', () => {
  const seen = see(ask(LIST_REQUEST), answer(LIST));
  expect(seen.facts.map(({ attribute, value }) => [attribute, value])).toEqual(EXPECTED);
  for (const fact of seen.facts) expect(fact.subject).toEqual({ ip: PLC });
  expect(seen.bytesOf(seen.facts[0]!)).toEqual(bytesOf('1756-ENBT/A'));
  expect(seen.bytesOf(seen.facts[4]!)).toEqual(bytesOf(4, 3));
});

test('the same over UDP', () => {
  const packets = [{ udp: { from: [PLC, 44_818], to: [CLIENT, 40_000] }, bytes: LIST }] as const;
  const seen = rehearse({ dissectors: [enip], packets });
  expect(seen.facts.map(({ attribute, value }) => [attribute, value])).toEqual(EXPECTED);
  expect(seen.edges[0]?.server).toEqual({ ip: PLC });
});

/** Interface handle, timeout, null address item, unconnected message item. */
const explicit = (cip: Uint8Array, context?: string) =>
  message(0x6f, bytesOf(le32(0), le16(0), le16(2), item(0, new Uint8Array(0)), item(0xb2, cip)), context);
const GET = explicit(fromHex('01 02 2001 2401'), '00000000000000aa');
const GOT = explicit(bytesOf(fromHex('8100 0000'), IDENTITY), '00000000000000aa');

test('the identity object, when it was asked for', () => {
  expect(see(ask(bytesOf(REGISTER, GET)), answer(bytesOf(REGISTER, GOT))).values('enip.product')).toEqual([
    '1756-ENBT/A',
  ]);
  expect(see(ask(REGISTER), answer(bytesOf(REGISTER, GOT))).facts).toEqual([]);
  const other = explicit(fromHex('01 02 20f5 2401'), '00000000000000aa');
  expect(see(ask(bytesOf(REGISTER, other)), answer(bytesOf(REGISTER, GOT))).facts).toEqual([]);
});

test('an item that runs past the message ends the list', () => {
  const bytes = message(0x63, bytesOf(le16(1), le16(0x0c), le16(200), SOCKET));
  const seen = see(ask(LIST_REQUEST), answer(bytes));
  expect(seen.facts).toEqual([]);
  expect(seen.anomalies).toEqual({ 'enip-item': 1 });
});

test('is recognised on another port by the session it opens', () => {
  expect(see(ask(REGISTER, 4000)).edges[0]?.protocol).toBe('enip');
  expect(see(ask(GET, 4000)).edges[0]?.protocol).toBeUndefined();
});
