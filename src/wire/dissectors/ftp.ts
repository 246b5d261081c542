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
import { anonymousLogin, cleartextCredential, credentialAttributes } from '../parts/credentials.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';
import { byteAt, containsWord, isWord } from '../parts/text-line.ts';

const attributes = defineAttributes('ftp', {
  banner: ['software-seen', 'Text of the greeting (RFC 959 §5.4, reply 220), all its lines'],
  system: ['system-seen', 'Answer to SYST (RFC 959 §4.1.3, reply 215)'],
  client: ['software-seen', 'Name the client gives with CLNT, a command of common use'],
});

/** Commands that no other protocol of lines has (RFC 959 §4.1, RFC 2228, RFC 2389, RFC 2428, RFC 3659). */
const OWN_COMMANDS = [
  'auth tls',
  'auth ssl',
  'syst',
  'feat',
  'pasv',
  'epsv',
  'port ',
  'eprt ',
  'type ',
  'cwd ',
  'stor ',
  'nlst',
  'mlsd',
  'clnt ',
  'opts utf8',
];
/** Commands that POP3, IRC and others have as well. */
const SHARED_COMMANDS = ['user ', 'pass ', 'quit', 'noop', 'help'];
/** RFC 1635: names for a log-in without account. */
const ANONYMOUS = ['anonymous', 'ftp'];

/** A line; RFC 959 sets no limit, servers take 512 or 4096 bytes. */
const LINE_BYTES = 4096;
/** A greeting of several lines. */
const GREETING_BYTES = 8192;
/** Commands after which nothing new is said. */
const COMMANDS = 64;
const USER_LENGTH = 64;
const LF = 10;
const CR = 13;
const DASH = 0x2d;

interface FtpStream {
  /** What follows is not for us: mail, TLS, or nothing of interest. */
  ended: boolean;
  /** The side that replies, once it has; what it says between numbered lines is no command. */
  server: 0 | 1 | undefined;
  greeted: boolean;
  commands: number;
  /** Name given last; empty for none. Kept until its password comes, for the list of known defaults. */
  user: string;
  isAnonymous: boolean;
  wantsTls: boolean;
}

/** FTP control connections. */
export const ftp = defineDissector<undefined, FtpStream>({
  id: 'ftp',
  title: 'FTP control connection',
  source: 'RFC 959, RFC 1635, RFC 4217 (TLS)',
  attributes: mergeAttributes(attributes, credentialAttributes),
  stream: {
    ports: [21, 2121],
    // Replies 1xx, 2xx and 4xx, and the letters that commands begin with, in either case.
    firstBytes: [...ascii('124AaSsFfPpEeTtCcRrNnMmOoUuQqHh')],
    attach: 'head',
    recognise,
    open: () => ({
      ended: false,
      server: undefined,
      greeted: false,
      commands: 0,
      user: '',
      isAnonymous: false,
      wantsTls: false,
    }),
    read,
  },
});

/** A greeting is shared with SMTP and others, so that it decides only when it says FTP; else the client's commands do. */
function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  const lineEnd = byteAt(bytes, LF, start, end);
  const first = bytes[start]!;
  if (first >= 0x31 && first <= 0x34) {
    if (!isReply(bytes, start, end)) return NO;
    if (containsWord(bytes, start, lineEnd, 'ftp') && first === 0x32) return SURE;
    if (containsWord(bytes, start, lineEnd, 'smtp') || containsWord(bytes, start, lineEnd, 'mail')) return NO;
    return view.usualPort && end - start >= 4 ? WEAK : MORE;
  }
  if (OWN_COMMANDS.some((command) => mayBegin(bytes, start, end, command) === SURE)) return SURE;
  const isShared = SHARED_COMMANDS.some((command) => mayBegin(bytes, start, end, command) === SURE);
  if (isShared) return view.usualPort ? SURE : lineEnd + 1 < end ? recogniseLater(bytes, lineEnd + 1, end) : MORE;
  return [...OWN_COMMANDS, ...SHARED_COMMANDS].some((command) => mayBegin(bytes, start, end, command) === MORE)
    ? MORE
    : NO;
}

/** Behind a shared command, one of the own commands decides. */
function recogniseLater(bytes: Uint8Array, from: number, end: number): Recognition {
  for (let at = from; at < end; at = byteAt(bytes, LF, at, end) + 1)
    if (OWN_COMMANDS.some((command) => mayBegin(bytes, at, end, command) === SURE)) return SURE;
  return MORE;
}

function mayBegin(bytes: Uint8Array, start: number, end: number, command: string): Recognition {
  const length = Math.min(command.length, end - start);
  if (!isWord(bytes, start, start + length, command.slice(0, length))) return NO;
  return length === command.length ? SURE : MORE;
}

/** Three digits, then a blank or a dash (RFC 959 §4.2), as far as there are bytes. */
function isReply(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = 1; i < 3 && start + i < end; i++) if (bytes[start + i]! < 0x30 || bytes[start + i]! > 0x39) return false;
  return start + 3 >= end || bytes[start + 3] === 0x20 || bytes[start + 3] === DASH || bytes[start + 3] === CR;
}

function read(view: View, out: Out, state: FtpStream): number {
  let at = view.start;
  while (at < view.end && !state.ended) {
    const lineEnd = byteAt(view.bytes, LF, at, view.end);
    if (lineEnd === view.end) {
      if (view.end - at < LINE_BYTES) break;
      out.anomaly('ftp-line-too-long');
      out.done();
      return view.end - view.start;
    }
    const to = lineEnd > at && view.bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    const next = readLine(view, out, state, at, to) ?? lineEnd + 1;
    if (next === at) break;
    at = next;
  }
  return at - view.start;
}

/** Returns where to go on when that is not behind this line. A reply is told by its number, whichever side it comes from. */
function readLine(view: View, out: Out, state: FtpStream, from: number, to: number): number | undefined {
  if (to - from >= 3 && view.bytes[from]! >= 0x31 && view.bytes[from]! <= 0x35 && isReply(view.bytes, from, to)) {
    if (state.server === undefined && view.side === 0) out.senderIsServer();
    state.server = view.side;
    return readReply(view, out, state, from, to);
  }
  if (view.side !== state.server) readCommand(view, out, state, from, to);
  return undefined;
}

function readCommand(view: View, out: Out, state: FtpStream, from: number, to: number): void {
  const { bytes } = view;
  const verbEnd = byteAt(bytes, 0x20, from, to);
  let argument = verbEnd;
  while (argument < to && bytes[argument] === 0x20) argument++;
  if (++state.commands > COMMANDS) out.done();
  if (isWord(bytes, from, verbEnd, 'user')) {
    state.user = decodeText(bytes, argument, Math.min(to, argument + USER_LENGTH));
    state.isAnonymous = ANONYMOUS.some((name) => isWord(bytes, argument, to, name));
    if (state.isAnonymous) anonymousLogin(out, view.receiver, 'ftp', from, to);
    else {
      // The name alone is part of a credential, also when the server refuses it before the password is sent.
      out.value(credentialAttributes.cleartext, view.receiver, 'ftp', from, verbEnd, { derived: 'computed' });
      out.personal('account', 1);
    }
  } else if (isWord(bytes, from, verbEnd, 'pass')) {
    const secret = decodeText(bytes, argument, to);
    if (state.isAnonymous || out.ports.knownDefault('ftp', state.user, secret) === undefined) return;
    // The range is the verb alone, so that evidence does not hold the secret.
    cleartextCredential(out, view.receiver, 'ftp', state.user, secret, from, verbEnd);
  } else if (isWord(bytes, from, verbEnd, 'clnt')) out.text(attributes.client, view.sender, argument, to);
  else if (isWord(bytes, from, verbEnd, 'auth')) state.wantsTls = true;
}

/** Returns where to go on behind a greeting, or `from` when it is not whole yet. */
function readReply(view: View, out: Out, state: FtpStream, from: number, to: number): number | undefined {
  const { bytes } = view;
  if (!state.greeted && isWord(bytes, from, from + 3, '220')) return readGreeting(view, out, state, from);
  if (isWord(bytes, from, from + 4, '215 ')) out.text(attributes.system, view.sender, from + 4, to);
  else if (state.wantsTls && isWord(bytes, from, from + 3, '234')) {
    state.ended = true;
    out.carry('tls');
  }
  return undefined;
}

/** RFC 959 §4.2: several lines begin with `220-` and end with one that begins with `220 `. */
function readGreeting(view: View, out: Out, state: FtpStream, from: number): number {
  const { bytes, end } = view;
  const lines: string[] = [];
  for (let at = from; ; ) {
    const lineEnd = byteAt(bytes, LF, at, end);
    if (lineEnd === end || lineEnd - from > GREETING_BYTES) {
      if (lineEnd === end && end - from < GREETING_BYTES) return from;
      out.anomaly('ftp-greeting-too-long');
      state.greeted = true;
      return Math.min(lineEnd + 1, end);
    }
    const isNumbered = isWord(bytes, at, at + 3, '220') && (bytes[at + 3] === DASH || bytes[at + 3]! <= 0x20);
    const line = decodeText(bytes, isNumbered ? Math.min(at + 4, lineEnd) : at, lineEnd);
    if (line !== '') lines.push(line);
    if (isNumbered && bytes[at + 3] !== DASH) {
      state.greeted = true;
      out.value(attributes.banner, view.sender, lines.join('\n'), from, lineEnd);
      return lineEnd + 1;
    }
    at = lineEnd + 1;
  }
}
