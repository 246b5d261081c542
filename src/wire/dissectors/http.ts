import { defineDissector, MORE, NO, type Out, type Recognition, SURE, type View } from '../dissector.ts';
import { credentialAttributes } from '../parts/credentials.ts';
import { dpwsAttributes, reportDeviceDescription, upnpAttributes } from '../parts/device-description.ts';
import { reportFhir } from '../parts/fhir.ts';
import { httpAttributes } from '../parts/http-attributes.ts';
import { BODY, type BodyKind, HttpHead, isRequestLine, isStatusLine, METHOD, type Method } from '../parts/http-head.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';
import { ntlmAttributes } from '../parts/ntlmssp.ts';
import { byteAt } from '../parts/text-line.ts';

/** Methods of RFC 9110 §9, RFC 5789, WebDAV (RFC 4918, 3253, 5323), UPnP (GENA) and Windows services. */
const METHODS = [
  'GET',
  'POST',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'TRACE',
  'CONNECT',
  'PROPFIND',
  'PROPPATCH',
  'MKCOL',
  'COPY',
  'MOVE',
  'LOCK',
  'UNLOCK',
  'REPORT',
  'SEARCH',
  'SUBSCRIBE',
  'UNSUBSCRIBE',
  'NOTIFY',
  'M-SEARCH',
  'M-POST',
  'PURGE',
  'LINK',
  'UNLINK',
  'BITS_POST',
  'CCM_POST',
  'RPC_CONNECT',
  'RPC_IN_DATA',
  'RPC_OUT_DATA',
  'SSTP_DUPLEX_POST',
];
const METHOD_BYTES = Math.max(...METHODS.map((method) => method.length));
const FIRST_BYTES = [...new Set(['H', ...METHODS.map((method) => method[0]!)])].map((letter) => letter.charCodeAt(0));

/** A head that is longer is read as far as this. */
const HEAD_BYTES = 32_768;
/** Line with the size of a chunk, extensions included. */
const CHUNK_LINE_BYTES = 4096;
/** As much of a body as is looked at. */
const BODY_LOOK_BYTES = 16_384;
/** Bodies are passed in steps of at most this many bytes. */
const SKIP_BYTES = 1 << 30;
/** Requests without an answer so far; RFC 9112 §9.3.2 sets no limit, one direction may be missing. */
const PIPELINED_REQUESTS = 64;
const LF = 10;
const CR = 13;
const SLASH = 0x2f;

const AT_HEAD = 0;
const IN_BODY = 1;
const AT_CHUNK_SIZE = 2;
const IN_TRAILER = 3;
const UNTIL_CLOSE = 4;
const LOST = 5;
/** What follows is another protocol. */
const ENDED = 6;

interface Side {
  mode:
    | typeof AT_HEAD
    | typeof IN_BODY
    | typeof AT_CHUNK_SIZE
    | typeof IN_TRAILER
    | typeof UNTIL_CLOSE
    | typeof LOST
    | typeof ENDED;
  /** Bytes of the body, or of the chunk and its line end, still to come. */
  bodyLeft: number;
  chunked: boolean;
  /** A head was read. A capture may begin inside a body, which is no fault of the sender. */
  begun: boolean;
  /** What to look for at the beginning of the body; other once it was looked at. */
  look: BodyKind;
}

interface HttpStream {
  readonly sides: readonly [Side, Side];
  /** Methods of requests that wait for their response: a response to HEAD has no body. */
  readonly requests: Method[];
}

const newSide = (): Side => ({ mode: AT_HEAD, bodyLeft: 0, chunked: false, begun: false, look: BODY.other });
const head = new HttpHead();

/** HTTP/1.x, both directions, for the life of the connection; bodies are passed by counting. */
export const http = defineDissector<undefined, HttpStream>({
  id: 'http',
  title: 'HTTP/1',
  source: 'RFC 9110, RFC 9112, RFC 7617 (Basic), [MS-N2HT] (NTLM), UPnP Device Architecture 2.0, DPWS 1.1',
  attributes: mergeAttributes(httpAttributes, upnpAttributes, dpwsAttributes, ntlmAttributes, credentialAttributes),
  stream: {
    ports: [80, 8080, 8000, 8042, 8081, 8008, 3128, 5357, 5985, 49152, 1900, 631, 2869],
    firstBytes: FIRST_BYTES,
    attach: 'whole',
    recognise,
    open: () => ({ sides: [newSide(), newSide()], requests: [] }),
    read,
  },
});

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (isStatusLine(bytes, start, end)) return SURE;
  if (end - start < 12 && mayBegin(bytes, start, end, 'HTTP/1.')) return MORE;
  let blank = start;
  while (blank < end && blank - start <= METHOD_BYTES && bytes[blank] !== 0x20) blank++;
  if (blank === end) return METHODS.some((method) => mayBegin(bytes, start, end, method)) ? MORE : NO;
  if (!METHODS.some((method) => method.length === blank - start && mayBegin(bytes, start, blank, method))) return NO;
  const lineEnd = byteAt(bytes, LF, blank, end);
  if (lineEnd === end) return recogniseTarget(bytes, blank + 1, end);
  return isRequestLine(bytes, start, lineEnd) ? SURE : NO;
}

/** The line is not all there. RTSP and SIP have methods of the same names, but targets of other forms. */
function recogniseTarget(bytes: Uint8Array, target: number, end: number): Recognition {
  if (target < end && bytes[target] === SLASH) return SURE;
  return end - target >= 4 && mayBegin(bytes, target, end, 'http') ? SURE : MORE;
}

/** The bytes so far are a beginning of `text`, or `text` is a beginning of them. */
function mayBegin(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  const length = Math.min(end - start, text.length);
  for (let i = 0; i < length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

function read(view: View, out: Out, state: HttpStream): number {
  const side = state.sides[view.side];
  if (view.afterGap) side.mode = LOST;
  let at = view.start;
  while (at < view.end) {
    const next = step(view, out, state, side, at);
    if (next === at) break;
    at = next;
  }
  return at - view.start;
}

/** Takes one piece at `at`; returns where the next begins, which may lie behind the view, or `at` when more is needed. */
function step(view: View, out: Out, state: HttpStream, side: Side, at: number): number {
  switch (side.mode) {
    case AT_HEAD:
      return readHead(view, out, state, side, at);
    case IN_BODY:
      return passBody(view, out, side, at);
    case AT_CHUNK_SIZE:
      return readChunkSize(view, out, side, at);
    case IN_TRAILER:
      return passTrailer(view, side, at);
    case UNTIL_CLOSE:
      if (side.look !== BODY.other) return passBody(view, out, side, at);
      return at + SKIP_BYTES;
    case ENDED:
      return at;
    default:
      return findHead(view, side, at);
  }
}

/** After lost bytes a message is taken up again where a segment begins with one. */
function findHead(view: View, side: Side, at: number): number {
  const end = byteAt(view.bytes, LF, at, view.end);
  if (!isStatusLine(view.bytes, at, end) && !(end < view.end && isRequestLine(view.bytes, at, end))) return view.end;
  side.mode = AT_HEAD;
  return readableAt(view, at);
}

/** RFC 9112 §2.2: empty lines before a start line are to be ignored. */
function readableAt(view: View, from: number): number {
  let at = from;
  while (at < view.end && (view.bytes[at] === CR || view.bytes[at] === LF)) at++;
  return at;
}

function readHead(view: View, out: Out, state: HttpStream, side: Side, from: number): number {
  const at = readableAt(view, from);
  if (at > from) return at;
  const headEnd = endOfHead(view.bytes, at, view.end);
  if (headEnd < 0 && view.end - at < HEAD_BYTES && !view.final) return at;
  const to = headEnd < 0 ? endOfLines(view.bytes, at, view.end) : headEnd;
  if (to === at) return view.end;
  if (!head.read(view, out, at, to)) {
    if (side.begun) out.anomaly('http-framing-lost');
    side.mode = LOST;
    return view.end;
  }
  side.begun = true;
  if (headEnd < 0) {
    if (!view.final) out.anomaly('http-head-too-long');
    side.mode = LOST;
    return view.end;
  }
  if (head.isResponse) afterResponse(view, out, state, side);
  else afterRequest(view, out, state, side);
  return headEnd;
}

/** The position behind the empty line that ends a head (RFC 9112 §2.1), also with bare LF; -1 when it is not there yet. */
function endOfHead(bytes: Uint8Array, from: number, end: number): number {
  for (let at = byteAt(bytes, LF, from, end); at + 1 < end; at = byteAt(bytes, LF, at + 1, end)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && at + 2 < end && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

/** The position behind the last line that is whole. */
function endOfLines(bytes: Uint8Array, from: number, end: number): number {
  let at = end;
  while (at > from && bytes[at - 1] !== LF) at--;
  return at;
}

function afterRequest(view: View, out: Out, state: HttpStream, side: Side): void {
  if (view.side === 1) out.senderIsClient();
  if (state.requests.length >= PIPELINED_REQUESTS) state.requests.length = 0;
  state.requests.push(head.method);
  startBody(side, head.chunked, Math.max(0, head.contentLength));
}

/** RFC 9112 §6.3: which responses have a body, and how long it is. */
function afterResponse(view: View, out: Out, state: HttpStream, side: Side): void {
  if (view.side === 0) out.senderIsServer();
  const { status } = head;
  if (status === 101) {
    side.mode = ENDED;
    if (head.upgradeToTls) out.become('tls');
    else out.done();
    return;
  }
  if (status < 200) return;
  const method = state.requests.shift() ?? METHOD.other;
  if (method === METHOD.connect && status < 300) {
    side.mode = ENDED;
    out.become('tls');
    return;
  }
  if (method === METHOD.head || status === 204 || status === 304) return;
  if (head.chunked || head.contentLength >= 0) {
    startBody(side, head.chunked, head.contentLength);
    return;
  }
  side.mode = UNTIL_CLOSE;
  side.look = head.encoded ? BODY.other : head.body;
}

function startBody(side: Side, chunked: boolean, length: number): void {
  side.chunked = chunked;
  side.look = head.encoded ? BODY.other : head.body;
  side.bodyLeft = chunked ? 0 : length;
  side.mode = chunked ? AT_CHUNK_SIZE : length > 0 ? IN_BODY : AT_HEAD;
}

function passBody(view: View, out: Out, side: Side, at: number): number {
  if (side.look !== BODY.other) {
    const wanted = side.mode === UNTIL_CLOSE ? BODY_LOOK_BYTES : Math.min(side.bodyLeft, BODY_LOOK_BYTES);
    if (view.end - at < wanted && !view.final) return at;
    lookAtBody(view, out, side.look, at, Math.min(at + wanted, view.end));
    side.look = BODY.other;
    if (side.mode === UNTIL_CLOSE) return at + SKIP_BYTES;
  }
  const passed = Math.min(side.bodyLeft, SKIP_BYTES);
  side.bodyLeft -= passed;
  if (side.bodyLeft === 0) side.mode = side.chunked ? AT_CHUNK_SIZE : AT_HEAD;
  return at + passed;
}

function lookAtBody(view: View, out: Out, kind: BodyKind, from: number, to: number): void {
  if (kind === BODY.fhir) reportFhir(view, out, from, to);
  else if (view.side === 1) reportDeviceDescription(view, out, from, to);
}

/** RFC 9112 §7.1: size in hexadecimal, extensions, line end; then the chunk and a line end. */
function readChunkSize(view: View, out: Out, side: Side, at: number): number {
  const { bytes, end } = view;
  const lineEnd = byteAt(bytes, LF, at, end);
  if (lineEnd === end) {
    if (end - at < CHUNK_LINE_BYTES && !view.final) return at;
    return losesChunks(view, out, side);
  }
  // The line end behind the chunk before.
  if (lineEnd === at || (lineEnd === at + 1 && bytes[at] === CR)) return lineEnd + 1;
  let size = 0;
  let digits = 0;
  for (let digit = hexDigit(bytes[at]!); digit >= 0; digit = hexDigit(bytes[at + digits]!)) {
    size = size * 16 + digit;
    digits++;
  }
  if (digits === 0 || digits > 12) return losesChunks(view, out, side);
  side.bodyLeft = size;
  side.mode = size === 0 ? IN_TRAILER : IN_BODY;
  return lineEnd + 1;
}

function losesChunks(view: View, out: Out, side: Side): number {
  out.anomaly('http-chunk-malformed');
  side.mode = LOST;
  return view.end;
}

/** -1 for a byte that is no hexadecimal digit. */
function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** RFC 9112 §7.1.2: fields until an empty line. */
function passTrailer(view: View, side: Side, at: number): number {
  const lineEnd = byteAt(view.bytes, LF, at, view.end);
  if (lineEnd === view.end) return view.end - at < CHUNK_LINE_BYTES ? at : view.end;
  if (lineEnd === at || (lineEnd === at + 1 && view.bytes[at] === CR)) side.mode = AT_HEAD;
  return lineEnd + 1;
}
