import { ascii, decodeText } from '#bytes';
import {
  defineAttributes,
  defineDissector,
  MORE,
  NO,
  type Out,
  type Recognition,
  SURE,
  type View,
  WEAK,
} from '../dissector.ts';
import { Base64Out, decodeBase64 } from '../parts/base64.ts';
import { cleartextCredential, credentialAttributes } from '../parts/credentials.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';
import { ntlmAttributes, reportNtlm } from '../parts/ntlmssp.ts';
import { byteAt, containsWord, isWord } from '../parts/text-line.ts';

const attributes = defineAttributes('smtp', {
  banner: ['software-seen', 'Text of the greeting (RFC 5321 §4.3.1, reply 220)'],
  clientName: ['name-seen', 'Name the client gives with EHLO or HELO (RFC 5321 §4.1.1.1)'],
});

/** Commands that only mail submission has (RFC 5321 §4.1.1, RFC 2033). */
const OWN_COMMANDS = ['ehlo ', 'helo ', 'lhlo ', 'mail from:', 'rcpt to:', 'starttls'];
/** RFC 5321 §4.5.3.1.5 has 512 bytes; NTLM tokens are longer. */
const LINE_BYTES = 16_384;
const FIELD_LENGTH = 64;
const LF = 10;
const CR = 13;
const BLANK = 0x20;
const SEMICOLON = 0x3b;
/** RFC 5322 §3.3, as a date begins. */
const DAYS = ['mon, ', 'tue, ', 'wed, ', 'thu, ', 'fri, ', 'sat, ', 'sun, '];
/** base64 of "NTLMSSP\0" ([MS-SMTPNTLM]). */
const NTLM_TOKEN = 'tlrmtvntuaa';

/** What the client's next line is: a command, or a part of AUTH LOGIN or PLAIN (RFC 4616). */
const COMMAND = 0;
const LOGIN_NAME = 1;
const LOGIN_SECRET = 2;
const PLAIN = 3;
const TOKEN = 4;

interface SmtpStream {
  /** What follows is not for us: mail, TLS, or nothing of interest. */
  ended: boolean;
  /** The side that replies, once it has. */
  server: 0 | 1 | undefined;
  greeted: boolean;
  next: typeof COMMAND | typeof LOGIN_NAME | typeof LOGIN_SECRET | typeof PLAIN | typeof TOKEN;
  user: string;
  wantsTls: boolean;
}

/** SMTP up to the first message: who greets, who asks, and what is said in clear. Addresses and mail are never told. */
export const smtp = defineDissector<undefined, SmtpStream>({
  id: 'smtp',
  title: 'SMTP',
  source: 'RFC 5321, RFC 4954 (AUTH), RFC 4616 (PLAIN), RFC 3207 (STARTTLS), [MS-SMTPNTLM]',
  attributes: mergeAttributes(attributes, ntlmAttributes, credentialAttributes),
  stream: {
    ports: [25, 587, 2525],
    firstBytes: [...ascii('25EeHhLlMmRrSs')],
    attach: 'head',
    recognise,
    open: () => ({ ended: false, server: undefined, greeted: false, next: COMMAND, user: '', wantsTls: false }),
    read,
  },
});

function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (bytes[start] === 0x32 || bytes[start] === 0x35) {
    if (!isReply(bytes, start, end)) return NO;
    const lineEnd = byteAt(bytes, LF, start, end);
    if (containsWord(bytes, start, lineEnd, 'smtp') && bytes[start] === 0x32) return SURE;
    if (containsWord(bytes, start, lineEnd, 'ftp')) return NO;
    return view.usualPort && end - start >= 4 ? WEAK : MORE;
  }
  let answer: Recognition = NO;
  for (const command of OWN_COMMANDS) {
    const length = Math.min(command.length, end - start);
    if (!isWord(bytes, start, start + length, command.slice(0, length))) continue;
    if (length === command.length) return SURE;
    answer = MORE;
  }
  return answer;
}

/** Three digits, then a blank or a dash (RFC 5321 §4.2), as far as there are bytes. */
function isReply(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = 1; i < 3 && start + i < end; i++) if (bytes[start + i]! < 0x30 || bytes[start + i]! > 0x39) return false;
  return start + 3 >= end || bytes[start + 3] === BLANK || bytes[start + 3] === 0x2d || bytes[start + 3] === CR;
}

function read(view: View, out: Out, state: SmtpStream): number {
  const { bytes, end } = view;
  let at = view.start;
  while (at < end && !state.ended) {
    const lineEnd = byteAt(bytes, LF, at, end);
    if (lineEnd === end) {
      if (end - at < LINE_BYTES) break;
      out.anomaly('smtp-line-too-long');
      out.done();
      return end - view.start;
    }
    const to = lineEnd > at && bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    const isNumbered = to - at >= 3 && bytes[at]! >= 0x32 && bytes[at]! <= 0x35 && isReply(bytes, at, to);
    if (isNumbered && state.server !== 1 - view.side) readReply(view, out, state, at, to);
    else if (view.side !== state.server) readLine(view, out, state, at, to);
    at = lineEnd + 1;
  }
  return at - view.start;
}

function readReply(view: View, out: Out, state: SmtpStream, from: number, to: number): void {
  const { bytes } = view;
  if (state.server === undefined && view.side === 0) out.senderIsServer();
  state.server = view.side;
  if (!isWord(bytes, from, from + 2, '22')) {
    if (isWord(bytes, from, from + 4, '334 ')) reportToken(view, out, from + 4, to);
    // A refused log-in ends the exchange of its parts.
    else state.next = COMMAND;
    return;
  }
  if (state.wantsTls) {
    state.ended = true;
    return out.carry('tls');
  }
  if (!state.greeted) out.text(attributes.banner, view.sender, from + 4, beforeDate(bytes, from + 4, to));
  state.greeted = true;
}

/** Many greetings end with the date, which would make each of them another value. */
function beforeDate(bytes: Uint8Array, from: number, to: number): number {
  let date = from;
  while (date < to && !DAYS.some((day) => isWord(bytes, date, date + day.length, day))) date++;
  if (date >= to) return to;
  let end = date;
  while (end > from && (bytes[end - 1]! <= BLANK || bytes[end - 1] === SEMICOLON)) end--;
  return end;
}

function readLine(view: View, out: Out, state: SmtpStream, from: number, to: number): void {
  if (state.next === COMMAND) readCommand(view, out, state, from, to);
  else readCredential(view, out, state, from, to);
}

function readCommand(view: View, out: Out, state: SmtpStream, from: number, to: number): void {
  const { bytes } = view;
  const verbEnd = byteAt(bytes, BLANK, from, to);
  if (isWord(bytes, from, verbEnd, 'ehlo') || isWord(bytes, from, verbEnd, 'helo')) {
    // RFC 5321 §4.1.3: an address literal is no name.
    if (bytes[verbEnd + 1] !== 0x5b) out.text(attributes.clientName, view.sender, verbEnd + 1, to);
  } else if (isWord(bytes, from, verbEnd, 'starttls')) state.wantsTls = true;
  else if (isWord(bytes, from, verbEnd, 'auth')) readAuth(view, out, state, from, verbEnd, to);
  else if (isWord(bytes, from, verbEnd, 'mail')) out.personal('contact', 1);
  else if (isWord(bytes, from, verbEnd, 'rcpt')) out.personal('contact', 1);
  else if (isWord(bytes, from, verbEnd, 'data') || isWord(bytes, from, verbEnd, 'bdat')) {
    state.ended = true;
    out.done();
  }
}

/** RFC 4954 §4: the mechanism, and perhaps its first part. */
function readAuth(view: View, out: Out, state: SmtpStream, from: number, verbEnd: number, to: number): void {
  const { bytes } = view;
  const mechanism = verbEnd + 1;
  const mechanismEnd = byteAt(bytes, BLANK, mechanism, to);
  const initial = mechanismEnd + 1;
  state.user = '';
  if (isWord(bytes, mechanism, mechanismEnd, 'login')) state.next = LOGIN_NAME;
  else if (isWord(bytes, mechanism, mechanismEnd, 'plain')) state.next = PLAIN;
  else state.next = TOKEN;
  if (initial < to) readCredential(view, out, state, initial, to, from, mechanismEnd);
}

/** `from` and `to` hold base64; the evidence is [shownFrom, shownTo), by default the end of the line alone, and never the text. */
function readCredential(
  view: View,
  out: Out,
  state: SmtpStream,
  from: number,
  to: number,
  shownFrom = to,
  shownTo = to + 1,
): void {
  const part = state.next;
  if (part === TOKEN) return reportToken(view, out, from, to);
  const decoded = decodeBase64(view.bytes, from, to);
  if (part === LOGIN_NAME) {
    state.user = decodeText(decoded, 0, Math.min(decoded.length, FIELD_LENGTH));
    state.next = LOGIN_SECRET;
    return;
  }
  state.next = COMMAND;
  let secretFrom = 0;
  if (part === PLAIN) {
    const userFrom = byteAt(decoded, 0, 0, decoded.length) + 1;
    secretFrom = byteAt(decoded, 0, userFrom, decoded.length) + 1;
    state.user = decodeText(decoded, userFrom, Math.max(userFrom, secretFrom - 1));
  }
  if (secretFrom > decoded.length) return;
  const secret = decodeText(decoded, secretFrom, Math.min(decoded.length, secretFrom + FIELD_LENGTH));
  cleartextCredential(out, view.receiver, 'smtp', state.user, secret, shownFrom, shownTo);
  out.personal('account', 1);
}

function reportToken(view: View, out: Out, from: number, to: number): void {
  if (to - from < NTLM_TOKEN.length || !isWord(view.bytes, from, from + NTLM_TOKEN.length, NTLM_TOKEN)) return;
  const message = decodeBase64(view.bytes, from, to);
  reportNtlm(new Base64Out(out, message, from), view.sender, view.receiver, message, 0, message.length, 'smtp');
}
