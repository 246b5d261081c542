import { ascii, be16, cat, len16, len24, len8, u8, zeros } from '../../../bench/captures/bytes.ts';
import type { Random } from '../../../bench/captures/random.ts';
import { ask, tell, type Turn } from '../network/tcp.ts';
import type { Certificate } from './certificate.ts';

const HANDSHAKE = 22;
const CHANGE_CIPHER_SPEC = 20;
const APPLICATION_DATA = 23;
const RECORD_MAX_BYTES = 4096;
const SEALED_MIN_BYTES = 40;

const record = (type: number, version: number, ...parts: readonly Buffer[]): Buffer =>
  cat(u8(type), be16(version), len16(...parts));
const handshake = (type: number, ...parts: readonly Buffer[]): Buffer => cat(u8(type), len24(...parts));
const extension = (type: number, ...parts: readonly Buffer[]): Buffer => cat(be16(type), len16(...parts));
const list16 = (values: readonly number[]): Buffer => len16(...values.map(be16));

/** How a TLS library greets (RFC 8446 §4.1.2); what JA3 and JA4 are made from. */
export interface TlsClient {
  readonly maximum: 0x0301 | 0x0303 | 0x0304;
  readonly suites: readonly number[];
  readonly groups: readonly number[];
  readonly signatures: readonly number[];
  readonly protocols: readonly string[];
  /** Sends no server name. */
  readonly nameless?: boolean;
}

const MODERN_SIGNATURES = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601];

export const SCHANNEL: TlsClient = {
  maximum: 0x0304,
  suites: [0x1302, 0x1301, 0xc02c, 0xc02b, 0xc030, 0xc02f, 0xc024, 0xc023, 0xc028, 0xc027, 0x009d, 0x009c],
  groups: [0x1d, 0x17, 0x18],
  signatures: [0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0201, 0x0403, 0x0503],
  protocols: ['h2', 'http/1.1'],
};
export const OPENSSL: TlsClient = {
  maximum: 0x0304,
  suites: [0x1302, 0x1303, 0x1301, 0xc02c, 0xc030, 0x009f, 0xcca9, 0xcca8, 0xccaa, 0xc02b, 0xc02f, 0x009e],
  groups: [0x1d, 0x17, 0x1e, 0x19, 0x18],
  signatures: MODERN_SIGNATURES,
  protocols: ['http/1.1'],
};
export const MBEDTLS: TlsClient = {
  maximum: 0x0303,
  suites: [0xc02c, 0xc030, 0xc0ad, 0xc024, 0xc028, 0xc02b, 0xc02f, 0xc0ac, 0xc023, 0xc027, 0x009d, 0x009c],
  groups: [0x19, 0x18, 0x17],
  signatures: [0x0603, 0x0601, 0x0503, 0x0501, 0x0403, 0x0401],
  protocols: [],
};
export const OLD_WINDOWS: TlsClient = {
  maximum: 0x0301,
  suites: [0x002f, 0x0035, 0x0005, 0x000a, 0xc013, 0xc014],
  groups: [0x17, 0x18],
  signatures: [],
  protocols: [],
};

export interface TlsSession {
  readonly random: Random;
  readonly client: TlsClient;
  readonly serverName: string;
  /** Up to TLS 1.2 the certificates can be seen. */
  readonly version: 0x0301 | 0x0303 | 0x0304;
  readonly serverCertificate: Certificate;
  /** Asked for, and shown. */
  readonly clientCertificate?: Certificate;
}

function clientHello({ random, client, serverName }: TlsSession): Buffer {
  const isModern = client.maximum === 0x0304;
  const extensions: Buffer[] = [];
  if (client.nameless !== true) extensions.push(extension(0, len16(u8(0), len16(ascii(serverName)))));
  extensions.push(extension(10, list16(client.groups)), extension(11, len8(u8(0))));
  if (client.signatures.length > 0) extensions.push(extension(13, list16(client.signatures)));
  if (client.protocols.length > 0) {
    extensions.push(extension(16, len16(...client.protocols.map((name) => len8(ascii(name))))));
  }
  if (isModern) {
    extensions.push(
      extension(43, len8(be16(0x0304), be16(0x0303))),
      extension(45, len8(u8(1))),
      extension(51, len16(be16(0x1d), len16(random.bytes(32)))),
    );
  } else extensions.push(extension(0xff01, u8(0)));
  const session = isModern ? random.bytes(32) : zeros(0);
  const version = be16(Math.min(client.maximum, 0x0303));
  return handshake(1, version, random.bytes(32), len8(session), list16(client.suites), u8(1, 0), len16(...extensions));
}

/** Records of sealed data; nobody will open them. */
export function sealed(random: Random, size: number, version = 0x0303): Buffer {
  const records: Buffer[] = [];
  for (let left = size; left > 0; left -= RECORD_MAX_BYTES) {
    records.push(
      record(APPLICATION_DATA, version, random.bytes(Math.max(SEALED_MIN_BYTES, Math.min(left, RECORD_MAX_BYTES)))),
    );
  }
  return cat(...records);
}

const change = (version: number): Buffer => record(CHANGE_CIPHER_SPEC, version, u8(1));

/** The handshake in turns (RFC 5246 §7.3, RFC 8446 §2). */
export function tlsHandshake(session: TlsSession): Turn[] {
  const hello = ask(record(HANDSHAKE, 0x0301, clientHello(session)), 0.001);
  return [hello, ...(session.version === 0x0304 ? modern(session) : older(session))];
}

function modern({ random }: TlsSession): Turn[] {
  const extensions = len16(extension(43, be16(0x0304)), extension(51, be16(0x1d), len16(random.bytes(32))));
  const hello = handshake(2, be16(0x0303), random.bytes(32), len8(random.bytes(32)), be16(0x1302), u8(0), extensions);
  return [
    tell(cat(record(HANDSHAKE, 0x0303, hello), change(0x0303), sealed(random, 1400))),
    ask(cat(change(0x0303), sealed(random, 74))),
  ];
}

function older({ random, version, serverCertificate, clientCertificate }: TlsSession): Turn[] {
  const isOld = version === 0x0301;
  const suite = be16(isOld ? 0x002f : 0xc02f);
  const chain = (shown: Certificate): Buffer => handshake(11, len24(len24(shown)));
  const flight = [
    handshake(
      2,
      be16(version),
      random.bytes(32),
      len8(random.bytes(32)),
      suite,
      u8(0),
      len16(extension(0xff01, u8(0))),
    ),
    chain(serverCertificate),
  ];
  if (!isOld) {
    flight.push(handshake(12, u8(3, 0, 0x1d), len8(random.bytes(32)), be16(0x0401), len16(random.bytes(256))));
  }
  if (clientCertificate !== undefined) {
    flight.push(handshake(13, len8(u8(1, 0x40)), list16([0x0403, 0x0401]), len16()));
  }
  flight.push(handshake(14));
  const exchange = handshake(16, isOld ? len16(random.bytes(256)) : len8(random.bytes(32)));
  const answer =
    clientCertificate === undefined
      ? [exchange]
      : [chain(clientCertificate), exchange, handshake(15, be16(0x0401), len16(random.bytes(256)))];
  const finished = (): Buffer => record(HANDSHAKE, version, random.bytes(SEALED_MIN_BYTES));
  return [
    tell(record(HANDSHAKE, version, ...flight), 0.003),
    ask(cat(record(HANDSHAKE, version, ...answer), change(version), finished()), 0.004),
    tell(cat(change(version), finished()), 0.003),
  ];
}
