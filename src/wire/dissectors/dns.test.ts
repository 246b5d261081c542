import { expect, test } from 'vitest';
import { bytesOf, fromHex, u16 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { dns } from './dns.ts';

const CLIENT = '10.0.0.9';
const SERVER = '10.0.0.53';
const ask = (bytes: Uint8Array, port = 53) => ({ udp: { from: [CLIENT, 40_000], to: [SERVER, port] }, bytes }) as const;
const tell = (bytes: Uint8Array, port = 53) =>
  ({ udp: { from: [SERVER, port], to: [CLIENT, 40_000] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof ask> | ReturnType<typeof tell>)[]) =>
  rehearse({ dissectors: [dns], packets });

const labels = (name: string) => bytesOf(...name.split('.').flatMap((label) => [label.length, label]), 0);

/** id 1234, flags, four counts; then what follows. */
const message = (flags: number, counts: readonly number[], ...rest: (Uint8Array | readonly number[])[]) =>
  bytesOf(fromHex('1234'), u16(flags), ...counts.map(u16), ...rest);

const QUERY = message(0x0100, [1, 0, 0, 0], labels('pump.vendor.example'), fromHex('0001 0001'));
/** Question; c00c CNAME cdn.<pointer to vendor.example>; that name A and AAAA. */
const RESPONSE = message(
  0x8180,
  [1, 3, 0, 0],
  labels('pump.vendor.example'),
  fromHex('0001 0001'),
  fromHex('c00c 0005 0001 0000003c 0006 03 63646e c011'),
  fromHex('c031 0001 0001 0000003c 0004 c0000205'),
  fromHex('c031 001c 0001 0000003c 0010 20010db8000000000000000000000005'),
);

withstands(dns, [ask(QUERY), tell(RESPONSE)]);

test('a query is a peer sought by the client', () => {
  const seen = see(ask(QUERY));
  expect(seen.facts).toMatchObject([
    { attribute: 'dns.query', value: 'pump.vendor.example', kind: 'peer-sought', subject: { ip: CLIENT } },
  ]);
  expect(seen.bytesOf(seen.facts[0]!)).toEqual(labels('pump.vendor.example'));
});

test('an address record names the host of the address, from the places of its labels', () => {
  const seen = see(ask(QUERY), tell(RESPONSE));
  expect(seen.facts.filter((fact) => fact.attribute === 'dns.answer')).toMatchObject([
    { value: 'cdn.vendor.example=192.0.2.5', subject: { ip: '192.0.2.5' } },
    { value: 'cdn.vendor.example=2001:db8::5', subject: { ip: '2001:db8::5' } },
  ]);
  const answer = seen.facts.find((fact) => fact.attribute === 'dns.answer')!;
  expect(seen.bytesOf(answer)).toEqual(bytesOf(3, 'cdn', 6, 'vendor', 7, 'example', fromHex('c0000205')));
});

test('a response alone tells who asked, and who serves', () => {
  const seen = see(tell(RESPONSE));
  expect(seen.facts.find((fact) => fact.attribute === 'dns.query')?.subject).toEqual({ ip: CLIENT });
  expect(seen.edges).toMatchObject([{ client: { ip: CLIENT }, server: { ip: SERVER }, port: 53, protocol: 'dns' }]);
});

test('is recognised on another port, but not where a relative lives', () => {
  expect(see(ask(QUERY, 5300)).value('dns.query')).toBe('pump.vendor.example');
  expect(see(ask(QUERY, 5353)).facts).toEqual([]);
  expect(see(ask(QUERY, 5355)).facts).toEqual([]);
  expect(see(ask(QUERY, 137)).facts).toEqual([]);
});

test.each([
  ['a pointer to itself', fromHex('c00c')],
  ['a pointer forward', fromHex('c020')],
  ['a pointer into the header', fromHex('c002')],
  ['a label longer than 63', fromHex('4061')],
])('a question with %s is broken', (_, name) => {
  const seen = see(ask(message(0x0100, [1, 0, 0, 0], name, fromHex('0001 0001 00000000 00000000 0000'))));
  expect(seen.facts).toEqual([]);
});

test('a chain of pointers is followed to its bound only', () => {
  // Each record is owned by a pointer to the owner of the record before; the first leads to the question at 12.
  const question = bytesOf(labels('abc'), fromHex('0001 0001'));
  const records = Array.from({ length: 40 }, (_, index) => {
    const owner = index === 0 ? 12 : 12 + question.length + (index - 1) * 16;
    return bytesOf(u16(0xc000 | owner), fromHex('0001 0001 0000003c 0004 0a0000'), index);
  });
  const seen = see(tell(message(0x8180, [1, records.length, 0, 0], question, ...records)));
  expect(seen.values('dns.answer')).toHaveLength(32);
  expect(seen.anomalies).toEqual({ 'dns-name': 8 });
});

test('counts that cannot fit are no DNS', () => {
  expect(
    see(ask(message(0x0100, [1, 900, 0, 0], labels('a'), fromHex('0001 0001')))).edges[0]?.protocol,
  ).toBeUndefined();
});

test('keeps the records before a broken one', () => {
  const seen = see(tell(RESPONSE.subarray(0, RESPONSE.length - 3)));
  expect(seen.values('dns.answer')).toEqual(['cdn.vendor.example=192.0.2.5']);
  expect(seen.anomalies).toEqual({ 'dns-record': 1 });
});

const framed = (bytes: Uint8Array) => bytesOf(u16(bytes.length), bytes);
const STREAM = [
  { tcp: { from: [CLIENT, 41_000], to: [SERVER, 53] }, bytes: bytesOf(framed(QUERY), framed(QUERY)) },
  { tcp: { from: [SERVER, 53], to: [CLIENT, 41_000] }, bytes: framed(RESPONSE) },
] as const;

withstands(dns, STREAM);

test('reads streams with a length before each message, also on another port', () => {
  const seen = rehearse({ dissectors: [dns], packets: STREAM });
  expect(seen.facts.find((fact) => fact.attribute === 'dns.query')?.count).toBe(3);
  expect(seen.values('dns.answer')).toEqual(['cdn.vendor.example=192.0.2.5', 'cdn.vendor.example=2001:db8::5']);
  const elsewhere = { tcp: { from: [CLIENT, 41_000], to: [SERVER, 5300] }, bytes: framed(QUERY) } as const;
  expect(rehearse({ dissectors: [dns], packets: [elsewhere] }).value('dns.query')).toBe('pump.vendor.example');
});
