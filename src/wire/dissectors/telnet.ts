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
import { cleartextCredential, credentialAttributes } from '../parts/credentials.ts';
import { mergeAttributes } from '../parts/merge-attributes.ts';
import { readTelnet, type TelnetBytes } from '../parts/telnet-bytes.ts';

const attributes = defineAttributes('telnet', {
  banner: ['software-seen', 'Text of the server up to its first prompt, without commands of RFC 854'],
  options: ['fingerprint-seen', 'Options the server negotiates before its first text, in order (RFC 854)'],
  terminal: ['capability-seen', 'Terminal type of the client (RFC 1091)'],
});

/** Bytes of the server in which a banner is looked for. */
const BANNER_BYTES = 2048;
/** What people type in one line, kept only until the password prompt is answered, for the list of known defaults. */
const TYPED_LENGTH = 64;
/** Lines typed without a password prompt after which none is expected. */
const TYPED_LINES = 16;
const TELNET_PORT = 23;
const IAC = 0xff;
const LF = 10;
const CR = 13;

const NAME_PROMPT = /(log ?in|user ?(name|id)?|account) ?[:>]$/i;
const SECRET_PROMPT = /(pass(word|code|wd)?|pin) ?[^\n]{0,24}[:>]$/i;

/** Cursor and colour sequences of a terminal (ECMA-48 §5.4). */
const CONTROL_SEQUENCE = /\x1b\[[0-9;?]*[@-~]/g;

/** What is being waited for: the first prompt, a name, the secret. */
const AT_BANNER = 0;
const AT_NAME = 1;
const AT_SECRET = 2;

interface TelnetStream {
  phase: typeof AT_BANNER | typeof AT_NAME | typeof AT_SECRET;
  /** Bytes of the server that were waiting when the client first typed: what comes later may be its echo. */
  waiting: number;
  typed: boolean;
  user: string;
  line: string;
  lines: number;
  /** The end of what the server said last, in which a prompt is looked for. */
  tail: string;
}

/** Telnet: what the server shows before a log-in, and that a log-in crosses in clear. What people type is never told. */
export const telnet = defineDissector<undefined, TelnetStream>({
  id: 'telnet',
  title: 'Telnet',
  source: 'RFC 854, RFC 855, RFC 1091',
  attributes: mergeAttributes(attributes, credentialAttributes),
  stream: {
    ports: [TELNET_PORT, 2323],
    firstBytes: [IAC],
    attach: 'head',
    recognise,
    open: () => ({ phase: AT_BANNER, waiting: 0, typed: false, user: '', line: '', lines: 0, tail: '' }),
    read,
  },
});

/** Negotiation is telnet's own; text is it only where it is expected. */
function recognise(view: View): Recognition {
  const { bytes, start, end } = view;
  if (bytes[start] === IAC) {
    for (let at = start; at < end; at += 3) {
      if (bytes[at] !== IAC) return at === start ? NO : SURE;
      if (at + 1 < end && (bytes[at + 1]! < 0xfa || bytes[at + 1] === IAC)) return NO;
      if (at + 3 <= end && bytes[at + 1] === 0xfa) return SURE;
      if (at + 3 > end) return at === start ? MORE : SURE;
    }
    return view.usualPort || end - start > 3 ? SURE : WEAK;
  }
  if (!view.usualPort) return NO;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === IAC) break;
    if (byte >= 0x7f || (byte < 0x20 && (byte < 0x07 || byte > CR) && byte !== 0x1b && byte !== 0)) return NO;
  }
  return WEAK;
}

const isFromServer = (view: View): boolean =>
  view.sourcePort === TELNET_PORT || (view.destinationPort !== TELNET_PORT && view.side === 1);

function read(view: View, out: Out, state: TelnetStream): number {
  if (!isFromServer(view)) return readTyped(view, out, state);
  if (state.phase === AT_BANNER) return readBanner(view, out, state);
  const said = readTelnet(view.bytes, view.start, view.end);
  state.tail = (state.tail + said.text).slice(-TYPED_LENGTH);
  if (SECRET_PROMPT.test(state.tail.trimEnd())) {
    state.phase = AT_SECRET;
    state.tail = '';
    state.line = '';
  }
  return said.to - view.start;
}

/** Waits until a prompt, the client's typing or a bound ends the banner, so that its segments do not matter. */
function readBanner(view: View, out: Out, state: TelnetStream): number {
  const limit = state.typed ? state.waiting : BANNER_BYTES;
  const said = readTelnet(view.bytes, view.start, Math.min(view.end, view.start + limit));
  const line = said.text.trimEnd();
  const isSecret = SECRET_PROMPT.test(line);
  const isPrompt = isSecret || NAME_PROMPT.test(line);
  const isFull = view.end - view.start >= limit;
  if (!isPrompt && !isFull && !view.final) {
    state.waiting = view.end - view.start;
    return 0;
  }
  reportBanner(view, out, said);
  state.phase = isSecret ? AT_SECRET : AT_NAME;
  return Math.max(said.to - view.start, Math.min(limit, view.end - view.start));
}

function reportBanner(view: View, out: Out, said: TelnetBytes): void {
  if (said.options !== '') out.value(attributes.options, view.sender, said.options, said.optionsFrom, said.optionsTo);
  // Something else on the port: text has no such control characters.
  if (/[\x01-\x06\x0e-\x1a\x1c-\x1f]/.test(said.text)) return;
  const lines = said.text
    .replace(CONTROL_SEQUENCE, '')
    .split(/[\r\n]+/)
    .map((line) => line.trim());
  const text = lines.filter((line) => line !== '').join('\n');
  if (/\w/.test(text)) out.value(attributes.banner, view.sender, text, said.textFrom, said.textTo);
}

/** Gathers the line in hand; the ends of lines are what matters. */
function readTyped(view: View, out: Out, state: TelnetStream): number {
  const said = readTelnet(view.bytes, view.start, view.end);
  if (said.terminalTo > said.terminalFrom)
    out.text(attributes.terminal, view.sender, said.terminalFrom, said.terminalTo);
  if (said.text !== '') state.typed = true;
  for (const letter of said.text) {
    const code = letter.charCodeAt(0);
    if (code === LF || code === 0) continue;
    if (code !== CR) {
      state.line = (state.line + letter).slice(0, TYPED_LENGTH);
      continue;
    }
    if (state.phase === AT_SECRET) {
      // The range is the end of the line alone, so that evidence does not hold the secret.
      cleartextCredential(out, view.receiver, 'telnet', state.user, state.line, said.textTo - 1, said.textTo);
      out.personal('account', 1);
      out.done();
      return view.end - view.start;
    }
    state.user = state.line;
    state.line = '';
    if (++state.lines > TYPED_LINES) out.done();
  }
  return said.to - view.start;
}
