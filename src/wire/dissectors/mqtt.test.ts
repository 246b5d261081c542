import { expect, test } from 'vitest';
import { bytesOf, fromHex, u16 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { mqtt } from './mqtt.ts';

const CLIENT = '10.0.0.1';
const BROKER = '10.0.0.2';
const fromClient = (bytes: Uint8Array, port = 1883) =>
  ({ tcp: { from: [CLIENT, 40_000], to: [BROKER, port] }, bytes }) as const;
const fromBroker = (bytes: Uint8Array, port = 1883) =>
  ({ tcp: { from: [BROKER, port], to: [CLIENT, 40_000] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof fromClient> | ReturnType<typeof fromBroker>)[]) =>
  rehearse({ dissectors: [mqtt], packets, excerpts: true });

const string = (text: string) => bytesOf(u16(text.length), text);
const packet = (first: number, ...parts: (Uint8Array | readonly number[])[]) => {
  const body = bytesOf(...parts);
  return body.length < 128
    ? bytesOf(first, body.length, body)
    : bytesOf(first, (body.length & 0x7f) | 0x80, body.length >> 7, body);
};
/** Protocol name, level, flags, keep alive 60. */
const connect = (name: string, level: number, flags: number, ...rest: Uint8Array[]) =>
  packet(0x10, string(name), [level, flags, 0, 60], ...rest);

const PLAIN = connect('MQTT', 4, 0x02, string('NK-BSM-00'));
const ACCEPTED = fromHex('20 02 00 00');
const REFUSED = fromHex('20 02 00 05');
/** Will, user and password. */
const FULL = connect(
  'MQTT',
  4,
  0xc6,
  string('pump-451'),
  string('icu/bed-7/last-will'),
  string('offline'),
  string('pump-user'),
  string('pump-secret'),
);
const PUBLISH = packet(0x30, string('icu/bed-7/TARO-YAMADA'), bytesOf('{"hr":72}'));

withstands(mqtt, [fromClient(bytesOf(PLAIN, PUBLISH)), fromBroker(ACCEPTED)]);
withstands(mqtt, [fromClient(FULL), fromBroker(ACCEPTED)]);

test('client id and version of a client without user name, and that the broker accepts it', () => {
  const seen = see(fromClient(PLAIN), fromBroker(ACCEPTED));
  expect(seen.facts).toMatchObject([
    { attribute: 'mqtt.version', value: '4', subject: { ip: CLIENT } },
    { attribute: 'mqtt.client-id', value: 'NK-BSM-00', subject: { ip: CLIENT } },
    { attribute: 'login.anonymous', value: 'mqtt', subject: { ip: BROKER } },
  ]);
  expect(seen.bytesOf(seen.facts[1]!)).toEqual(bytesOf('NK-BSM-00'));
});

test('a refused client did not log in', () => {
  expect(see(fromClient(PLAIN), fromBroker(REFUSED)).values('login.anonymous')).toEqual([]);
});

test('user and password are a credential without their text; topics and payloads are not told', () => {
  const seen = see(fromClient(bytesOf(FULL, PUBLISH)), fromBroker(ACCEPTED));
  expect(seen.facts.find((fact) => fact.attribute === 'credential.cleartext')).toMatchObject({
    value: 'mqtt',
    subject: { ip: BROKER },
  });
  expect(seen.value('mqtt.client-id')).toBe('pump-451');
  expect(seen.values('login.anonymous')).toEqual([]);
  for (const secret of ['pump-user', 'pump-secret', 'icu', 'TARO', 'hr']) expect(seen.everything).not.toContain(secret);
});

test('a known default is named', () => {
  const packets = [fromClient(FULL)];
  const defaults = { 'mqtt pump-user pump-secret': 'acme-pump' };
  const value = rehearse({ dissectors: [mqtt], packets, defaults }).value('credential.cleartext');
  expect(value).toContain('acme-pump');
});

test('version 5 with properties, also of the will', () => {
  const properties = fromHex('11 0000003c 21 0014'); // session expiry, receive maximum
  const bytes = connect(
    'MQTT',
    5,
    0x86,
    bytesOf(properties.length, properties),
    string('pump5-00'),
    fromHex('05 18 00000005'), // will delay
    string('t'),
    string('p'),
    string('user'),
  );
  const seen = see(fromClient(bytes), fromBroker(fromHex('20 03 00 00 00')));
  expect(seen.value('mqtt.version')).toBe('5');
  expect(seen.value('mqtt.client-id')).toBe('pump5-00');
  expect(seen.values('credential.cleartext')).toEqual(['mqtt']);
});

test('enhanced authentication of version 5 is no anonymous log-in', () => {
  const properties = bytesOf(0x15, string('SCRAM-SHA-256'));
  const bytes = connect('MQTT', 5, 0x02, bytesOf(properties.length, properties), string('x'));
  expect(see(fromClient(bytes), fromBroker(fromHex('20 03 00 00 00'))).values('login.anonymous')).toEqual([]);
});

test('version 3.1, and the mark of a bridge', () => {
  expect(see(fromClient(connect('MQIsdp', 3, 2, string('old')))).value('mqtt.version')).toBe('3');
  expect(see(fromClient(connect('MQTT', 0x84, 2, string('bridge')))).value('mqtt.version')).toBe('4');
});

test('is recognised on another port by CONNECT, and from the middle only on its own', () => {
  expect(see(fromClient(PLAIN, 9999)).value('mqtt.client-id')).toBe('NK-BSM-00');
  const midstream = (port: number) =>
    rehearse({ dissectors: [mqtt], packets: [fromClient(PUBLISH, port)], midstream: true }).edges[0]?.protocol;
  expect(midstream(1883)).toBe('mqtt');
  expect(midstream(9999)).toBeUndefined();
});

test('CONNECT after other packets is still read', () => {
  expect(see(fromClient(bytesOf(fromHex('c000'), PUBLISH, PLAIN))).value('mqtt.client-id')).toBe('NK-BSM-00');
});

test('a client id that runs past its packet ends the reading', () => {
  const bytes = packet(0x10, string('MQTT'), [4, 2, 0, 60], fromHex('00ff 41'));
  const seen = see(fromClient(bytes));
  expect(seen.value('mqtt.client-id')).toBeUndefined();
  expect(seen.anomalies).toEqual({ 'mqtt-cut': 1 });
});
