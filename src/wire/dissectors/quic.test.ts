import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { wirePorts } from '#connect';
import { bytesOf, fromHex, u16, u32 } from '../../../tests/packets.ts';
import { rehearse, type Said } from '../../../tests/rehearsal.ts';
import { withstands } from '../../../tests/withstands.ts';
import { initialKeys, quicVersion } from '../parts/quic-keys.ts';
import { quic } from './quic.ts';

const CLIENT = ['10.0.0.9', 50443] as const;
const SERVER = ['10.0.0.7', 443] as const;
const toServer = (bytes: Uint8Array) => ({ udp: { from: CLIENT, to: SERVER }, bytes }) satisfies Said;
const toClient = (bytes: Uint8Array) => ({ udp: { from: SERVER, to: CLIENT }, bytes }) satisfies Said;
const see = (...packets: Said[]) => rehearse({ dissectors: [quic], packets });
const ports = wirePorts({ entryOf: () => undefined });
const ID = fromHex('8394c8f03e515708');
const OTHER_ID = fromHex('f067a5502a4262b5');
const V2 = 0x6b3343cf;

/** RFC 9000 §16, always two bytes. */
const varint = (value: number) => [0x40 | (value >> 8), value & 0xff];
const extension = (type: number, body: Uint8Array) => bytesOf(u16(type), u16(body.length), body);
const EXTENSIONS = bytesOf(
  extension(0, bytesOf(u16(16), 0, u16(13), 'pump-gw.local')),
  extension(16, bytesOf(u16(3), 2, 'h3')),
  extension(43, bytesOf(2, 3, 4)),
);
const message = (type: number, body: Uint8Array) => bytesOf(type, 0, u16(body.length), body);
const HELLO = message(
  1,
  bytesOf(3, 3, new Uint8Array(33), u16(2), u16(0x1301), 1, 0, u16(EXTENSIONS.length), EXTENSIONS),
);
const CHOSEN = extension(43, bytesOf(3, 4));
const ANSWER = message(2, bytesOf(3, 3, new Uint8Array(32).fill(7), 0, u16(0x1301), 0, u16(CHOSEN.length), CHOSEN));
/** RFC 9000 §19.6. */
const crypto = (hello: Uint8Array, from: number, to: number) =>
  bytesOf(6, varint(from), varint(to - from), hello.subarray(from, to));
const ACK = bytesOf(2, varint(9), varint(0), varint(1), varint(0), varint(1), varint(1));

interface Fields {
  readonly sender?: 'client' | 'server';
  readonly version?: number;
  /** What keys are made of; the id in the header when absent. */
  readonly keyId?: Uint8Array;
  readonly id?: Uint8Array;
}

/** Seals an Initial packet with a packet number of two bytes (RFC 9000 §17.2.2, RFC 9001 §5.3 and §5.4). */
function initial(frames: Uint8Array, fields: Fields = {}): Uint8Array {
  const { sender = 'client', version = 1, id = ID } = fields;
  const known = quicVersion(version)!;
  const keys = initialKeys(ports, known, fields.keyId ?? id, sender);
  const padded = bytesOf(frames, new Uint8Array(Math.max(0, 60 - frames.length)));
  const header = bytesOf(
    0xc1 | (known.initialType << 4),
    u32(version),
    id.length,
    id,
    0,
    varint(0),
    varint(2 + padded.length + 16),
    0,
    5,
  );
  const nonce = keys.iv.slice();
  nonce[11]! ^= 5;
  const cipher = createCipheriv('aes-128-gcm', keys.key, nonce);
  cipher.setAAD(header);
  const sealed = bytesOf(cipher.update(padded), cipher.final(), cipher.getAuthTag());
  const packet = bytesOf(header, sealed);
  const mask = ports.aes128Block(keys.headerProtection, packet.slice(header.length + 2, header.length + 18));
  packet[0]! ^= mask[0]! & 0x0f;
  packet[header.length - 2]! ^= mask[1]!;
  packet[header.length - 1]! ^= mask[2]!;
  return packet;
}

const ASK = initial(crypto(HELLO, 0, HELLO.length));
const REPLY = initial(bytesOf(ACK, crypto(ANSWER, 0, ANSWER.length)), { sender: 'server', id: OTHER_ID, keyId: ID });

withstands(quic, [toServer(ASK), toClient(REPLY)]);

const named = (seen: ReturnType<typeof see>) =>
  seen.facts
    .filter(({ attribute }) => !/ja[34]/.test(attribute))
    .map(({ attribute, value, subject }) => `${subject.ip} ${attribute}=${value}`);
const OF_CLIENT = ['10.0.0.9 tls.version=0x0304', '10.0.0.7 tls.sni=pump-gw.local', '10.0.0.9 tls.alpn=h3'];

test('both hellos are read', () => {
  const seen = see(toServer(ASK), toClient(REPLY));
  expect(named(seen)).toEqual([
    '10.0.0.9 quic.version=0x00000001',
    ...OF_CLIENT,
    '10.0.0.7 quic.version=0x00000001',
    '10.0.0.7 tls.version=0x0304',
    '10.0.0.7 tls.cipher=0x1301',
  ]);
  expect(seen.value('tls.ja4')).toMatch(/^q13d0103h3_/);
  expect(seen.edges[0]).toMatchObject({ protocol: 'quic', encrypted: true });
  expect(seen.anomalies).toEqual({});
});

test('a value opens into the sealed bytes that carry it', () => {
  const seen = see(toServer(ASK));
  const fact = seen.facts.find(({ attribute }) => attribute === 'tls.sni')!;
  expect(fact.source.derived).toBe('decrypted');
  const at = HELLO.indexOf(0x70, HELLO.length - EXTENSIONS.length);
  // Header of 21 bytes with its packet number, then five bytes of the CRYPTO frame's own header.
  const sealed = ASK.subarray(21 + 5 + at, 21 + 5 + at + 13);
  expect(seen.bytesOf(fact)).toEqual(sealed);
});

test.each([
  ['version 2', [initial(crypto(HELLO, 0, HELLO.length), { version: V2 })]],
  ['draft 29', [initial(crypto(HELLO, 0, HELLO.length), { version: 0xff00001d })]],
  ['frames out of order', [initial(bytesOf(crypto(HELLO, 40, HELLO.length), [0, 1], crypto(HELLO, 0, 40)))]],
  ['overlapping frames', [initial(bytesOf(crypto(HELLO, 0, 60), crypto(HELLO, 20, HELLO.length)))]],
  ['two datagrams', [initial(crypto(HELLO, 50, HELLO.length)), initial(crypto(HELLO, 0, 50))]],
  ['two packets in one datagram', [bytesOf(initial(crypto(HELLO, 0, 50)), initial(crypto(HELLO, 50, HELLO.length)))]],
])('the hello is read from %s', (_what, datagrams) => {
  const seen = see(...datagrams.map(toServer));
  expect(named(seen).filter((text) => !text.includes('quic.version'))).toEqual(OF_CLIENT);
  expect(seen.anomalies).toEqual({});
});

test('a Retry gives another connection id, and other keys', () => {
  const seen = see(
    toServer(initial(crypto(HELLO, 0, 20))),
    toServer(initial(crypto(HELLO, 20, HELLO.length), { id: OTHER_ID })),
  );
  expect(seen.value('tls.sni')).toBe('pump-gw.local');
});

test('after the first answer the client uses the server’s id with the old keys', () => {
  const seen = see(
    toServer(initial(crypto(HELLO, 0, 20))),
    toClient(REPLY),
    toServer(initial(crypto(HELLO, 20, HELLO.length), { id: OTHER_ID, keyId: ID })),
  );
  expect(seen.value('tls.sni')).toBe('pump-gw.local');
});

describe('damage', () => {
  test('a packet that does not open says only its version', () => {
    const damaged = ASK.slice();
    damaged[damaged.length - 1]! ^= 1;
    expect(named(see(toServer(damaged)))).toEqual(['10.0.0.9 quic.version=0x00000001']);
  });

  test.each([
    ['a frame that goes past the packet', bytesOf(6, varint(0), varint(900), 1, 2, 3), 'quic-frame-malformed'],
    ['an offset beyond any hello', bytesOf(6, varint(16_380), varint(10), new Uint8Array(10)), 'quic-hello-too-long'],
  ])('%s is an anomaly', (_what, frames, kind) => {
    expect(see(toServer(initial(frames))).anomalies).toEqual({ [kind]: 1 });
  });
});

describe('gQUIC', () => {
  /** Public header with version and connection id, packet number, hash, stream frame; then the hello with its tags. */
  const gquic = (version: string, ...tags: readonly (readonly [name: string, value: string])[]) => {
    let end = 0;
    const table = tags.map(([name, value]) => {
      end += value.length;
      return bytesOf(name, u32(end).reverse());
    });
    return bytesOf(
      0x0d,
      new Uint8Array(8),
      version,
      1,
      new Uint8Array(16),
      'CHLO',
      [tags.length, 0, 0, 0],
      ...table,
      ...tags.map(([, value]) => value),
    );
  };

  test('names server and software in clear', () => {
    const seen = see(toServer(gquic('Q043', ['PAD\0', '--'], ['SNI\0', 'www.example.com'], ['UAID', 'Chrome/46'])));
    expect(named(seen)).toEqual([
      '10.0.0.9 quic.version=Q043',
      '10.0.0.7 quic.sni=www.example.com',
      '10.0.0.9 quic.user-agent=Chrome/46',
    ]);
  });

  test('a tag that goes past the datagram is not read', () => {
    const cut = gquic('Q043', ['SNI\0', 'www.example.com']);
    expect(named(see(toServer(cut.subarray(0, cut.length - 1))))).toEqual(['10.0.0.9 quic.version=Q043']);
  });
});

test.each([
  ['a short header on the web port', 443, new Uint8Array(40).fill(0x41), 'quic'],
  ['a short header elsewhere', 4443, new Uint8Array(40).fill(0x41), undefined],
  ['a version that is not known', 443, bytesOf(0xc0, u32(0x12345678), 0, 0, new Uint8Array(40)), undefined],
  ['a list of versions', 443, bytesOf(0x80, u32(0), 0, 0, u32(1), u32(V2)), 'quic'],
  ['an Initial on any port', 4433, ASK, 'quic'],
])('%s', (_what, port, bytes, protocol) => {
  const seen = see({ udp: { from: CLIENT, to: ['10.0.0.7', port] }, bytes });
  expect(seen.edges[0]!.protocol).toBe(protocol);
});
