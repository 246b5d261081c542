import { decodeText } from '#bytes';
import { isBlank } from './ascii.ts';

/** Objects and arrays inside one another. */
export const JSON_DEPTH = 32;

/** What `next` found. CUT: the bytes end inside the text. BROKEN: no JSON, or past a bound; trust nothing after it. */
export type JsonToken = 'object' | 'array' | 'close' | 'key' | 'string' | 'other' | 'finished' | 'cut' | 'broken';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Reads JSON (RFC 8259) token by token without building anything; commas and colons are passed over, since only
 * what senders mean is of interest and not whether they follow the grammar.
 */
export class JsonScanner {
  private bytes: Uint8Array = new Uint8Array(0);
  private end = 0;
  /** For each open container whether it is an object, and whether a key comes next in it. */
  private readonly isObject: boolean[] = [];
  private keyNext = false;

  at = 0;
  depth = 0;
  /** Inside the quotes of the last 'key' or 'string', or the characters of the last 'other'. */
  textFrom = 0;
  textTo = 0;

  set(bytes: Uint8Array, from: number, to: number): this {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.depth = 0;
    this.keyNext = false;
    return this;
  }

  next(): JsonToken {
    while (this.at < this.end && this.isFiller(this.bytes[this.at]!)) this.at++;
    if (this.at >= this.end) return this.depth === 0 ? 'finished' : 'cut';
    const byte = this.bytes[this.at]!;
    if (byte === QUOTE) return this.string();
    if (byte === 0x7b || byte === 0x5b) {
      if (this.depth >= JSON_DEPTH) return 'broken';
      this.isObject[this.depth++] = byte === 0x7b;
      this.keyNext = byte === 0x7b;
      this.at++;
      return byte === 0x7b ? 'object' : 'array';
    }
    if (byte === 0x7d || byte === 0x5d) {
      if (this.depth === 0 || this.isObject[this.depth - 1] !== (byte === 0x7d)) return 'broken';
      this.depth--;
      this.keyNext = this.depth > 0 && this.isObject[this.depth - 1]!;
      this.at++;
      return 'close';
    }
    return this.other();
  }

  private isFiller(byte: number): boolean {
    return isBlank(byte) || byte === 0x2c || byte === 0x3a;
  }

  private string(): JsonToken {
    const from = this.at + 1;
    let at = from;
    while (at < this.end && this.bytes[at] !== QUOTE) at += this.bytes[at] === BACKSLASH ? 2 : 1;
    if (at >= this.end) return 'cut';
    this.textFrom = from;
    this.textTo = at;
    this.at = at + 1;
    return this.value('string');
  }

  /** A number, true, false or null. */
  private other(): JsonToken {
    const from = this.at;
    let at = from;
    while (at < this.end && isLiteral(this.bytes[at]!)) at++;
    if (at === from) return 'broken';
    this.textFrom = from;
    this.textTo = at;
    this.at = at;
    return this.value('other');
  }

  private value(token: 'string' | 'other'): JsonToken {
    if (this.keyNext) {
      this.keyNext = false;
      return token === 'string' ? 'key' : 'broken';
    }
    this.keyNext = this.depth > 0 && this.isObject[this.depth - 1]!;
    return token;
  }
}

const isLiteral = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  byte === 0x2d ||
  byte === 0x2b ||
  byte === 0x2e ||
  byte === 0x45;

/** Text between the quotes with its escapes resolved (RFC 8259 §7); as it stands when they are damaged. */
export function decodeJsonText(bytes: Uint8Array, from: number, to: number): string {
  const text = decodeText(bytes, from, to);
  if (!text.includes('\\')) return text;
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}
