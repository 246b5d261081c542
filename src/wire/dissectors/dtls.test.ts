import { readFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bytesOf, u16 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { dtls } from './dtls.ts';

const CLIENT = ['10.0.0.9', 50443] as const;
const SERVER = ['10.0.0.7', 4433] as const;
const toServer = (...parts: Uint8Array[]) =>
  ({ udp: { from: CLIENT, to: SERVER }, bytes: bytesOf(...parts) }) satisfies Said;
const toClient = (...parts: Uint8Array[]) =>
  ({ udp: { from: SERVER, to: CLIENT }, bytes: bytesOf(...parts) }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [dtls], packets });
const u24 = (value: number) => [value >> 16, ...u16(value & 0xffff)];
const CERTIFICATE = new X509Certificate(
  readFileSync(new URL('../../bytes/x509/fixtures/p256-device.pem', import.meta.url)),
);

/** RFC 6347 §4.1: type, version, epoch, sequence number, length. */
const record = (type: number, fragment: Uint8Array, epoch = 0) =>
  bytesOf(type, 0xfe, 0xfd, u16(epoch), new Uint8Array(6), u16(fragment.length), fragment);
/** RFC 6347 §4.2.2: type, length, message number, offset and length of the fragment. */
const fragment = (type: number, number: number, body: Uint8Array, from = 0, to = body.length) =>
  bytesOf(type, u24(body.length), u16(number), u24(from), u24(to - from), body.subarray(from, to));
const handshake = (type: number, number: number, body: Uint8Array, from = 0, to = body.length) =>
  record(22, fragment(type, number, body, from, to));

const SNI = bytesOf(u16(0), u16(12), u16(10), 0, u16(7), 'pump-gw');
/** Version, random, session id, cookie, one suite, no compression, SNI. */
const HELLO = bytesOf(
  0xfe,
  0xfd,
  new Uint8Array(32).fill(3),
  0,
  4,
  'cook',
  u16(2),
  u16(0xc02b),
  1,
  0,
  u16(SNI.length),
  SNI,
);
const ANSWER = bytesOf(0xfe, 0xfd, new Uint8Array(32).fill(5), 0, u16(0xc02b), 0);
const CHAIN = bytesOf(u24(CERTIFICATE.raw.length + 3), u24(CERTIFICATE.raw.length), CERTIFICATE.raw);
const FINISHED = record(22, new Uint8Array(40).fill(0xee), 1);
const SESSION = [
  toServer(handshake(1, 0, HELLO)),
  toClient(handshake(2, 1, ANSWER), handshake(11, 2, CHAIN), handshake(13, 3, bytesOf(1, 64, u16(0), u16(0)))),
  toServer(handshake(11, 1, CHAIN), record(20, bytesOf(1)), FINISHED),
  toClient(record(20, bytesOf(1)), FINISHED),
];

withstands(dtls, SESSION);

test('a session with a device certificate', () => {
  const seen = see(...SESSION);
  const sha256 = CERTIFICATE.fingerprint256.replaceAll(':', '').toLowerCase();
  const said = seen.facts.map(({ attribute, value, subject }) => `${subject.ip} ${attribute}=${value}`);
  expect(said).toContain('10.0.0.9 tls.version=0xfefd');
  expect(said).toContain('10.0.0.7 tls.sni=pump-gw');
  expect(said).toContain('10.0.0.7 tls.cipher=0xc02b');
  expect(said).toContain(`10.0.0.7 tls.certificate.sha256=${sha256}`);
  expect(said).toContain('10.0.0.7 tls.client-certificate=requested');
  expect(said).toContain(`10.0.0.9 tls.certificate.sha256=${sha256}`);
  expect(seen.value('tls.ja4')).toMatch(/^dd2d010100_/);
  expect(seen.edges[0]).toMatchObject({ protocol: 'dtls', encrypted: true });
  expect(seen.anomalies).toEqual({});
});

describe('fragments', () => {
  const parts = (type: number, number: number, body: Uint8Array, ...cuts: number[]) =>
    [0, ...cuts].map((from, i) => handshake(type, number, body, from, cuts[i] ?? body.length));
  const whole = see(toServer(handshake(1, 0, HELLO)));

  test.each([
    ['in two datagrams', parts(1, 0, HELLO, 30).map((part) => toServer(part))],
    [
      'in the wrong order',
      parts(1, 0, HELLO, 20, 50)
        .reverse()
        .map((part) => toServer(part)),
    ],
    ['in one datagram', [toServer(...parts(1, 0, HELLO, 9, 10))]],
    ['that overlap', [toServer(handshake(1, 0, HELLO, 0, 40)), toServer(handshake(1, 0, HELLO, 10))]],
    [
      'between those of another message',
      [parts(1, 0, HELLO, 30)[0]!, parts(1, 5, bytesOf(HELLO, 0), 30)[0]!, parts(1, 0, HELLO, 30)[1]!].map((part) =>
        toServer(part),
      ),
    ],
  ])('of a hello %s', (_what, packets) => {
    const seen = see(...packets);
    expect(seen.facts.map(({ attribute, value }) => [attribute, value])).toEqual(
      whole.facts.map(({ attribute, value }) => [attribute, value]),
    );
    expect(seen.anomalies).toEqual({});
    const sni = seen.facts.find(({ attribute }) => attribute === 'tls.sni')!;
    expect(new TextDecoder().decode(seen.bytesOf(sni))).toBe('pump-gw');
  });

  test('a message that never ends is given up', () => {
    const endless = Array.from({ length: 200 }, (_, i) =>
      toServer(handshake(1, 0, new Uint8Array(2000), i * 2, i * 2 + 1)),
    );
    expect(see(toServer(handshake(1, 9, HELLO)), ...endless).anomalies['dtls-too-many-fragments']).toBeGreaterThan(0);
    const long = see(toServer(record(22, bytesOf(1, u24(100_000), u16(0), u24(0), u24(5), 'hello'))));
    expect(long.anomalies).toEqual({ 'dtls-message-too-long': 1 });
  });
});

test('DTLS 1.3 goes on in records of another form', () => {
  const extension = bytesOf(u16(43), u16(2), 0xfe, 0xfc);
  const answer = bytesOf(0xfe, 0xfd, new Uint8Array(32), 0, u16(0x1301), 0, u16(extension.length), extension);
  const seen = see(
    toServer(handshake(1, 0, HELLO)),
    toClient(handshake(2, 0, answer), bytesOf(0x2f, new Uint8Array(20))),
  );
  expect(seen.values('tls.version')).toEqual(['0xfefd', '0xfefc']);
  expect(seen.edges[0]!.encrypted).toBe(true);
  expect(seen.anomalies).toEqual({});
});

test.each([
  ['application data', record(23, new Uint8Array(30), 1), 'dtls'],
  [
    'a record that is followed by something else',
    bytesOf(record(23, new Uint8Array(30), 1), new Uint8Array(20)),
    undefined,
  ],
  ['a record that is cut', record(23, new Uint8Array(30), 1).subarray(0, 30), undefined],
  ['TLS', bytesOf(22, 3, 3, u16(8), new Uint8Array(8)), undefined],
])('%s', (_what, bytes, protocol) => {
  expect(see(toServer(bytes)).edges[0]!.protocol).toBe(protocol);
});

test('a fragment that goes past its message is an anomaly', () => {
  const bad = record(22, bytesOf(1, u24(10), u16(0), u24(8), u24(4), 'abcd'));
  expect(see(toServer(bad)).anomalies).toEqual({ 'dtls-record-malformed': 1 });
});
