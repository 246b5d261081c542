/** Commands of RFC 854 that have an operand. */
const IAC = 0xff;
const DONT = 0xfe;
const WILL = 0xfb;
const SUBNEGOTIATION = 0xfa;
const END = 0xf0;
const VERBS = ['will', 'wont', 'do', 'dont'] as const;
/** RFC 1091: option, then IS. */
const TERMINAL_TYPE = 24;
const IS = 0;
/** Options that go into one list; there are some forty. */
const OPTIONS = 32;
/** Longest subnegotiation that is waited for. */
const SUBNEGOTIATION_BYTES = 512;

/** What stands in bytes of one direction, commands apart from text. Ranges are positions in the bytes. */
export interface TelnetBytes {
  /** Each byte a character; NULs and commands left out. */
  readonly text: string;
  readonly textFrom: number;
  readonly textTo: number;
  /** `do 24,will 1`: what was negotiated before the first text. */
  readonly options: string;
  readonly optionsFrom: number;
  readonly optionsTo: number;
  readonly terminalFrom: number;
  readonly terminalTo: number;
  /** Where the last whole command or text ends; behind it a command is cut. */
  readonly to: number;
}

/** Takes bytes[from, to) apart (RFC 854, RFC 855). */
export function readTelnet(bytes: Uint8Array, from: number, to: number): TelnetBytes {
  const options: string[] = [];
  let text = '';
  let textFrom = from;
  let textTo = from;
  let optionsFrom = from;
  let optionsTo = from;
  let terminalFrom = from;
  let terminalTo = from;
  let at = from;
  while (at < to) {
    const byte = bytes[at]!;
    if (byte !== IAC || bytes[at + 1] === IAC) {
      if (byte === IAC && at + 2 > to) break;
      if (text === '') textFrom = at;
      if (byte !== 0) text += String.fromCharCode(byte);
      at += byte === IAC ? 2 : 1;
      textTo = at;
      continue;
    }
    const next = endOfCommand(bytes, at, to);
    if (next > to) break;
    const verb = bytes[at + 1]!;
    if (verb >= WILL && verb <= DONT && text === '' && options.length < OPTIONS) {
      if (options.length === 0) optionsFrom = at;
      options.push(`${VERBS[verb - WILL]!} ${bytes[at + 2]!}`);
      optionsTo = next;
    } else if (verb === SUBNEGOTIATION && bytes[at + 2] === TERMINAL_TYPE && bytes[at + 3] === IS) {
      terminalFrom = at + 4;
      terminalTo = Math.max(terminalFrom, next - 2);
    }
    at = next;
  }
  return {
    text,
    textFrom,
    textTo,
    options: options.join(','),
    optionsFrom,
    optionsTo,
    terminalFrom,
    terminalTo,
    to: at,
  };
}

/** Where the command at `at` ends; `to` + 1 when it is cut. */
function endOfCommand(bytes: Uint8Array, at: number, to: number): number {
  if (at + 2 > to) return to + 1;
  const verb = bytes[at + 1]!;
  if (verb >= WILL && verb <= DONT) return at + 3;
  if (verb !== SUBNEGOTIATION) return at + 2;
  const limit = Math.min(to, at + SUBNEGOTIATION_BYTES);
  for (let end = at + 2; end + 1 < limit; end++) if (bytes[end] === IAC && bytes[end + 1] === END) return end + 2;
  return limit < to ? limit : to + 1;
}
