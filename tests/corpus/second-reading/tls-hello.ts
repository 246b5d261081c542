import { createHash } from 'node:crypto';

interface Hello {
  readonly isClient: boolean;
  readonly version: number;
  readonly suites: readonly number[];
  /** In the order of the wire: type and value. */
  readonly extensions: readonly (readonly [number, Buffer])[];
}

const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const HANDSHAKE_RECORD = 0x16;

const EXTENSION = { serverName: 0, groups: 10, pointFormats: 11, signatures: 13, alpn: 16, versions: 43 } as const;

/** Joins the handshake bytes of consecutive records; bytes that begin with a handshake message stay. */
function handshakeBytes(bytes: Buffer): Buffer {
  if (bytes[0] !== HANDSHAKE_RECORD) return bytes;
  const parts: Buffer[] = [];
  for (let at = 0; at + 5 <= bytes.length && bytes[at] === HANDSHAKE_RECORD; ) {
    const length = bytes.readUInt16BE(at + 3);
    parts.push(bytes.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return Buffer.concat(parts);
}

function words(bytes: Buffer, from: number, to: number): readonly number[] {
  const list: number[] = [];
  for (let at = from; at + 2 <= to; at += 2) list.push(bytes.readUInt16BE(at));
  return list;
}

/** DTLS writes its versions in ones' complement; an early implementation, still in use, wrote 1.0 as it is. */
const isDtls = (version: number) => version >> 8 === 0xfe || version === 0x0100;

/** A range may leave the header of the message out. */
function withHeader(bytes: Buffer, isClient: boolean): Buffer {
  const type = isClient ? CLIENT_HELLO : SERVER_HELLO;
  return Buffer.concat([Buffer.from([type, 0, bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

/** @throws RangeError when the message is cut. */
function parseHello(message: Buffer): Hello | undefined {
  const type = message[0];
  if (type !== CLIENT_HELLO && type !== SERVER_HELLO) return undefined;
  const version = message.readUInt16BE(4);
  let at = 6 + 32;
  at += 1 + message.readUInt8(at);
  // RFC 6347 section 4.2.1: a cookie follows the session.
  if (type === CLIENT_HELLO && isDtls(version)) at += 1 + message.readUInt8(at);
  let suites: readonly number[];
  if (type === CLIENT_HELLO) {
    const length = message.readUInt16BE(at);
    suites = words(message, at + 2, at + 2 + length);
    at += 2 + length;
    at += 1 + message.readUInt8(at);
  } else {
    suites = [message.readUInt16BE(at)];
    at += 3;
  }
  const extensions: [number, Buffer][] = [];
  const declared = message.readUIntBE(1, 3) + 4;
  if (at + 2 <= Math.min(message.length, declared)) {
    const end = at + 2 + message.readUInt16BE(at);
    at += 2;
    while (at + 4 <= end) {
      const length = message.readUInt16BE(at + 2);
      if (at + 4 + length > message.length) throw new RangeError('cut');
      extensions.push([message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length)]);
      at += 4 + length;
    }
  }
  return { isClient: type === CLIENT_HELLO, version, suites, extensions };
}

/** RFC 8701: both bytes alike, low half 10. */
const isGrease = (value: number) => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
const plain = (values: readonly number[]) => values.filter((value) => !isGrease(value));
const hex4 = (value: number) => value.toString(16).padStart(4, '0');
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const sha12 = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

function valueOf(hello: Hello, type: number): Buffer | undefined {
  return hello.extensions.find(([each]) => each === type)?.[1];
}

/** https://github.com/salesforce/ja3: fields in decimal, joined, hashed. */
function ja3Of(hello: Hello): string {
  const types = plain(hello.extensions.map(([type]) => type)).join('-');
  if (!hello.isClient) return md5([hello.version, hello.suites.join('-'), types].join(','));
  const groups = valueOf(hello, EXTENSION.groups);
  const formats = valueOf(hello, EXTENSION.pointFormats);
  const curves = groups === undefined ? [] : plain(words(groups, 2, groups.length));
  const points = formats === undefined ? [] : [...formats.subarray(1)];
  return md5([hello.version, plain(hello.suites).join('-'), types, curves.join('-'), points.join('-')].join(','));
}

const JA4_VERSIONS: Readonly<Record<number, string>> = {
  0x0002: 's2',
  0x0300: 's3',
  0x0301: '10',
  0x0302: '11',
  0x0303: '12',
  0x0304: '13',
  0xfeff: 'd1',
  0xfefd: 'd2',
  0xfefc: 'd3',
};

/**
 * The first and last character of the first protocol, or hex digits where either is not alphanumeric. The list of the JA4
 * project has 99 where the name begins outside ASCII, and the list decides.
 */
function alpnCode(extension: Buffer | undefined): string {
  const length = extension?.[2] ?? 0;
  const name = extension?.subarray(3, 3 + length);
  if (name === undefined || name.length === 0) return '00';
  if ((name[0] ?? 0) > 0x7f) return '99';
  const ends = [name[0] ?? 0, name[name.length - 1] ?? 0].map((code) => String.fromCharCode(code));
  if (ends.every((char) => /[0-9A-Za-z]/.test(char))) return ends.join('');
  const digits = name.toString('hex');
  return `${digits.charAt(0)}${digits.charAt(digits.length - 1)}`;
}

/** https://github.com/FoxIO-LLC/ja4, technical_details/JA4.md (the TLS client fingerprint only). */
function ja4Of(hello: Hello, transport: string): string {
  const versions = valueOf(hello, EXTENSION.versions);
  const offered = versions === undefined ? [] : plain(words(versions, 1, versions.length));
  const version = offered.length > 0 ? Math.max(...offered) : hello.version;
  const suites = plain(hello.suites);
  const types = plain(hello.extensions.map(([type]) => type));
  const signatures = valueOf(hello, EXTENSION.signatures);
  const algorithms = signatures === undefined ? [] : plain(words(signatures, 2, signatures.length));
  const counts = [suites, types].map((list) => String(Math.min(99, list.length)).padStart(2, '0')).join('');
  const named = types.includes(EXTENSION.serverName) ? 'd' : 'i';
  const sortedSuites = suites.map(hex4).sort().join(',');
  const sortedTypes = types
    .filter((type) => type !== EXTENSION.serverName && type !== EXTENSION.alpn)
    .map(hex4)
    .sort()
    .join(',');
  const tail = algorithms.length > 0 ? `${sortedTypes}_${algorithms.map(hex4).join(',')}` : sortedTypes;
  const none = '000000000000';
  return [
    `${transport}${JA4_VERSIONS[version] ?? '00'}${named}${counts}${alpnCode(valueOf(hello, EXTENSION.alpn))}`,
    suites.length > 0 ? sha12(sortedSuites) : none,
    tail !== '' ? sha12(tail) : none,
  ].join('_');
}

/** Undefined when there is no hello message or it is cut. */
function fingerprintOf(attribute: string, message: Buffer, transport: string): string | undefined {
  try {
    const hello = parseHello(message);
    if (hello === undefined) return undefined;
    return attribute === 'tls.ja4' ? ja4Of(hello, transport) : ja3Of(hello);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * True when the bytes are a hello message, with or without its headers, whose fingerprint is the value. JA4 begins with a
 * letter for the transport, which the bytes do not show: it is taken from the value.
 */
export function hasFingerprint(attribute: string, bytes: Buffer, value: string): boolean {
  const wanted = value.trim().toLowerCase();
  const readings = [handshakeBytes(bytes), withHeader(bytes.subarray(0, 0xffff), attribute !== 'tls.ja3s')];
  return readings.some((message) => fingerprintOf(attribute, message, wanted.charAt(0)) === wanted);
}
