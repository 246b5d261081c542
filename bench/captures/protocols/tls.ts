import { ascii, be16, cat, len16, len24, len8, u8, zeros } from '../bytes.ts';
import { certificate, commonName } from '../der.ts';
import type { Host } from '../hosts.ts';
import type { Protocol, Scene } from '../scene.ts';
import { type Message, say, TcpFlow } from '../tcp-flow.ts';

const record = (type: number, version: number, ...parts: readonly Buffer[]): Buffer =>
  cat(u8(type), be16(version), len16(...parts));
const handshake = (type: number, ...parts: readonly Buffer[]): Buffer => cat(u8(type), len24(...parts));
const extension = (type: number, ...parts: readonly Buffer[]): Buffer => cat(be16(type), len16(...parts));
const list16 = (...values: readonly number[]): Buffer => len16(...values.map(be16));

/** Cipher suites of the three stacks. */
const SUITES = [
  [0x1301, 0x1302, 0xc02c, 0xc02b, 0xc030, 0xc02f, 0x9f, 0x9e],
  [0x1302, 0x1303, 0x1301, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc02b, 0xc02f],
  [0x2f, 0x35, 0x0a],
];
const RECORD_BYTES = 4096;
const EMBEDDED = 2;
/** One server in five shows a certificate that has expired, one embedded client in five stops at TLS 1.0. */
const ONE_IN = 5;

function applicationData(scene: Scene, size: number): Buffer {
  const parts: Buffer[] = [];
  for (let left = size; left > 0; left -= RECORD_BYTES) {
    const n = Math.max(40, Math.min(RECORD_BYTES, left));
    parts.push(u8(0x17, 3, 3), be16(n), scene.noise(n));
  }
  return cat(...parts);
}

function certificateOf(scene: Scene, host: Host): Buffer {
  const name = `${host.label}.hospital.example`;
  host.certificate ??= certificate({
    random: (count) => scene.random.bytes(count),
    issuer: commonName('Test Hospital CA'),
    subject: commonName(name),
    notBefore: '230101000000Z',
    notAfter: host.id % ONE_IN === 0 ? '240101000000Z' : '300101000000Z',
    dnsNames: [name],
  });
  return host.certificate;
}

/** One connection with what both sides need to know of each other. */
interface Connection {
  readonly client: Host;
  readonly server: Host;
  /** TLS 1.0 only. */
  readonly isOld: boolean;
  /** TLS 1.3. */
  readonly isModern: boolean;
  readonly version: number;
  readonly session: Buffer;
}

function clientHello(scene: Scene, connection: Connection): Buffer {
  const { client, server, isModern, version, session } = connection;
  const { random } = scene;
  const extensions = [
    extension(0, len16(u8(0), len16(ascii(`${server.label}.hospital.example`)))),
    extension(10, list16(0x1d, 0x17, 0x18)),
    extension(11, len8(u8(0))),
    extension(13, list16(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501)),
  ];
  if (isModern) {
    extensions.push(
      extension(16, len16(len8(ascii('http/1.1')))),
      extension(43, len8(be16(0x0304), be16(0x0303))),
      extension(51, len16(be16(0x1d), len16(random.bytes(32)))),
      extension(45, len8(u8(1))),
    );
  }
  const body = [be16(version), random.bytes(32), len8(session), list16(...SUITES[client.cls.os]!), u8(1, 0)];
  return record(22, 0x0301, handshake(1, ...body, len16(...extensions)));
}

/** What follows the client's greeting when TLS 1.3 was agreed (RFC 8446 §2). */
function modernHandshake(scene: Scene, { session }: Connection, change: Buffer): Message[] {
  const { random } = scene;
  const key = [random.bytes(32), random.bytes(32)] as const;
  const extensions = len16(extension(43, be16(0x0304)), extension(51, be16(0x1d), len16(key[1])));
  const hello = handshake(2, be16(0x0303), key[0], len8(session), be16(0x1301), u8(0), extensions);
  return [
    say(0.002, 1, cat(record(22, 0x0303, hello), change, applicationData(scene, 1200))),
    say(0.001, 0, cat(change, applicationData(scene, 53))),
  ];
}

/** The same for older versions, where the certificate can be seen (RFC 5246 §7.3). */
function olderHandshake(scene: Scene, { server, isOld, version }: Connection, change: Buffer): Message[] {
  const { random } = scene;
  const shown = certificateOf(scene, server);
  const flight = [
    handshake(
      2,
      be16(version),
      random.bytes(32),
      len8(random.bytes(32)),
      be16(isOld ? 0x2f : 0xc02f),
      u8(0),
      len16(extension(0xff01, u8(0))),
    ),
    handshake(11, len24(len24(shown))),
  ];
  if (!isOld) {
    const point = len8(random.bytes(32));
    flight.push(handshake(12, u8(3, 0, 0x1d), point, be16(0x0401), len16(random.bytes(256))));
  }
  flight.push(handshake(14));
  const exchange = isOld ? len16(random.bytes(256)) : len8(random.bytes(32));
  return [
    say(0.002, 1, record(22, version, ...flight)),
    say(0.002, 0, cat(record(22, version, handshake(16, exchange)), change, record(22, version, random.bytes(40)))),
    say(0.002, 1, cat(change, record(22, version, random.bytes(40)))),
  ];
}

/** Connections of TLS 1.0, 1.2 and 1.3 with some data. */
export const tls: Protocol = {
  id: 'tls',
  prepare: (scene) => (count) => {
    const { network, random, options } = scene;
    const client = network.anyClient();
    const server = network.server(random.pick(['portal', 'pump', 'update']));
    const six = random.fraction() < options.ipv6;
    const isOld = client.cls.os === EMBEDDED && client.id % ONE_IN === 0;
    const isModern = !isOld && client.cls.os !== EMBEDDED;
    const version = isOld ? 0x0301 : 0x0303;
    const session = isModern ? random.bytes(32) : zeros(0);
    const connection = { client, server, isOld, isModern, version, session };
    const messages = [say(0.001, 0, clientHello(scene, connection))];
    const change = u8(20, version >>> 8, version & 255, 0, 1, 1);
    messages.push(...(isModern ? modernHandshake : olderHandshake)(scene, connection, change));
    for (let left = random.between(1, 4); left > 0; left--) {
      const wait = random.exponential(0.3);
      messages.push(
        say(wait, 0, applicationData(scene, random.between(80, 500))),
        say(0.005, 1, applicationData(scene, 100 + Math.round(random.exponential(1500 * options.bulk)))),
      );
    }
    const port = random.fraction() < 0.85 ? 443 : 8443;
    return new TcpFlow(scene, count, { from: client, to: server, port }, messages, { six });
  },
};
