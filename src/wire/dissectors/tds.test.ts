import { describe, expect, test } from 'vitest';
import { bytesOf, u16 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { tds } from './tds.ts';

const CLIENT = ['10.0.0.9', 51433] as const;
const SERVER = ['10.0.0.7', 1433] as const;
const toServer = (bytes: Uint8Array) => ({ tcp: { from: CLIENT, to: SERVER }, bytes }) satisfies Said;
const toClient = (bytes: Uint8Array) => ({ tcp: { from: SERVER, to: CLIENT }, bytes }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [tds], packets });
const le16 = (value: number) => [value & 0xff, value >> 8];
const utf16 = (text: string) => Uint8Array.from(Array.from(text).flatMap((letter) => le16(letter.charCodeAt(0))));

/** [MS-TDS] §2.2.3.1: type, status, length, process id, packet number, window. */
const packet = (type: number, body: Uint8Array) => bytesOf(type, 1, u16(8 + body.length), 0, 0, 1, 0, body);
/** Two options of five bytes and their end, then a version of six bytes and a wish. */
const prelogin = (version: number[], wish: number, type = 0x12) =>
  packet(type, bytesOf([0, 0, 11, 0, 6], [1, 0, 17, 0, 1], 0xff, version, wish));
const ASK = prelogin([11, 0, 0x08, 0x34, 0, 0], 0);
const answer = (wish: number) => prelogin([15, 0, 0x07, 0xd0, 0, 0], wish, 4);

/** [MS-TDS] §2.2.6.4: 94 bytes, of which offsets and lengths begin at 36. */
function login(fields: Readonly<Record<number, string>>, swapped = false): Uint8Array {
  const fixed = new Uint8Array(94);
  fixed[7] = 0x74;
  fixed.set([0x02, 0, 0, 0x0a, 0, 9], 72);
  const parts: Uint8Array[] = [];
  let at = 94;
  for (const field of [36, 40, 44, 48, 52, 60]) {
    const text = utf16(fields[field] ?? '');
    fixed.set([...le16(at), ...le16(text.length / 2)], field);
    parts.push(field === 44 && !swapped ? text.map((byte) => (((byte << 4) | (byte >> 4)) & 0xff) ^ 0xa5) : text);
    at += text.length;
  }
  const body = bytesOf(fixed, ...parts);
  body.set(le16(body.length));
  return packet(0x10, body);
}
const LOGIN = login({
  36: 'CTCONSOLE',
  40: 'SECRETUSER',
  44: 'SECRETWORD',
  48: 'RIS Client 4.2',
  52: 'RISDB',
  60: 'ODBC',
});
/** [MS-TDS] §2.2.7: an environment change, then LOGINACK. */
const token = (type: number, body: Uint8Array) => bytesOf(type, le16(body.length), body);
const PRODUCT = utf16('Microsoft SQL Server\0\0');
const ACK = packet(
  4,
  bytesOf(
    token(0xe3, new Uint8Array(9)),
    token(0xad, bytesOf(1, 0x74, 0, 0, 4, PRODUCT.length / 2, PRODUCT, [15, 0, 0x07, 0xd0])),
  ),
);
const SESSION = [toServer(ASK), toClient(answer(2)), toServer(LOGIN), toClient(ACK)];

withstands(tds, SESSION);

test('a log-in in clear', () => {
  const seen = see(...SESSION);
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['tds.version', '11.0.2100', '10.0.0.9'],
    ['tds.encryption', 'off', '10.0.0.9'],
    ['tds.version', '15.0.2000', '10.0.0.7'],
    ['tds.encryption', 'not-supported', '10.0.0.7'],
    ['tds.client-name', 'CTCONSOLE', '10.0.0.9'],
    ['tds.application', 'RIS Client 4.2', '10.0.0.9'],
    ['tds.library', 'ODBC', '10.0.0.9'],
    ['tds.server-name', 'RISDB', '10.0.0.7'],
    ['tds.client-id', '02:00:00:0a:00:09', '10.0.0.9'],
    ['credential.cleartext', 'tds', '10.0.0.7'],
    ['tds.product', 'Microsoft SQL Server', '10.0.0.7'],
  ]);
  expect(seen.edges[0]).toMatchObject({ protocol: 'tds', encrypted: false, personalData: ['account'] });
});

test('values open into their bytes', () => {
  const seen = see(...SESSION);
  const name = seen.facts.find(({ attribute }) => attribute === 'tds.client-name')!;
  expect(new TextDecoder('utf-16le').decode(seen.bytesOf(name))).toBe('CTCONSOLE');
});

test('neither account nor secret leaves, and a published default is named', () => {
  const defaults = { 'tds SECRETUSER SECRETWORD': 'acme' };
  const seen = rehearse({ dissectors: [tds], packets: SESSION, defaults, excerpts: true });
  expect(seen.value('credential.cleartext')).toContain('acme');
  expect(seen.everything.replaceAll('\\u0000', '')).not.toContain('SECRET');
});

test.each(['10.0.0.7', '10.0.0.7,1433', 'fe80::1'])('an address (%s) is no name', (server) => {
  expect(see(toServer(ASK), toServer(login({ 52: server }))).values('tds.server-name')).toEqual([]);
});

test.each([
  ['on', 1, true],
  ['required', 3, true],
  ['off', 0, false],
])('a server that says %s', (wish, code, encrypted) => {
  const seen = see(toServer(ASK), toClient(answer(code)));
  expect(seen.values('tds.encryption')).toContain(wish);
  expect(seen.edges[0]!.encrypted).toBe(encrypted);
});

test('NTLM tokens are read', () => {
  const challenge = bytesOf(
    'NTLMSSP\0',
    [2, 0, 0, 0, 4, 0, 4, 0, 48, 0, 0, 0, 1, 0, 0, 0],
    new Uint8Array(24),
    utf16('D1'),
  );
  const seen = see(toServer(ASK), toClient(packet(4, token(0xed, challenge))));
  expect(seen.facts.find(({ attribute }) => attribute === 'ntlm.target')).toMatchObject({
    value: 'D1',
    subject: { ip: '10.0.0.7' },
  });
});

describe('recognition', () => {
  const elsewhere = (bytes: Uint8Array) => ({ tcp: { from: CLIENT, to: ['10.0.0.7', 41433] }, bytes }) satisfies Said;

  test.each([
    ['PRELOGIN on any port', elsewhere(ASK), 'tds'],
    ['LOGIN7 on any port', elsewhere(LOGIN), 'tds'],
    ['a response on the usual port', toClient(ACK), 'tds'],
    ['a response elsewhere', elsewhere(ACK), undefined],
    ['a length that is none', toServer(bytesOf(0x12, 1, 0, 4, new Uint8Array(9))), undefined],
  ])('%s', (_what, said, protocol) => {
    expect(see(said).edges[0]!.protocol).toBe(protocol);
  });
});

test.each([
  ['an option that goes past its packet', packet(0x12, bytesOf([0, 0, 90, 0, 6], 0xff)), 'tds-prelogin-malformed'],
  ['a LOGIN7 that is too short', packet(0x10, bytesOf(20, new Uint8Array(19))), 'tds-login-malformed'],
  ['a packet of no type', bytesOf(0x77, new Uint8Array(20)), 'tds-packet-malformed'],
])('%s is an anomaly', (_what, bytes, kind) => {
  expect(see(toServer(ASK), toServer(bytes)).anomalies).toEqual({ [kind]: 1 });
});
