import { ascii, indexOf } from '#bytes';
import {
  defineAttributes,
  defineDissector,
  MORE,
  NEED_MORE,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import { byteAt } from '../parts/text-line.ts';

const attributes = defineAttributes('syslog', {
  program: ['software-seen', 'Program that wrote the message: APP-NAME (RFC 5424 §6.2.5) or tag (RFC 3164 §4.1.3)'],
  hostname: ['name-seen', 'HOSTNAME of the header (RFC 5424 §6.2.4, RFC 3164 §4.1.2)'],
  software: ['software-seen', 'Software of the element origin (RFC 5424 §7.2.3)'],
});

const LESS = 0x3c;
const GREATER = 0x3e;
const SPACE = 0x20;
const LF = 0x0a;
const DASH = 0x2d;
const COLON = 0x3a;
const BRACKET = 0x5b;
const QUOTE = 0x22;
/** RFC 5424 §6.2.1: facility 23 with severity 7. */
const HIGHEST_PRIORITY = 191;
/** RFC 3164 §4.1.3; RFC 5424 §6.2.5 and §6.2.4. */
const TAG_OCTETS = 32;
const APP_NAME_OCTETS = 48;
const HOSTNAME_OCTETS = 255;
/** Where a header must have ended; what comes later is message and may be about a patient. */
const HEADER_OCTETS = 512;
/** Octets of `Mmm dd hh:mm:ss`. */
const TIMESTAMP_OCTETS = 15;
/** RFC 6587 §3.4.1 has no bound; a message longer than this is skipped. */
const MESSAGE_OCTETS = 32_768;
const LENGTH_DIGITS = 5;

const ORIGIN = ascii('[origin ');
const SOFTWARE = ascii(' software="');

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

/** Letters, digits and what joins them in names of programs and hosts. */
const isNameByte = (byte: number): boolean =>
  isLetter(byte) || isDigit(byte) || byte === 0x2d || byte === 0x2e || byte === 0x2f || byte === 0x5f;

/** One past `<PRI>` at `at`, 0 when too few bytes have come, -1 when there is none. */
function afterPriority(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return 0;
  if (bytes[at] !== LESS) return -1;
  let value = 0;
  for (let digits = 0; digits < 4; digits++) {
    const byte = bytes[at + 1 + digits];
    if (at + 1 + digits >= end) return 0;
    if (byte === GREATER) return digits > 0 && value <= HIGHEST_PRIORITY ? at + 2 + digits : -1;
    if (!isDigit(byte) || digits === 3) return -1;
    value = value * 10 + (byte! - 0x30);
  }
  return -1;
}

/** `1 ` and a time or a dash (RFC 5424 §6). */
const isNewHeader = (bytes: Uint8Array, at: number, end: number): boolean =>
  at + 3 < end && bytes[at] === 0x31 && bytes[at + 1] === SPACE && (bytes[at + 2] === DASH || isDigit(bytes[at + 2]));

/** `Mmm dd hh:mm:ss` (RFC 3164 §4.1.2). */
const isOldTime = (bytes: Uint8Array, at: number, end: number): boolean =>
  at + TIMESTAMP_OCTETS <= end &&
  isLetter(bytes[at]!) &&
  isLetter(bytes[at + 2]!) &&
  bytes[at + 3] === SPACE &&
  isDigit(bytes[at + 5]) &&
  bytes[at + 9] === COLON &&
  bytes[at + 12] === COLON;

function recogniseDatagram(view: View): Recognition {
  const { bytes, start, end } = view;
  const at = afterPriority(bytes, start, end);
  if (at > 0) {
    if (view.usualPort) return SURE;
    return isNewHeader(bytes, at, end) || isOldTime(bytes, at, end) ? SURE : NO;
  }
  return view.usualPort && bytes[start]! >= SPACE && bytes[start]! < 0x7f ? WEAK : NO;
}

/** One past the length of octet counting (RFC 6587 §3.4.1) at `at`; `at` itself without one. */
function afterCount(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && next - at <= LENGTH_DIGITS && isDigit(bytes[next])) next++;
  return next > at && next < end && bytes[next] === SPACE ? next + 1 : at;
}

function recogniseStream(view: View): Recognition {
  const { bytes, start, end } = view;
  if (bytes[start] !== LESS && !isDigit(bytes[start])) return NO;
  const message = afterCount(bytes, start, end);
  if (message === start && bytes[start] !== LESS) {
    // Digits alone say nothing; on the usual port they may still become a length.
    return view.usualPort && end - start <= LENGTH_DIGITS ? MORE : NO;
  }
  const at = afterPriority(bytes, message, end);
  if (at === 0) return view.usualPort && message > start ? WEAK : MORE;
  if (at < 0) return NO;
  if (isNewHeader(bytes, at, end) || isOldTime(bytes, at, end)) return SURE;
  if (end - at < TIMESTAMP_OCTETS) return view.usualPort ? WEAK : MORE;
  return view.usualPort ? WEAK : NO;
}

function readDatagram(view: View, out: Out): void {
  message(view, out, view.start, view.end);
}

function readStream(view: View, out: Out): number {
  const { bytes, start, end } = view;
  let at = start;
  if (view.afterGap) at = Math.min(end, byteAt(bytes, LF, start, end) + 1);
  while (at < end) {
    const from = afterCount(bytes, at, end);
    let to: number;
    if (from > at) {
      let length = 0;
      for (let i = at; i < from - 1; i++) length = length * 10 + (bytes[i]! - 0x30);
      to = from + length;
      if (length > MESSAGE_OCTETS) return to - start;
    } else {
      to = byteAt(bytes, LF, at, end) + 1;
      if (to > end && view.final) to = end;
      if (to > end && end - at > MESSAGE_OCTETS) return end - start;
    }
    if (to > end) break;
    message(view, out, from, to);
    at = to;
  }
  return at > start ? at - start : NEED_MORE;
}

/** Only the header is read: the text after it may be about a patient. */
function message(view: View, out: Out, start: number, end: number): void {
  const { bytes } = view;
  const at = afterPriority(bytes, start, end);
  if (at <= 0) {
    out.anomaly('syslog-priority');
    return;
  }
  const limit = Math.min(end, at + HEADER_OCTETS);
  if (isNewHeader(bytes, at, limit)) newHeader(view, out, at + 2, limit);
  else oldHeader(view, out, at, limit);
}

/** RFC 5424 §6: time, host name, program, process, message id, structured data. */
function newHeader(view: View, out: Out, start: number, end: number): void {
  const { bytes, sender } = view;
  let from = byteAt(bytes, SPACE, start, end) + 1;
  let to = byteAt(bytes, SPACE, from, end);
  if (to >= end) {
    out.anomaly('syslog-header');
    return;
  }
  if (isPresent(bytes, from, to) && to - from <= HOSTNAME_OCTETS) out.text(attributes.hostname, sender, from, to);
  from = to + 1;
  to = byteAt(bytes, SPACE, from, end);
  if (to >= end) return;
  if (isPresent(bytes, from, to) && to - from <= APP_NAME_OCTETS) out.text(attributes.program, sender, from, to);
  const data = byteAt(bytes, SPACE, byteAt(bytes, SPACE, to + 1, end) + 1, end) + 1;
  if (data < end && bytes[data] === BRACKET) origin(view, out, data, end);
}

const isPresent = (bytes: Uint8Array, from: number, to: number): boolean =>
  to > from && !(to - from === 1 && bytes[from] === DASH);

/** The element `origin` tells the program of the sender itself (RFC 5424 §7.2). */
function origin(view: View, out: Out, start: number, end: number): void {
  const { bytes, sender } = view;
  if (indexOf(bytes, ORIGIN, start, end) !== start) return;
  const software = indexOf(bytes, SOFTWARE, start, end);
  if (software < 0) return;
  const from = software + SOFTWARE.length;
  const to = byteAt(bytes, QUOTE, from, end);
  if (to < end) out.text(attributes.software, sender, from, to);
}

/** RFC 3164 §4.1: time, host name, then the tag, which ends before a bracket or a colon. */
function oldHeader(view: View, out: Out, start: number, end: number): void {
  const { bytes, sender } = view;
  let at = start;
  if (isOldTime(bytes, at, end)) {
    at += TIMESTAMP_OCTETS + 1;
    const hostEnd = nameEnd(bytes, at, end, HOSTNAME_OCTETS);
    // A name followed by a blank is the host; followed by anything else it is the tag already.
    if (hostEnd > at && hostEnd < end && bytes[hostEnd] === SPACE) {
      out.text(attributes.hostname, sender, at, hostEnd);
      at = hostEnd + 1;
    }
  }
  const tagEnd = nameEnd(bytes, at, end, TAG_OCTETS);
  if (tagEnd > at && isLetter(bytes[at]!) && endsTag(bytes, tagEnd, end))
    out.text(attributes.program, sender, at, tagEnd);
}

function nameEnd(bytes: Uint8Array, from: number, end: number, limit: number): number {
  let at = from;
  while (at < end && at - from < limit && isNameByte(bytes[at]!)) at++;
  return at;
}

/** `: ` or `[123]: `. */
function endsTag(bytes: Uint8Array, from: number, end: number): boolean {
  let at = from;
  if (at < end && bytes[at] === BRACKET) {
    at++;
    while (at < end && isDigit(bytes[at])) at++;
    if (at >= end || bytes[at] !== 0x5d) return false;
    at++;
  }
  return at + 1 < end && bytes[at] === COLON && bytes[at + 1] === SPACE;
}

export const syslog = defineDissector({
  id: 'syslog',
  title: 'Syslog',
  source: 'RFC 5424; RFC 3164; RFC 6587',
  attributes,
  datagram: { ports: [514], attach: 'whole', recognise: recogniseDatagram, read: readDatagram },
  stream: {
    ports: [514, 601, 1468],
    firstBytes: [LESS, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39],
    attach: 'whole',
    recognise: recogniseStream,
    open: () => undefined,
    read: readStream,
  },
});
