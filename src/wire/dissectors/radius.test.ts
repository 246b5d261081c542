import { expect, test } from 'vitest';
import { bytesOf, fromHex, u16 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { radius } from './radius.ts';

const NAS = '10.0.0.2';
const SERVER = '10.0.0.1';
const ask = (bytes: Uint8Array, port = 1812) => ({ udp: { from: [NAS, 40_000], to: [SERVER, port] }, bytes }) as const;
const tell = (bytes: Uint8Array) => ({ udp: { from: [SERVER, 1812], to: [NAS, 40_000] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof ask> | ReturnType<typeof tell>)[]) =>
  rehearse({ dissectors: [radius], packets });

const attribute = (type: number, ...content: (Uint8Array | string)[]) => {
  const value = bytesOf(...content);
  return bytesOf(type, value.length + 2, value);
};
const message = (code: number, ...attributes: Uint8Array[]) => {
  const body = bytesOf(...attributes);
  return bytesOf(code, 7, u16(20 + body.length), new Uint8Array(16), body);
};
/** EAP response 2 with the method and some data. */
const eap = (type: number) => attribute(79, bytesOf(2, 9, u16(6), type, 0));

const REQUEST = message(
  1,
  attribute(1, 'host/ct1.hosp.local'),
  attribute(4, fromHex('0a000002')),
  attribute(32, 'SW-ICU-3'),
  attribute(31, '00-09-5C-00-00-01'),
  attribute(30, '02-00-00-00-00-AA:hospital'),
  eap(13),
);

withstands(radius, [ask(REQUEST)]);

test('a switch and the machine behind it', () => {
  const seen = see(ask(REQUEST));
  expect(seen.facts.map(({ attribute: id, value, kind }) => [id, value, kind])).toEqual([
    ['radius.nas-address', '10.0.0.2', 'capability-seen'],
    ['radius.nas-identifier', 'SW-ICU-3', 'name-seen'],
    ['radius.calling-station', '00-09-5C-00-00-01', 'capability-seen'],
    ['radius.called-station', '02-00-00-00-00-AA:hospital', 'capability-seen'],
    ['radius.eap-method', 'tls', 'capability-seen'],
    ['radius.machine', '00-09-5C-00-00-01=host/ct1.hosp.local', 'capability-seen'],
  ]);
  for (const fact of seen.facts) expect(fact.subject).toEqual({ ip: NAS });
});

test('a person’s name and a telephone number are personal data and nothing else', () => {
  const seen = see(ask(message(1, attribute(1, 'taro.yamada'), attribute(31, '81-90-1234-5678'), eap(25))));
  expect(seen.facts.map((fact) => fact.value)).toEqual(['peap']);
  expect(seen.everything).not.toMatch(/yamada|1234/);
  expect([...seen.edges[0]!.personalData].sort()).toEqual(['account', 'contact']);
});

test('a number that looks like pairs of digits is still a number', () => {
  expect(see(ask(message(1, attribute(31, '33-01-23-45-67-89')))).facts).toEqual([]);
});

test('a machine account by its dollar sign', () => {
  expect(see(ask(message(1, attribute(1, 'HOSP\\CT1$')))).value('radius.machine')).toBe('HOSP\\CT1$');
});

test('an answer describes the switch that it goes to', () => {
  const seen = see(tell(message(11, attribute(79, bytesOf(1, 9, u16(6), 25, 0x20)))));
  expect(seen.facts).toMatchObject([{ attribute: 'radius.eap-method', value: 'peap', subject: { ip: NAS } }]);
  expect(seen.edges[0]).toMatchObject({ server: { ip: SERVER }, port: 1812 });
});

test.each([
  ['an identity', 1],
  ['a refusal', 3],
])('%s is no method', (_, type) => {
  expect(see(ask(message(1, eap(type)))).facts).toEqual([]);
});

test('text with control characters is damaged', () => {
  const seen = see(ask(message(1, attribute(32, 'SW\u0001'))));
  expect(seen.facts).toEqual([]);
  expect(seen.anomalies).toEqual({ 'radius-text': 1 });
});

test('keeps the attributes before one that is shorter than its own header', () => {
  const bytes = message(1, attribute(32, 'SW-1'), fromHex('2001'));
  const seen = see(ask(bytes));
  expect(seen.values('radius.nas-identifier')).toEqual(['SW-1']);
  expect(seen.anomalies).toEqual({ 'radius-attribute': 1 });
});

test('is recognised on another port when the attributes fill the message', () => {
  expect(see(ask(REQUEST, 18_120)).value('radius.nas-identifier')).toBe('SW-ICU-3');
  expect(see(ask(bytesOf(REQUEST, 0), 18_120)).facts).toEqual([]);
});
