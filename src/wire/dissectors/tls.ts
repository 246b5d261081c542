import { u16At } from '#bytes';
import { defineDissector, MORE, NO, type Out, type Recognition, SURE, type View, WEAK } from '../dissector.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';
import { type FactSink, type Piece, PiecedOut } from '../parts/pieced-out.ts';
import { certificateAttributes, tlsAttributes } from '../parts/tls-attributes.ts';
import {
  encrypts,
  HANDSHAKE,
  reportCertificateRequest,
  reportCertificates,
  reportClientHello,
  reportServerHello,
  type ServerChoice,
} from '../parts/tls-handshake.ts';
import { labelOf } from '../parts/tls-label.ts';
import { isSslv2, readSslv2, recogniseSslv2, SSLV2_FIRST_BYTES } from '../parts/tls-sslv2.ts';

/** ContentType (RFC 8446 §5.1, RFC 6520 for heartbeat). */
const RECORD = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23, heartbeat: 24 } as const;
const HEADER = 5;
/** RFC 5246 §6.2.3: 2^14 bytes and at most 2048 more after encryption. */
const RECORD_BYTES = 16384 + 2048;
/** A longer handshake message is read as far as this; the rest is passed by counting. */
const MESSAGE_BYTES = 49_152;
/** Version, random and the length of the session id. */
const HELLO_BYTES = 35;
const TLS_1_3 = 0x0304;

interface Side {
  /** Handshake bytes of the record in hand that were read before. */
  taken: number;
  /** Handshake bytes still to be passed of a message that was too long. */
  skip: number;
  /** What this side sends now is encrypted. */
  finished: boolean;
  /** A record was read; before the first, clear text of another protocol may stand (STARTTLS and its kin). */
  begun: boolean;
}

interface TlsStream {
  readonly sides: readonly [Side, Side];
  choice: ServerChoice | undefined;
  /** Until the second ClientHello after a HelloRetryRequest, a ChangeCipherSpec means nothing (RFC 8446 §D.4). */
  retrying: boolean;
  serverHelloDone: boolean;
  /** Bytes were lost, so a header that does not fit is no fault of the sender. */
  gap: boolean;
}

const newSide = (): Side => ({ taken: 0, skip: 0, finished: false, begun: false });

/** TLS over TCP: hellos, certificates and the request for them, until the handshake is encrypted. */
export const tls = defineDissector<undefined, TlsStream>({
  id: 'tls',
  title: 'TLS',
  source: 'RFC 8446, RFC 5246, RFC 6101 (SSL 3.0), draft-hickman-netscape-ssl-00 (SSL 2.0 hello)',
  attributes: mergeAttributes(tlsAttributes, certificateAttributes),
  stream: {
    ports: [443, 465, 563, 636, 853, 989, 990, 992, 993, 995, 2762, 3269, 5061, 8443, 8883],
    firstBytes: [20, 21, 22, 23, 24, ...SSLV2_FIRST_BYTES],
    attach: 'head',
    recognise,
    open: () => ({
      sides: [newSide(), newSide()],
      choice: undefined,
      retrying: false,
      serverHelloDone: false,
      gap: false,
    }),
    read,
  },
});

/** Length of the body of the handshake message at `at`. */
const messageLength = (bytes: Uint8Array, at: number): number => (bytes[at + 1]! << 16) | u16At(bytes, at + 2);

const isHandshakeType = (type: number): boolean => type <= HANDSHAKE.lastKnown;

const isContentType = (type: number): boolean => type >= RECORD.changeCipherSpec && type <= RECORD.heartbeat;

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  const type = bytes[start]!;
  if (isSslv2(type)) return recogniseSslv2(view);
  if (!isContentType(type)) return NO;
  if (end - start < 3) return end - start === 1 || bytes[start + 1] === 3 ? MORE : NO;
  if (bytes[start + 1] !== 3 || bytes[start + 2]! > 4) return NO;
  if (end - start < HEADER) return MORE;
  const length = u16At(bytes, start + 3);
  if (length === 0 || length > RECORD_BYTES) return NO;
  if (type === RECORD.handshake) return recogniseHandshake(view, length);
  if (type === RECORD.changeCipherSpec) {
    if (length !== 1) return NO;
    return end - start < HEADER + 1 ? MORE : bytes[start + HEADER] === 1 ? SURE : NO;
  }
  if (type === RECORD.alert && length === 2) {
    if (end - start < HEADER + 2) return MORE;
    return bytes[start + HEADER] === 1 || bytes[start + HEADER] === 2 ? SURE : NO;
  }
  return followed(view, length);
}

/** In the middle of an encrypted stream only the next record header can confirm the first. */
function followed(view: View, length: number): Recognition {
  const next = view.start + HEADER + length;
  if (next + 3 > view.end) return WEAK;
  const { bytes } = view;
  return isContentType(bytes[next]!) && bytes[next + 1] === 3 && bytes[next + 2]! <= 4 ? SURE : NO;
}

function recogniseHandshake(view: View, length: number): Recognition {
  const { bytes, start, end } = view;
  const at = start + HEADER;
  if (end - at < 4) return MORE;
  const type = bytes[at]!;
  const body = messageLength(bytes, at);
  if (type === HANDSHAKE.clientHello || type === HANDSHAKE.serverHello) {
    const isVersion = end - at === 4 || bytes[at + 4] === 3 || bytes[at + 4] === 0;
    return body >= HELLO_BYTES && isVersion ? SURE : followed(view, length);
  }
  if (type === HANDSHAKE.certificate && body >= 3) return SURE;
  if (isHandshakeType(type) && body + 4 <= length) return SURE;
  return followed(view, length);
}

function read(view: View, out: Out, state: TlsStream): number {
  const { bytes, start, end } = view;
  const side = state.sides[view.side];
  let at = start;
  if (view.afterGap) {
    at = resynchronise(bytes, start, end);
    side.taken = side.skip = 0;
    state.gap = true;
  }
  while (at < end) {
    if (isSslv2(bytes[at]!) && !side.begun) {
      const next = readSslv2(view, out, at);
      if (next > end) break;
      at = next;
      continue;
    }
    if (end - at < HEADER) break;
    const type = bytes[at]!;
    const length = u16At(bytes, at + 3);
    if (!isContentType(type) || bytes[at + 1] !== 3 || length > RECORD_BYTES) {
      if (!side.begun) {
        at = resynchronise(bytes, at + 1, end);
        continue;
      }
      if (!state.gap) out.anomaly('tls-record-malformed');
      out.done();
      return end - start;
    }
    side.begun = true;
    if (type === RECORD.handshake && side.finished && isHello(bytes, at, length, end)) side.finished = false;
    if (type === RECORD.handshake && !side.finished) {
      const next = readHandshakeRecord(view, out, state, side, at);
      if (next === at) break;
      at = next;
      continue;
    }
    passRecord(view, out, state, side, type);
    // Skipping by counting: nothing in such a record is looked at.
    at += HEADER + length;
  }
  return at - start;
}

/**
 * A ClientHello that fills its record, after a ChangeCipherSpec: the second hello, when the HelloRetryRequest that asked
 * for it was not captured (RFC 8446 §D.4).
 */
const isHello = (bytes: Uint8Array, record: number, length: number, end: number): boolean =>
  record + HEADER + 4 <= end &&
  bytes[record + HEADER] === HANDSHAKE.clientHello &&
  bytes[record + HEADER + 1] === 0 &&
  u16At(bytes, record + HEADER + 2) + 4 === length;

/** Where a record seems to begin after lost bytes: the next plausible header, or the end. */
function resynchronise(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at + HEADER <= end; at++) {
    if (isContentType(bytes[at]!) && bytes[at + 1] === 3 && bytes[at + 2]! <= 4 && u16At(bytes, at + 3) <= RECORD_BYTES)
      return at;
  }
  return end;
}

function passRecord(view: View, out: Out, state: TlsStream, side: Side, type: number): void {
  if (type === RECORD.applicationData) {
    if (state.choice === undefined || encrypts(state.choice.cipher)) out.encrypted();
    // RFC 8446 §4.2.10: a client may send early data before the server has answered.
    if (view.side === 1 || state.choice !== undefined) out.done();
    side.finished = true;
  } else if (type === RECORD.changeCipherSpec && !state.retrying) {
    side.finished = true;
    if (state.choice === undefined || encrypts(state.choice.cipher)) out.encrypted();
    // The client's certificate comes before its ChangeCipherSpec, and the server's own comes last or resumes a session.
    if (view.side === 1 || state.serverHelloDone) out.done();
  }
}

/**
 * Reads the messages of the handshake record at `at`, and of the records after it when a message goes on there. Returns
 * the position of the next record, or of the record in which to go on when more bytes have come.
 */
function readHandshakeRecord(view: View, out: Out, state: TlsStream, side: Side, at: number): number {
  const { bytes, end } = view;
  const recordEnd = at + HEADER + u16At(bytes, at + 3);
  const available = Math.min(recordEnd, end);
  if (side.skip > 0) {
    const passed = Math.min(side.skip, recordEnd - at - HEADER - side.taken);
    if (at + HEADER + side.taken + passed > end) return at;
    side.skip -= passed;
    side.taken += passed;
  }
  let message = at + HEADER + side.taken;
  while (message + 4 <= available) {
    if (!isHandshakeType(bytes[message]!)) {
      // Only encryption makes such a type (RFC 8446 §4): the handshake before it was not captured.
      side.finished = true;
      return recordEnd;
    }
    const next = message + 4 + messageLength(bytes, message);
    if (next > available) break;
    readMessage(view, out, state, out, bytes, message, next);
    message = next;
    side.taken = message - at - HEADER;
  }
  if (message === recordEnd) {
    side.taken = 0;
    return recordEnd;
  }
  if (recordEnd > end && !view.final) return at;
  return readAcrossRecords(view, out, state, side, message, recordEnd) ?? at;
}

/** A message that begins at `message` and goes on in the records after `recordEnd`. Undefined when more bytes are needed. */
function readAcrossRecords(
  view: View,
  out: Out,
  state: TlsStream,
  side: Side,
  message: number,
  recordEnd: number,
): number | undefined {
  const { bytes, end } = view;
  const pieces: Piece[] = [{ at: 0, length: Math.min(recordEnd, end) - message, from: message }];
  let gathered = pieces[0]!.length;
  let record = recordEnd;
  let nextRecord = recordEnd;
  let wanted = wantedOf(view, pieces);
  while ((wanted < 0 || gathered < wanted) && nextRecord + HEADER <= end) {
    record = nextRecord;
    if (bytes[record] !== RECORD.handshake || bytes[record + 1] !== 3) {
      out.anomaly('tls-handshake-cut');
      side.taken = 0;
      return record;
    }
    nextRecord = record + HEADER + u16At(bytes, record + 3);
    const length = Math.min(nextRecord, end) - record - HEADER;
    if (length > 0) pieces.push({ at: gathered, length, from: record + HEADER });
    gathered += length;
    if (wanted < 0) wanted = wantedOf(view, pieces);
  }
  const whole = wanted >= 0 && gathered >= wanted;
  if (!whole && gathered < MESSAGE_BYTES && !view.final) return undefined;
  const joined = join(bytes, pieces, whole ? wanted : gathered);
  readMessage(
    view,
    out,
    state,
    new PiecedOut(out, joined, pieces, 'reassembled', view.start),
    joined,
    0,
    joined.length,
  );
  if (!whole) {
    out.anomaly(gathered >= MESSAGE_BYTES ? 'tls-handshake-too-long' : 'tls-handshake-cut');
    side.skip = Math.max(0, wanted - gathered - Math.max(0, nextRecord - end));
    side.taken = 0;
    return nextRecord;
  }
  side.taken = Math.min(nextRecord, end) - record - HEADER - (gathered - wanted);
  if (record + HEADER + side.taken < nextRecord) return record;
  side.taken = 0;
  return nextRecord;
}

/** Length of the message with its header, or -1 while the header is not all there. */
function wantedOf(view: View, pieces: readonly Piece[]): number {
  const header = join(view.bytes, pieces, 4);
  return header.length < 4 ? -1 : 4 + messageLength(header, 0);
}

function join(bytes: Uint8Array, pieces: readonly Piece[], length: number): Uint8Array {
  const last = pieces.at(-1)!;
  const joined = new Uint8Array(Math.min(length, last.at + last.length));
  for (const piece of pieces) {
    const count = Math.min(piece.length, joined.length - piece.at);
    if (count > 0) joined.set(bytes.subarray(piece.from, piece.from! + count), piece.at);
  }
  return joined;
}

/** One handshake message [from, to) with its header of four bytes; `to` may lie before its declared end. */
function readMessage(
  view: View,
  out: Out,
  state: TlsStream,
  sink: FactSink,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  const body = from + 4;
  const isCut = to < body + messageLength(bytes, from);
  const label = labelOf(bytes, bytes[from]!, body, to);
  if (label !== undefined) out.label(label);
  switch (bytes[from]!) {
    case HANDSHAKE.clientHello:
      if (view.side === 1) out.senderIsClient();
      state.retrying = false;
      reportClientHello(sink, view.sender, view.receiver, bytes, body, to, 't', isCut);
      return;
    case HANDSHAKE.serverHello:
      if (isCut) return;
      if (view.side === 0) out.senderIsServer();
      state.choice = reportServerHello(sink, view.sender, bytes, body, to);
      state.retrying = state.choice?.retry === true;
      if (state.choice === undefined || state.choice.version < TLS_1_3 || state.retrying) return;
      // RFC 8446 §4.1.3: everything after the ServerHello is encrypted.
      if (encrypts(state.choice.cipher)) out.encrypted();
      out.done();
      return;
    case HANDSHAKE.certificate:
      reportCertificates(sink, view.sender, bytes, body, to);
      return;
    case HANDSHAKE.certificateRequest:
      reportCertificateRequest(sink, view.sender, from, to);
      return;
    case HANDSHAKE.serverHelloDone:
      state.serverHelloDone = true;
      return;
  }
}
