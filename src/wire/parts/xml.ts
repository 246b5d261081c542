import { decodeText } from '#bytes';
import { equalsAscii, isBlank } from './ascii.ts';

/** Elements inside one another; nothing on the wire that we read comes near it (protocols with XML use about ten). */
export const XML_DEPTH = 32;
/** Tokens of one document; a longer one is left unread from there. */
export const XML_TOKENS = 20_000;

/** What `next` found. CUT: the bytes end inside a token. BROKEN: not well formed, or past a bound; trust nothing after it. */
export type XmlToken = 'start' | 'end' | 'text' | 'finished' | 'cut' | 'broken';

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const EQUALS = 0x3d;
const COLON = 0x3a;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const AMPERSAND = 0x26;

/**
 * Reads XML 1.0 token by token without building anything. Positions point into the bytes, so that a value can be shown
 * where it stands. Entities and document types are never resolved; comments and processing instructions are passed over.
 */
export class XmlScanner {
  private bytes: Uint8Array = new Uint8Array(0);
  private end = 0;
  private tokens = 0;
  private readonly names = new Int32Array(2 * XML_DEPTH);
  private pendingEnd = false;

  /** Where the next token begins. */
  at = 0;
  /** Open elements; after 'start' it counts the new one, after 'end' no longer the one that was closed. */
  depth = 0;
  /** Local name of the element of the last 'start' or 'end'. */
  nameFrom = 0;
  nameTo = 0;
  /** Text of the last 'text', or the value found by `attribute`. */
  textFrom = 0;
  textTo = 0;
  /** First byte of the last tag, its '<'. */
  tagFrom = 0;
  private attributesFrom = 0;
  private attributesTo = 0;

  set(bytes: Uint8Array, from: number, to: number): this {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.depth = 0;
    this.tokens = 0;
    this.pendingEnd = false;
    return this;
  }

  /** An empty element `<a/>` gives 'start' and then 'end'. White space between elements is no text. */
  next(): XmlToken {
    if (this.pendingEnd) {
      this.pendingEnd = false;
      this.depth--;
      return 'end';
    }
    while (this.at < this.end) {
      if (++this.tokens > XML_TOKENS) return 'broken';
      if (this.bytes[this.at] !== LT) {
        const token = this.text();
        if (token !== undefined) return token;
        continue;
      }
      if (this.at + 1 >= this.end) return 'cut';
      const second = this.bytes[this.at + 1]!;
      if (second === SLASH) return this.endTag();
      if (second === QUESTION) {
        if (!this.passOver('?>')) return 'cut';
      } else if (second === BANG) {
        const token = this.declaration();
        if (token !== undefined) return token;
      } else return this.startTag();
    }
    return this.depth === 0 ? 'finished' : 'cut';
  }

  /** The local name of the current element is `name`. */
  is(name: string): boolean {
    return equalsAscii(this.bytes, this.nameFrom, this.nameTo, name);
  }

  /** The open element `up` levels above the innermost one (0 = innermost) has this local name. */
  inside(name: string, up = 0): boolean {
    const level = this.depth - 1 - up;
    return level >= 0 && equalsAscii(this.bytes, this.names[2 * level]!, this.names[2 * level + 1]!, name);
  }

  /** Looks for an attribute of the tag just read by its local name; textFrom and textTo then hold its value. */
  attribute(name: string): boolean {
    let at = this.attributesFrom;
    while (at < this.attributesTo) {
      while (at < this.attributesTo && isBlank(this.bytes[at]!)) at++;
      let nameFrom = at;
      while (at < this.attributesTo && this.bytes[at] !== EQUALS && !isBlank(this.bytes[at]!)) {
        if (this.bytes[at] === COLON) nameFrom = at + 1;
        at++;
      }
      const nameTo = at;
      while (at < this.attributesTo && (this.bytes[at] === EQUALS || isBlank(this.bytes[at]!))) at++;
      const quote = this.bytes[at];
      if (at >= this.attributesTo || (quote !== QUOTE && quote !== APOSTROPHE)) return false;
      const close = this.bytes.indexOf(quote, at + 1);
      if (close < 0 || close >= this.attributesTo) return false;
      if (equalsAscii(this.bytes, nameFrom, nameTo, name)) {
        this.textFrom = at + 1;
        this.textTo = close;
        return true;
      }
      at = close + 1;
    }
    return false;
  }

  /** Text that the end of the bytes has cut is none, since its rest could change what it says. */
  private text(): XmlToken | undefined {
    const found = this.bytes.indexOf(LT, this.at);
    const cut = found < 0 || found >= this.end;
    this.take(this.at, cut ? this.end : found);
    this.at = cut ? this.end : found;
    if (this.textTo === this.textFrom) return undefined;
    return cut ? 'cut' : 'text';
  }

  private take(from: number, to: number): void {
    while (from < to && isBlank(this.bytes[from]!)) from++;
    while (to > from && isBlank(this.bytes[to - 1]!)) to--;
    this.textFrom = from;
    this.textTo = to;
  }

  private startTag(): XmlToken {
    const close = this.tagEnd(this.at + 1);
    if (close < 0) return 'cut';
    this.tagFrom = this.at;
    let at = this.at + 1;
    this.nameFrom = at;
    while (at < close && !isBlank(this.bytes[at]!) && this.bytes[at] !== SLASH) {
      if (this.bytes[at] === COLON) this.nameFrom = at + 1;
      at++;
    }
    this.nameTo = at;
    if (this.nameTo === this.nameFrom || this.depth >= XML_DEPTH) return 'broken';
    this.attributesFrom = at;
    this.pendingEnd = this.bytes[close - 1] === SLASH;
    this.attributesTo = this.pendingEnd ? close - 1 : close;
    this.names[2 * this.depth] = this.nameFrom;
    this.names[2 * this.depth + 1] = this.nameTo;
    this.depth++;
    this.at = close + 1;
    return 'start';
  }

  private endTag(): XmlToken {
    const close = this.bytes.indexOf(GT, this.at);
    if (close < 0 || close >= this.end) return 'cut';
    this.tagFrom = this.at;
    let at = this.at + 2;
    this.nameFrom = at;
    while (at < close && !isBlank(this.bytes[at]!)) {
      if (this.bytes[at] === COLON) this.nameFrom = at + 1;
      at++;
    }
    this.nameTo = at;
    if (this.depth === 0 || !this.closesInnermost()) return 'broken';
    this.depth--;
    this.at = close + 1;
    return 'end';
  }

  private closesInnermost(): boolean {
    const from = this.names[2 * this.depth - 2]!;
    const to = this.names[2 * this.depth - 1]!;
    if (to - from !== this.nameTo - this.nameFrom) return false;
    for (let i = 0; i < to - from; i++) if (this.bytes[from + i] !== this.bytes[this.nameFrom + i]) return false;
    return true;
  }

  /** Where the tag ends: the first '>' outside quotes, or -1. */
  private tagEnd(from: number): number {
    let quote = 0;
    for (let at = from; at < this.end; at++) {
      const byte = this.bytes[at]!;
      if (quote !== 0) {
        if (byte === quote) quote = 0;
      } else if (byte === QUOTE || byte === APOSTROPHE) quote = byte;
      else if (byte === GT) return at;
    }
    return -1;
  }

  /** Comment, CDATA section or document type. Undefined: passed over, go on. */
  private declaration(): XmlToken | undefined {
    const left = this.end - this.at;
    if (equalsAscii(this.bytes, this.at, this.at + 4, '<!--') && left >= 4)
      return this.passOver('-->') ? undefined : 'cut';
    if (left >= 9 && equalsAscii(this.bytes, this.at, this.at + 9, '<![CDATA[')) {
      const from = this.at + 9;
      if (!this.passOver(']]>')) return 'cut';
      this.take(from, this.at - 3);
      return this.textTo > this.textFrom ? 'text' : undefined;
    }
    // A document type may define entities; no protocol here has one, so it is not followed.
    return left < 9 ? 'cut' : 'broken';
  }

  private passOver(closing: string): boolean {
    const first = closing.charCodeAt(0);
    for (let at = this.at; ; at++) {
      at = this.bytes.indexOf(first, at);
      if (at < 0 || at + closing.length > this.end) return false;
      if (equalsAscii(this.bytes, at, at + closing.length, closing)) {
        this.at = at + closing.length;
        return true;
      }
    }
  }
}

/** True when the text holds a reference (`&amp;`), so that its bytes are not simply its value. */
export function hasReferences(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === AMPERSAND) return true;
  return false;
}

const PREDEFINED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Text with the five predefined and the numeric references of XML 1.0 §4.1 and §4.6 resolved; others stay as written. */
export function decodeXmlText(bytes: Uint8Array, from: number, to: number): string {
  const text = decodeText(bytes, from, to);
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-z]{2,4});/g, (whole, name: string) => {
    if (!name.startsWith('#')) return PREDEFINED[name] ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    return code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}
