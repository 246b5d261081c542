import { u16At } from '#bytes';
import { defineDissector, NO, type Out, type Recognition, SURE, type View } from '../dissector.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';
import { messagePoolFor, type PooledMessage } from '../parts/message-pool.ts';
import { type FactSink, PiecedOut } from '../parts/pieced-out.ts';
import { certificateAttributes, tlsAttributes } from '../parts/tls-attributes.ts';
import {
  encrypts,
  HANDSHAKE,
  reportCertificateRequest,
  reportCertificates,
  reportClientHello,
  reportServerHello,
} from '../parts/tls-handshake.ts';

/** RFC 6347 §4.1: type, version, epoch, sequence number of six bytes, length. */
const RECORD_HEADER = 13;
/** RFC 6347 §4.2.2: type, length, message number, fragment offset, fragment length. */
const HANDSHAKE_HEADER = 12;
const HANDSHAKE_RECORD = 22;
const APPLICATION_DATA = 23;
/** Content types 20 to 26, ACK of RFC 9147 §7 the last. */
const RECORD_TYPES = [20, 21, 22, 23, 24, 25, 26] as const;
const DTLS_1_3 = 0xfefc;
/** Certificate chains of devices are far shorter. */
const MESSAGE_BYTES = 32_768;
/** Messages in the making of one side; a flight has about five. */
const OPEN_MESSAGES = 4;

interface OpenMessage {
  readonly sequence: number;
  readonly type: number;
  readonly length: number;
  readonly held: PooledMessage;
}

interface DtlsFlow {
  readonly sides: readonly [OpenMessage[], OpenMessage[]];
  encrypts: boolean;
}

/** DTLS: hellos and certificates as in TLS, from handshake messages that may be cut into fragments. */
export const dtls = defineDissector<DtlsFlow>({
  id: 'dtls',
  title: 'DTLS',
  source: 'RFC 6347, RFC 9147, RFC 4347',
  attributes: mergeAttributes(tlsAttributes, certificateAttributes),
  datagram: {
    ports: [443, 853, 3391, 4433, 5061, 5349, 5684],
    firstBytes: RECORD_TYPES,
    attach: 'head',
    recognise,
    open: () => ({ sides: [[], []], encrypts: true }),
    read,
  },
});

/** DTLS versions count down from 1.0; 0x0100 is that of old OpenSSL. */
const isVersion = (version: number): boolean => (version >= DTLS_1_3 && version <= 0xfeff) || version === 0x0100;

/** Records must fill the datagram (RFC 6347 §4.1.1); a capture may cut the last. */
function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (end - start < RECORD_HEADER || !isRecord(bytes, start)) return NO;
  const next = start + RECORD_HEADER + u16At(bytes, start + 11);
  const isHandshake = bytes[start] === HANDSHAKE_RECORD && u16At(bytes, start + 3) === 0;
  if (next > end) return isHandshake ? SURE : NO;
  return next === end || next + RECORD_HEADER > end || isRecord(bytes, next) || isUnified(bytes[next]!) ? SURE : NO;
}

const isRecord = (bytes: Uint8Array, at: number): boolean =>
  bytes[at]! >= RECORD_TYPES[0] && bytes[at]! <= RECORD_TYPES.at(-1)! && isVersion(u16At(bytes, at + 1));

/** The header of encrypted records of DTLS 1.3 begins with bits 001 (RFC 9147 §4). */
const isUnified = (byte: number): boolean => byte >> 5 === 1;

function read(view: View, out: Out, flow: DtlsFlow): void {
  const { bytes, end } = view;
  messagePoolFor(out.ports).next();
  for (let at = view.start; at + RECORD_HEADER <= end; ) {
    if (!isRecord(bytes, at)) {
      if (isUnified(bytes[at]!)) return finish(out, flow);
      return out.anomaly('dtls-record-malformed');
    }
    const next = at + RECORD_HEADER + u16At(bytes, at + 11);
    if (next > end) return out.anomaly('dtls-record-cut');
    // RFC 6347 §4.1: epoch 0 is before encryption.
    if (u16At(bytes, at + 3) > 0 || bytes[at] === APPLICATION_DATA) {
      if (view.side === 1 || bytes[at] === APPLICATION_DATA) return finish(out, flow);
    } else if (bytes[at] === HANDSHAKE_RECORD) readHandshake(view, out, flow, at + RECORD_HEADER, next);
    at = next;
  }
}

function finish(out: Out, flow: DtlsFlow): void {
  if (flow.encrypts) out.encrypted();
  out.done();
}

function readHandshake(view: View, out: Out, flow: DtlsFlow, from: number, to: number): void {
  const { bytes } = view;
  for (let at = from; at + HANDSHAKE_HEADER <= to; ) {
    const length = u24At(bytes, at + 1);
    const offset = u24At(bytes, at + 6);
    const next = at + HANDSHAKE_HEADER + u24At(bytes, at + 9);
    if (next > to || offset + next - at - HANDSHAKE_HEADER > length) return out.anomaly('dtls-record-malformed');
    if (next - at - HANDSHAKE_HEADER === length)
      readMessage(view, out, flow, out, bytes, bytes[at]!, at + HANDSHAKE_HEADER, next);
    else if (isWanted(bytes[at]!)) readFragment(view, out, flow, at, offset, length, next);
    at = next;
  }
}

const u24At = (bytes: Uint8Array, at: number): number => (bytes[at]! << 16) | u16At(bytes, at + 1);

const isWanted = (type: number): boolean =>
  type === HANDSHAKE.clientHello ||
  type === HANDSHAKE.serverHello ||
  type === HANDSHAKE.certificate ||
  type === HANDSHAKE.certificateRequest;

function readFragment(
  view: View,
  out: Out,
  flow: DtlsFlow,
  at: number,
  offset: number,
  length: number,
  next: number,
): void {
  const { bytes } = view;
  if (length > MESSAGE_BYTES) return out.anomaly('dtls-message-too-long');
  const pool = messagePoolFor(out.ports);
  const side = flow.sides[view.side];
  const sequence = u16At(bytes, at + 4);
  let message = side.find((each) => each.sequence === sequence && each.length === length);
  if (message === undefined) {
    if (side.length >= OPEN_MESSAGES) pool.close(side.shift()!.held);
    message = { sequence, type: bytes[at]!, length, held: pool.open() };
    side.push(message);
  }
  const from = at + HANDSHAKE_HEADER;
  const fits = pool.add(message.held, offset, bytes, from, next, from, out);
  if (fits && message.held.contiguous < length) return;
  side.splice(side.indexOf(message), 1);
  if (fits) {
    const joined = message.held.join(length);
    const sink = new PiecedOut(out, joined, message.held.pieces(pool.datagram), 'reassembled', view.start);
    readMessage(view, out, flow, sink, joined, message.type, 0, length);
  } else out.anomaly('dtls-too-many-fragments');
  pool.close(message.held);
}

/** One whole handshake message, of which bytes[from, to) is the body. */
function readMessage(
  view: View,
  out: Out,
  flow: DtlsFlow,
  sink: FactSink,
  bytes: Uint8Array,
  type: number,
  from: number,
  to: number,
): void {
  if (type === HANDSHAKE.clientHello) {
    if (view.side === 1) out.senderIsClient();
    reportClientHello(sink, view.sender, view.receiver, bytes, from, to, 'd');
  } else if (type === HANDSHAKE.serverHello) {
    if (view.side === 0) out.senderIsServer();
    const choice = reportServerHello(sink, view.sender, bytes, from, to);
    flow.encrypts = choice === undefined || encrypts(choice.cipher);
    if (choice?.version === DTLS_1_3 && !choice.retry) finish(out, flow);
  } else if (type === HANDSHAKE.certificate) reportCertificates(sink, view.sender, bytes, from, to);
  else if (type === HANDSHAKE.certificateRequest) reportCertificateRequest(sink, view.sender, from, to);
}
