import { u16At } from '#bytes';
import type { Ports } from '../ports.ts';
import { copyBytes } from './copy-bytes.ts';
import { type ClientHello, isGrease, type ServerHello } from './tls-hello.ts';

/** What carries the hello: the first letter of a JA4. */
export type HelloTransport = 't' | 'd' | 'q';

export interface ClientFingerprints {
  readonly ja3: string;
  readonly ja4: string;
}

/** Different hellos remembered at once; beyond it all are forgotten and made again. */
const REMEMBERED = 4096;
/** A hello whose deciding bytes are longer is fingerprinted each time. */
const KEY_BYTES = 1024;

/** First letter pair of a JA4's version (JA4 technical details, "TLS and DTLS version"). */
const JA4_VERSIONS: Readonly<Record<number, string>> = {
  0x0304: '13',
  0x0303: '12',
  0x0302: '11',
  0x0301: '10',
  0x0300: 's3',
  0x0002: 's2',
  0xfeff: 'd1',
  0xfefd: 'd2',
  0xfefc: 'd3',
};
const EXTENSION_SNI = 0;
const EXTENSION_ALPN = 16;
const NO_HASH = '000000000000';

/**
 * Computes JA3 (BSD-3-Clause, Salesforce) and JA4 of TLS clients (BSD-3-Clause, FoxIO), and remembers them by the bytes
 * that decide them: hosts say the same hello again and again, with another random and key share each time.
 */
export class TlsFingerprints {
  private readonly ports: Ports;
  private readonly remembered = new Map<number, ClientFingerprints & { readonly key: Uint8Array }>();
  private readonly servers = new Map<string, string>();
  private readonly key = new Uint8Array(KEY_BYTES);
  private keyLength = 0;

  constructor(ports: Ports) {
    this.ports = ports;
  }

  client(bytes: Uint8Array, hello: ClientHello, transport: HelloTransport): ClientFingerprints {
    if (!this.makeKey(bytes, hello, transport)) return this.compute(bytes, hello, transport);
    const hash = hashOf(this.key, this.keyLength);
    const known = this.remembered.get(hash);
    if (known !== undefined && sameBytes(known.key, this.key, this.keyLength)) return known;
    const made = { ...this.compute(bytes, hello, transport), key: copyBytes(this.key, 0, this.keyLength) };
    if (this.remembered.size >= REMEMBERED) this.remembered.clear();
    this.remembered.set(hash, made);
    return made;
  }

  /** JA3S: version, cipher and extensions of the ServerHello in order. */
  server(bytes: Uint8Array, hello: ServerHello): string {
    const text = `${hello.legacyVersion},${hello.cipher},${extensionTypes(bytes, hello.extensionsFrom, hello.extensionsTo, false).join('-')}`;
    let ja3s = this.servers.get(text);
    if (ja3s === undefined) {
      ja3s = this.ports.digest('md5', text);
      if (this.servers.size >= REMEMBERED) this.servers.clear();
      if (text.length <= KEY_BYTES) this.servers.set(text, ja3s);
    }
    return ja3s;
  }

  private compute(bytes: Uint8Array, hello: ClientHello, transport: HelloTransport): ClientFingerprints {
    const ciphers = codes(bytes, hello.ciphersFrom, hello.ciphersTo);
    const extensions = extensionTypes(bytes, hello.extensionsFrom, hello.extensionsTo, true);
    const groups = codes(bytes, hello.groupsFrom, hello.groupsTo);
    const formats = [...bytes.subarray(hello.formatsFrom, hello.formatsTo)];
    const ja3 = [[hello.legacyVersion], ciphers, extensions, groups, formats].map((list) => list.join('-')).join(',');
    return {
      ja3: this.ports.digest('md5', ja3),
      ja4: `${ja4Head(bytes, hello, transport, ciphers.length, extensions.length)}_${this.ja4Ciphers(ciphers)}_${this.ja4Extensions(bytes, hello, extensions)}`,
    };
  }

  private ja4Ciphers(ciphers: readonly number[]): string {
    return ciphers.length === 0 ? NO_HASH : this.ports.digest('sha256', sortedHex(ciphers)).slice(0, 12);
  }

  private ja4Extensions(bytes: Uint8Array, hello: ClientHello, extensions: readonly number[]): string {
    const counted = extensions.filter((type) => type !== EXTENSION_SNI && type !== EXTENSION_ALPN);
    const signatures = codes(bytes, hello.signaturesFrom, hello.signaturesTo).map(hex4).join(',');
    if (counted.length === 0) return NO_HASH;
    const text = signatures === '' ? sortedHex(counted) : `${sortedHex(counted)}_${signatures}`;
    return this.ports.digest('sha256', text).slice(0, 12);
  }

  /** Puts the bytes that decide both fingerprints into `key`; false when they are too many. */
  private makeKey(bytes: Uint8Array, hello: ClientHello, transport: HelloTransport): boolean {
    const longest =
      8 +
      hello.ciphersTo -
      hello.ciphersFrom +
      hello.groupsTo -
      hello.groupsFrom +
      (hello.formatsTo - hello.formatsFrom) +
      (hello.signaturesTo - hello.signaturesFrom) +
      12;
    if (longest > KEY_BYTES) return false;
    this.keyLength = 0;
    this.put(transport.charCodeAt(0));
    this.put16(hello.legacyVersion);
    this.put16(hello.version);
    this.putCodes(bytes, hello.ciphersFrom, hello.ciphersTo);
    this.putCodes(bytes, hello.groupsFrom, hello.groupsTo);
    this.putCodes(bytes, hello.signaturesFrom, hello.signaturesTo);
    this.put(hello.formatsTo - hello.formatsFrom);
    for (let at = hello.formatsFrom; at < hello.formatsTo; at++) this.put(bytes[at]!);
    const alpnLength = hello.alpnTo > hello.alpnFrom ? bytes[hello.alpnFrom]! : 0;
    this.put(alpnLength);
    if (alpnLength > 0 && hello.alpnFrom + alpnLength < hello.alpnTo) {
      this.put(bytes[hello.alpnFrom + 1]!);
      this.put(bytes[hello.alpnFrom + alpnLength]!);
    }
    for (let at = hello.extensionsFrom; at < hello.extensionsTo; at += 4 + u16At(bytes, at + 2)) {
      if (this.keyLength + 2 > KEY_BYTES) return false;
      const type = u16At(bytes, at);
      if (!isGrease(type)) this.put16(type);
    }
    return true;
  }

  private putCodes(bytes: Uint8Array, from: number, to: number): void {
    const lengthAt = this.keyLength;
    this.keyLength += 2;
    for (let at = from; at < to; at += 2) {
      const code = u16At(bytes, at);
      if (!isGrease(code)) this.put16(code);
    }
    const count = (this.keyLength - lengthAt - 2) >> 1;
    this.key[lengthAt] = count >> 8;
    this.key[lengthAt + 1] = count;
  }

  private put(byte: number): void {
    this.key[this.keyLength++] = byte;
  }

  private put16(value: number): void {
    this.key[this.keyLength++] = value >> 8;
    this.key[this.keyLength++] = value;
  }
}

function ja4Head(
  bytes: Uint8Array,
  hello: ClientHello,
  transport: HelloTransport,
  ciphers: number,
  extensions: number,
): string {
  const version = JA4_VERSIONS[hello.version] ?? '00';
  return `${transport}${version}${hello.hasSni ? 'd' : 'i'}${twoDigits(ciphers)}${twoDigits(extensions)}${ja4Alpn(bytes, hello)}`;
}

/**
 * First and last character of the first ALPN name; of its hexadecimal form when either is not a letter or digit. A name
 * that begins outside ASCII is `99`, as the reference implementation and its test data have it.
 */
function ja4Alpn(bytes: Uint8Array, hello: ClientHello): string {
  const length = hello.alpnTo > hello.alpnFrom ? bytes[hello.alpnFrom]! : 0;
  if (length === 0 || hello.alpnFrom + length >= hello.alpnTo) return '00';
  const first = bytes[hello.alpnFrom + 1]!;
  const last = bytes[hello.alpnFrom + length]!;
  if (isAlphanumeric(first) && isAlphanumeric(last)) return String.fromCharCode(first, last);
  if (first >= 0x80) return '99';
  return (first >> 4).toString(16) + (last & 15).toString(16);
}

const isAlphanumeric = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);

const twoDigits = (count: number): string => String(Math.min(count, 99)).padStart(2, '0');

const hex4 = (code: number): string => code.toString(16).padStart(4, '0');

const sortedHex = (list: readonly number[]): string => list.map(hex4).sort().join(',');

/** The 16-bit codes of [from, to) without GREASE. */
function codes(bytes: Uint8Array, from: number, to: number): number[] {
  const list: number[] = [];
  for (let at = from; at + 1 < to; at += 2) {
    const code = u16At(bytes, at);
    if (!isGrease(code)) list.push(code);
  }
  return list;
}

/** Types of the extensions in [from, to), which were checked to fit when the hello was read. */
function extensionTypes(bytes: Uint8Array, from: number, to: number, withoutGrease: boolean): number[] {
  const list: number[] = [];
  for (let at = from; at < to; at += 4 + u16At(bytes, at + 2)) {
    const type = u16At(bytes, at);
    if (!withoutGrease || !isGrease(type)) list.push(type);
  }
  return list;
}

/** FNV-1a over 32 bits; only spreads the table, equality is by the bytes. */
function hashOf(key: Uint8Array, length: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = 0; at < length; at++) hash = Math.imul(hash ^ key[at]!, 0x01000193);
  return hash;
}

function sameBytes(known: Uint8Array, key: Uint8Array, length: number): boolean {
  if (known.length !== length) return false;
  for (let at = 0; at < length; at++) if (known[at] !== key[at]) return false;
  return true;
}

const perPorts = new WeakMap<Ports, TlsFingerprints>();

/** The fingerprints of one engine. */
export function fingerprintsFor(ports: Ports): TlsFingerprints {
  let made = perPorts.get(ports);
  if (made === undefined) {
    made = new TlsFingerprints(ports);
    perPorts.set(ports, made);
  }
  return made;
}

/** A 16-bit code as the wire has it, `0x0303`. */
export const wireCode = (code: number): string => `0x${hex4(code)}`;
