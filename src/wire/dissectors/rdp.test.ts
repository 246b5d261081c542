import { describe, expect, test } from 'vitest';
import { bytesOf, u16 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { CHANGE_CIPHER_SPEC, clientHello, record } from '../../../tests/tls-flight.ts';
import { withstands } from '../../../tests/withstands.ts';
import { rdp } from './rdp.ts';
import { tls } from './tls.ts';

const CLIENT = ['10.0.0.9', 50389] as const;
const SERVER = ['10.0.0.7', 3389] as const;
const toServer = (bytes: Uint8Array) => ({ tcp: { from: CLIENT, to: SERVER }, bytes }) satisfies Said;
const toClient = (bytes: Uint8Array) => ({ tcp: { from: SERVER, to: CLIENT }, bytes }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [rdp, tls], packets });
const le16 = (value: number) => [value & 0xff, value >> 8];
const le32 = (value: number) => [...le16(value & 0xffff), ...le16(value >>> 16)];
const utf16 = (text: string, size: number) => {
  const field = new Uint8Array(size);
  field.set(Array.from(text).flatMap((letter) => le16(letter.charCodeAt(0))));
  return field;
};

/** RFC 1006 §6, X.224 §13.3: TPKT, length indicator, type, two references and a class, then variable data. */
const x224 = (type: number, data: Uint8Array) =>
  bytesOf(3, 0, u16(11 + data.length), 6 + data.length, type, new Uint8Array(5), data);
const negotiation = (type: number, protocols: number) => bytesOf(type, 0, le16(8), le32(protocols));
const REQUEST = x224(0xe0, bytesOf('Cookie: mstshash=taro\r\n', negotiation(1, 3)));
const confirm = (protocol: number) => x224(0xd0, negotiation(2, protocol));

/** MCS Connect: TPKT, X.224 data, then something, a key, a length of two bytes and blocks. */
const mcs = (key: string, ...blocks: Uint8Array[]) => {
  const data = bytesOf(...blocks);
  const body = bytesOf(
    2,
    0xf0,
    0x80,
    0x7f,
    0x65,
    new Uint8Array(30),
    key,
    0x80 | (data.length >> 8),
    data.length & 0xff,
    data,
  );
  return bytesOf(3, 0, u16(4 + body.length), body);
};
const block = (type: number, data: Uint8Array) => bytesOf(le16(type), le16(4 + data.length), data);
const CORE = block(
  0xc001,
  bytesOf(
    le32(0x80004),
    le16(800),
    le16(600),
    le16(0xca01),
    le16(0xaa03),
    le32(0x411),
    le32(2600),
    utf16('CTCONSOLE', 32),
  ),
);
const CONNECT = mcs('Duca', block(0xc004, new Uint8Array(8)), CORE);
const LEVEL = mcs('McDn', block(0x0c01, new Uint8Array(8)), block(0x0c02, bytesOf(le32(2), le32(3))));
const SESSION = [toServer(REQUEST), toClient(confirm(0)), toServer(CONNECT), toClient(LEVEL)];

withstands(rdp, SESSION);

test('a session that RDP itself secures', () => {
  const seen = see(...SESSION);
  expect(seen.facts.map(({ attribute, value, subject }) => [attribute, value, subject.ip])).toEqual([
    ['rdp.security', 'rdp', '10.0.0.9'],
    ['rdp.security', 'tls', '10.0.0.9'],
    ['rdp.security', 'credssp', '10.0.0.9'],
    ['rdp.security', 'rdp', '10.0.0.7'],
    ['rdp.keyboard', '0x00000411', '10.0.0.9'],
    ['rdp.client-build', '2600', '10.0.0.9'],
    ['rdp.client-name', 'CTCONSOLE', '10.0.0.9'],
    ['rdp.encryption', 'high', '10.0.0.7'],
  ]);
  expect(seen.edges[0]).toMatchObject({ protocol: 'rdp', encrypted: true, personalData: ['account'] });
  const name = seen.facts.find(({ attribute }) => attribute === 'rdp.client-name')!;
  expect(new TextDecoder('utf-16le').decode(seen.bytesOf(name))).toBe('CTCONSOLE');
});

test('the account in the cookie is counted, not told', () => {
  expect(rehearse({ dissectors: [rdp], packets: SESSION, excerpts: true }).everything).not.toContain('taro');
});

test.each([
  ['tls', 1],
  ['credssp', 2],
  ['credssp', 8],
  ['rdstls', 4],
])('%s (%i) carries TLS', (name, protocol) => {
  const secured = bytesOf(record(22, clientHello('ct1.hosp.test')), CHANGE_CIPHER_SPEC);
  const seen = see(toServer(REQUEST), toClient(confirm(protocol)), toServer(secured));
  expect(seen.values('rdp.security')).toContain(name);
  expect(seen.values('tls.sni')).toEqual(['ct1.hosp.test']);
  expect(seen.edges).toMatchObject([{ protocol: 'rdp', encrypted: true }]);
});

test('a server without negotiation has only the security of RDP', () => {
  expect(see(toServer(x224(0xe0, bytesOf())), toClient(x224(0xd0, bytesOf()))).values('rdp.security')).toEqual(['rdp']);
});

test('a server that does not encrypt', () => {
  const seen = see(
    toServer(REQUEST),
    toClient(confirm(0)),
    toClient(mcs('McDn', block(0x0c02, bytesOf(le32(0), le32(0))))),
  );
  expect(seen.values('rdp.encryption')).toEqual(['none']);
  expect(seen.edges[0]!.encrypted).toBe(false);
});

describe('recognition', () => {
  const elsewhere = (bytes: Uint8Array) => ({ tcp: { from: CLIENT, to: ['10.0.0.7', 4389] }, bytes }) satisfies Said;

  test.each([
    ['a negotiation on any port', elsewhere(x224(0xe0, negotiation(1, 0))), 'rdp'],
    ['a cookie on any port', elsewhere(x224(0xe0, bytesOf('Cookie: mstshash=a\r\n'))), 'rdp'],
    [
      'a connection of another protocol over TPKT',
      elsewhere(x224(0xe0, bytesOf(0xc0, 1, 10, 0xc1, 2, 1, 0, 0xc2, 2, 1, 2))),
      undefined,
    ],
    ['other bytes on the usual port', toServer(bytesOf(4, 0, 0, 11, 6, 0xe0, 0, 0)), undefined],
  ])('%s', (_what, said, protocol) => {
    expect(see(said).edges[0]!.protocol).toBe(protocol);
  });

  test('over UDP', () => {
    const bytes = bytesOf([255, 255, 255, 255], u16(64), 0, 1, new Uint8Array(16));
    expect(see({ udp: { from: CLIENT, to: SERVER }, bytes }).edges[0]).toMatchObject({
      protocol: 'rdp',
      encrypted: true,
    });
  });
});

test('a block that goes past its message is an anomaly', () => {
  expect(see(toServer(REQUEST), toServer(mcs('Duca', bytesOf(le16(0xc001), le16(900), 1)))).anomalies).toEqual({
    'rdp-settings-malformed': 1,
  });
});
