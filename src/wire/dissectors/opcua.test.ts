import { expect, test } from 'vitest';
import { bytesOf, fromHex, u32 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { opcua } from './opcua.ts';

const CLIENT = '10.0.0.5';
const SERVER = '10.0.0.40';
const ask = (bytes: Uint8Array, port = 4840) =>
  ({ tcp: { from: [CLIENT, 40_000], to: [SERVER, port] }, bytes }) as const;
const answer = (bytes: Uint8Array, port = 4840) =>
  ({ tcp: { from: [SERVER, port], to: [CLIENT, 40_000] }, bytes }) as const;
const see = (...packets: (ReturnType<typeof ask> | ReturnType<typeof answer>)[]) =>
  rehearse({ dissectors: [opcua], packets, excerpts: true });

const le32 = (value: number) => bytesOf(u32(value).reverse());
const string = (text: string | undefined) => (text === undefined ? le32(0xffffffff) : bytesOf(le32(text.length), text));
/** Three letters, chunk, size. */
const message = (type: string, ...parts: Uint8Array[]) => {
  const body = bytesOf(...parts);
  return bytesOf(type, 'F', le32(body.length + 8), body);
};
const POLICY = 'http://opcfoundation.org/UA/SecurityPolicy#';
const open = (policy: string) =>
  message('OPN', le32(0), string(`${POLICY}${policy}`), string(undefined), string(undefined), new Uint8Array(8));
/** Channel, token, sequence, request; the number of the service. */
const service = (number: number, ...parts: Uint8Array[]) =>
  message('MSG', new Uint8Array(16), bytesOf(1, 0, number & 0xff, number >> 8), ...parts);
const REQUEST_HEADER = bytesOf(
  fromHex('0000'),
  new Uint8Array(16),
  string(undefined),
  new Uint8Array(4),
  fromHex('000000'),
);
const RESPONSE_HEADER = bytesOf(new Uint8Array(16), 0, le32(0), fromHex('000000'));

const URL = 'opc.tcp://plc1:4840';
const HELLO = message('HEL', new Uint8Array(20), string(URL));
const description = (uri: string, name: string) =>
  bytesOf(
    string(uri),
    string('urn:acme:product'),
    2,
    string(name),
    le32(0),
    string(undefined),
    string(undefined),
    le32(1),
    string(URL),
  );
const endpointDescription = (policy: string) =>
  bytesOf(
    string(URL),
    description('urn:plc1:server', 'PLC 1'),
    string(undefined),
    le32(1),
    string(`${POLICY}${policy}`),
    le32(1),
    bytesOf(string('anonymous'), le32(0), string(undefined), string(undefined), string(undefined)),
    string('transport'),
    0,
  );
const ENDPOINTS = service(431, RESPONSE_HEADER, le32(2), endpointDescription('None'), endpointDescription('Basic256'));
const CREATE_SESSION = service(
  461,
  REQUEST_HEADER,
  description('urn:client', 'Client'),
  string('urn:plc1:server'),
  string(URL),
  string('session'),
);

withstands(opcua, [ask(bytesOf(HELLO, open('None'), CREATE_SESSION)), answer(ENDPOINTS)]);

test('address, applications and policies', () => {
  const seen = see(ask(bytesOf(HELLO, open('None'), CREATE_SESSION)), answer(ENDPOINTS));
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['opcua.endpoint', URL, SERVER],
    ['opcua.security-policy', `${POLICY}None`, CLIENT],
    ['opcua.application', 'urn:client', CLIENT],
    ['opcua.product', 'urn:acme:product', CLIENT],
    ['opcua.application-name', 'Client', CLIENT],
    ['opcua.endpoint', URL, CLIENT],
    ['opcua.application', 'urn:plc1:server', SERVER],
    ['opcua.product', 'urn:acme:product', SERVER],
    ['opcua.application-name', 'PLC 1', SERVER],
    ['opcua.security-policy', `${POLICY}None`, SERVER],
    ['opcua.security-policy', `${POLICY}Basic256`, SERVER],
  ]);
  expect(seen.edges[0]?.encrypted).toBe(false);
  expect(seen.bytesOf(seen.facts[0]!)).toEqual(bytesOf(URL));
});

/** Signature, certificates, locales, then the token of the user. */
const activate = (number: number, body: Uint8Array) =>
  service(
    467,
    REQUEST_HEADER,
    string(undefined),
    string(undefined),
    le32(0),
    le32(0),
    bytesOf(1, 0, number & 0xff, number >> 8, 1, le32(body.length), body),
  );
const userToken = (algorithm: string | undefined) =>
  bytesOf(string('policy'), string('nurse'), string('tiger-secret'), string(algorithm));

test('a password in clear is a credential without its text', () => {
  const seen = see(ask(bytesOf(HELLO, open('None'), activate(324, userToken(undefined)))));
  expect(seen.facts.find((fact) => fact.attribute === 'credential.cleartext')).toMatchObject({
    value: 'opcua',
    subject: { ip: SERVER },
  });
  for (const word of ['nurse', 'tiger']) expect(seen.everything).not.toContain(word);
});

test('an encrypted password is none', () => {
  const seen = see(ask(bytesOf(HELLO, open('None'), activate(324, userToken('rsa-oaep')))));
  expect(seen.values('credential.cleartext')).toEqual([]);
});

test('a log-in without a secret, when the server accepts it', () => {
  const login = ask(bytesOf(HELLO, open('None'), activate(321, string('anonymous'))));
  expect(see(login, answer(service(470, RESPONSE_HEADER))).values('login.anonymous')).toEqual(['opcua']);
  const refused = bytesOf(new Uint8Array(12), le32(0x80210000), 0, le32(0), fromHex('000000'));
  expect(see(login, answer(service(470, refused))).values('login.anonymous')).toEqual([]);
});

test('bodies of a secured channel are encrypted, or signed and in clear', () => {
  const encrypted = message('MSG', new Uint8Array(16), fromHex('a1b2c3d4e5f60718'));
  expect(see(ask(bytesOf(HELLO, open('Basic256'), encrypted))).edges[0]?.encrypted).toBe(true);
  const signed = see(ask(bytesOf(HELLO, open('Basic256'), CREATE_SESSION)));
  expect(signed.edges[0]?.encrypted).toBe(false);
  expect(signed.value('opcua.application')).toBe('urn:client');
});

test('a server that connects by itself names itself', () => {
  const seen = see(ask(message('RHE', string('urn:plc1:server'), string(URL))));
  expect(seen.facts.map(({ attribute, subject }) => [attribute, subject.ip])).toEqual([
    ['opcua.application', CLIENT],
    ['opcua.endpoint', CLIENT],
  ]);
});

test('is recognised on another port by its header', () => {
  expect(see(ask(HELLO, 48_400)).value('opcua.endpoint')).toBe(URL);
  expect(see(ask(bytesOf('HELLO world, this is text'), 48_400)).facts).toEqual([]);
});

test('a string that runs past the message ends the reading', () => {
  const seen = see(ask(bytesOf(HELLO, open('None'), service(428, REQUEST_HEADER, le32(900), bytesOf('opc')))));
  expect(seen.values('opcua.endpoint')).toEqual([URL]);
});
