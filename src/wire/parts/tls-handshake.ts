import { u16At } from '#bytes';
import type { Subject } from '../dissector.ts';
import type { FactSink } from './pieced-out.ts';
import { tlsAttributes } from './tls-attributes.ts';
import { CHAIN_CERTIFICATES, certificatesFor } from './tls-certificate.ts';
import { fingerprintsFor, type HelloTransport, wireCode } from './tls-fingerprint.ts';
import { ClientHello, ServerHello } from './tls-hello.ts';

/** HandshakeType (RFC 8446 §4, RFC 5246 §7.4). */
export const HANDSHAKE = {
  clientHello: 1,
  serverHello: 2,
  certificate: 11,
  certificateRequest: 13,
  serverHelloDone: 14,
  /** compressed_certificate (RFC 8879 §4). */
  lastKnown: 25,
} as const;

/** ALPN names of one hello that become facts. */
const ALPN_FACTS = 64;

const client = new ClientHello();
const server = new ServerHello();

/**
 * Reports a ClientHello whose body is bytes[from, to). `asker` sent it, `asked` is the server it describes by name.
 * `isCut`: the body goes on behind `to`, so that only what is there in full is reported. False when the body is cut or
 * malformed.
 */
export function reportClientHello(
  sink: FactSink,
  asker: Subject,
  asked: Subject,
  bytes: Uint8Array,
  from: number,
  to: number,
  transport: HelloTransport,
  isCut = false,
): boolean {
  const whole = client.read(bytes, from, to, transport === 'd') && !isCut;
  if (client.ciphersTo === 0) {
    sink.anomaly('tls-hello-malformed');
    return false;
  }
  // Of a hello that is cut, the version field alone may not be the highest offered.
  if (whole || client.versionAt !== from)
    sink.value(tlsAttributes.version, asker, wireCode(client.version), client.versionAt, client.versionAt + 2);
  if (client.sniTo > client.sniFrom) sink.text(tlsAttributes.sni, asked, client.sniFrom, client.sniTo);
  let count = 0;
  for (let at = client.alpnFrom; at < client.alpnTo && count < ALPN_FACTS; count++) {
    const end = at + 1 + bytes[at]!;
    if (end > client.alpnTo) break;
    sink.text(tlsAttributes.alpn, asker, at + 1, end);
    at = end;
  }
  if (!whole) {
    sink.anomaly('tls-hello-malformed');
    return false;
  }
  const prints = fingerprintsFor(sink.ports).client(bytes, client, transport);
  if (transport !== 'q') sink.value(tlsAttributes.ja3, asker, prints.ja3, from, to, { derived: 'ja3' });
  sink.value(tlsAttributes.ja4, asker, prints.ja4, from, to, { derived: 'ja4' });
  return true;
}

/** What of a ServerHello decides how the stream goes on. */
export interface ServerChoice {
  readonly version: number;
  readonly cipher: number;
  /** HelloRetryRequest (RFC 8446 §4.1.4). */
  readonly retry: boolean;
}

/** Reports a ServerHello whose body is bytes[from, to); undefined when it is malformed. */
export function reportServerHello(
  sink: FactSink,
  owner: Subject,
  bytes: Uint8Array,
  from: number,
  to: number,
): ServerChoice | undefined {
  const whole = server.read(bytes, from, to);
  if (!whole) {
    sink.anomaly('tls-hello-malformed');
    return undefined;
  }
  sink.value(tlsAttributes.version, owner, wireCode(server.version), server.versionAt, server.versionAt + 2);
  sink.value(tlsAttributes.cipher, owner, wireCode(server.cipher), server.cipherAt, server.cipherAt + 2);
  if (server.alpnTo > server.alpnFrom) sink.text(tlsAttributes.alpn, owner, server.alpnFrom, server.alpnTo);
  const ja3s = fingerprintsFor(sink.ports).server(bytes, server);
  sink.value(tlsAttributes.ja3s, owner, ja3s, from, to, { derived: 'ja3s' });
  return { version: server.version, cipher: server.cipher, retry: server.retry };
}

/**
 * Reports the chain of a Certificate message (RFC 5246 §7.4.2) whose body begins at `from`. `to` may lie before its end:
 * then the certificates that are whole are reported. `mayBePerson`: the first may be that of a person; see
 * TlsCertificates. Returns how many there were.
 */
export function reportCertificates(
  sink: FactSink,
  owner: Subject,
  bytes: Uint8Array,
  from: number,
  to: number,
  mayBePerson = false,
): number {
  if (to - from < 3) return 0;
  const certificates = certificatesFor(sink.ports);
  let at = from + 3;
  const declared = at + u24At(bytes, from);
  const end = Math.min(to, declared);
  let count = 0;
  while (at + 3 <= end && count < CHAIN_CERTIFICATES) {
    const next = at + 3 + u24At(bytes, at);
    if (next > end) break;
    if (next > at + 3) certificates.report(sink, owner, bytes, at + 3, next, count === 0, count === 0 && mayBePerson);
    count++;
    at = next;
  }
  if (at < end && declared <= to)
    sink.anomaly(count >= CHAIN_CERTIFICATES ? 'tls-chain-too-long' : 'tls-chain-malformed');
  return count;
}

/** Reports that the server asked for a client certificate. */
export function reportCertificateRequest(sink: FactSink, owner: Subject, from: number, to: number): void {
  sink.value(tlsAttributes.clientCertificate, owner, 'requested', from, to);
}

const u24At = (bytes: Uint8Array, at: number): number => (bytes[at]! << 16) | u16At(bytes, at + 1);

/**
 * Suites that do not encrypt (RFC 5246 §A.5, RFC 4492 §6, RFC 4785, RFC 5487, RFC 5489, RFC 9150): their flows carry
 * clear text.
 */
const NULL_CIPHERS = new Set([
  0x0000, 0x0001, 0x0002, 0x002c, 0x002d, 0x002e, 0x003b, 0x00b0, 0x00b1, 0x00b4, 0x00b5, 0x00b8, 0x00b9, 0xc001,
  0xc006, 0xc00b, 0xc010, 0xc015, 0xc039, 0xc03a, 0xc03b, 0xc0b4, 0xc0b5,
]);

export const encrypts = (cipher: number): boolean => !NULL_CIPHERS.has(cipher);
