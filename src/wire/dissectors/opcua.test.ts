import { describe, expect, test } from 'vitest';
import { bytesOf, fromHex, u32 } from '../../../tests/packets.ts';
import { rehearse } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { WAITING_READS } from '../parts/opcua-build-info.ts';
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

describe('what a server says of its build', () => {
  const le16 = (value: number) => [value & 0xff, value >> 8];
  /** Request id in the header; see service(). */
  const withId = (bytes: Uint8Array, id: number) => bytesOf(bytes.subarray(0, 20), le32(id), bytes.subarray(24));
  /** Age, timestamps; nodes with attribute, range and encoding. */
  const readRequest = (id: number, nodes: readonly number[], attribute = 13) =>
    withId(
      service(
        631,
        REQUEST_HEADER,
        new Uint8Array(12),
        le32(nodes.length),
        ...nodes.map((node) =>
          bytesOf(1, 0, le16(node), le32(attribute), string(undefined), [0, 0], string(undefined)),
        ),
      ),
      id,
    );
  const readResponse = (id: number, ...values: Uint8Array[]) =>
    withId(service(634, RESPONSE_HEADER, le32(values.length), ...values, le32(0)), id);
  /** Mask: value, status, both times; built-in type. */
  const dataValue = (type: number, ...content: Uint8Array[]) =>
    bytesOf(0x0f, type, ...content, le32(0), new Uint8Array(16));
  const extension = (encoding: number, body: Uint8Array) =>
    dataValue(22, bytesOf(1, 0, le16(encoding), 1, le32(body.length), body));
  const BUILD_INFO = bytesOf(
    string('urn:acme:pump-gateway'),
    string('Acme Medical'),
    string('Pump Gateway 5'),
    string('5.2.1'),
    string('20260401'),
    new Uint8Array(8),
  );
  const STATUS = bytesOf(new Uint8Array(20), BUILD_INFO, le32(0), bytesOf(0));
  const EXPECTED = [
    ['opcua.product', 'urn:acme:pump-gateway', SERVER],
    ['opcua.manufacturer', 'Acme Medical', SERVER],
    ['opcua.product-name', 'Pump Gateway 5', SERVER],
    ['opcua.software-version', '5.2.1', SERVER],
    ['opcua.build-number', '20260401', SERVER],
  ];
  const told = (...packets: Parameters<typeof see>) =>
    see(ask(bytesOf(HELLO, open('None'))), ...packets)
      .facts.filter(({ attribute }) => !['opcua.endpoint', 'opcua.security-policy'].includes(attribute))
      .map(({ attribute, value, subject }) => [attribute, value, subject.ip]);

  withstands(opcua, [
    ask(bytesOf(HELLO, open('None'), readRequest(7, [2259, 2256]))),
    answer(readResponse(7, dataValue(6, le32(0)), extension(864, STATUS))),
  ]);

  test.each([
    ['the whole status', [2256], [extension(864, STATUS)]],
    ['the structure alone', [2260], [extension(340, BUILD_INFO)]],
    [
      'its members, among other values',
      [2258, 2262, 2263, 2255, 2261, 2264, 2265],
      [
        dataValue(13, new Uint8Array(8)),
        dataValue(12, string('urn:acme:pump-gateway')),
        dataValue(12, string('Acme Medical')),
        dataValue(0x8c, le32(2), string('http://opcfoundation.org/UA/'), string('urn:plc1')),
        dataValue(12, string('Pump Gateway 5')),
        dataValue(12, string('5.2.1')),
        dataValue(12, string('20260401')),
      ],
    ],
  ])('as %s', (_, nodes, values) => {
    expect(told(ask(readRequest(7, nodes)), answer(readResponse(7, ...values)))).toEqual(EXPECTED);
  });

  test('leads back to the text', () => {
    const seen = see(
      ask(bytesOf(HELLO, open('None'), readRequest(7, [2256]))),
      answer(readResponse(7, extension(864, STATUS))),
    );
    const fact = seen.facts.find(({ attribute }) => attribute === 'opcua.manufacturer')!;
    expect(seen.bytesOf(fact)).toEqual(bytesOf('Acme Medical'));
  });

  test.each([
    ['the answer to another request', ask(readRequest(8, [2256])), extension(864, STATUS)],
    ['another attribute of the node', ask(readRequest(7, [2256], 4)), extension(864, STATUS)],
    ['a structure of another type', ask(readRequest(7, [2256])), extension(340, BUILD_INFO)],
    ['the same text in another node', ask(readRequest(7, [3000])), dataValue(12, string('Acme Medical'))],
    ['a value that is no text', ask(readRequest(7, [2263])), dataValue(6, le32(5))],
  ])('is not %s', (_, request, value) => {
    expect(told(request, answer(readResponse(7, value)))).toEqual([]);
  });

  test('is told behind values of every kind that can be walked', () => {
    const kinds = [
      dataValue(1, bytesOf(1)),
      dataValue(14, new Uint8Array(16)),
      dataValue(15, string('octets')),
      dataValue(17, bytesOf(1, 0, 1, 0)),
      dataValue(18, bytesOf(0xc1, 0, 1, 0, string('urn:ns'), le32(1))),
      dataValue(20, bytesOf(0, 0, string('name'))),
      dataValue(21, bytesOf(3, string('en'), string('text'))),
      dataValue(0xc7, le32(2), new Uint8Array(8), le32(2), le32(1), le32(2)),
      bytesOf(0x02, le32(0x80340000)),
    ];
    const nodes = [...kinds.map(() => 2258), 2263];
    const all = [...kinds, dataValue(12, string('Acme Medical'))];
    expect(told(ask(readRequest(7, nodes)), answer(readResponse(7, ...all)))).toEqual([EXPECTED[1]]);
    const variants = dataValue(0x98, le32(1), bytesOf(1, 1));
    expect(told(ask(readRequest(7, [2258, 2263])), answer(readResponse(7, variants, all.at(-1)!)))).toEqual([]);
  });

  test('is found for as many requests at once as are waited for', () => {
    const requests = Array.from({ length: WAITING_READS + 1 }, (_, id) => readRequest(id, [2263]));
    const late = (id: number) =>
      told(ask(bytesOf(...requests)), answer(readResponse(id, dataValue(12, string('Acme')))));
    expect(late(0)).toEqual([]);
    expect(late(1)).toEqual([['opcua.manufacturer', 'Acme', SERVER]]);
  });
});
