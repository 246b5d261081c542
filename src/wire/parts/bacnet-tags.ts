import { decodeText, u16At, u32At } from '#bytes';

/** Tag forms besides a length (ASHRAE 135 §20.2.1.3). */
const OPENING = 6;
const CLOSING = 7;
const EXTENDED = 5;

/** Application tag numbers (ASHRAE 135 §20.2.1.4). */
export const UNSIGNED = 2;
export const CHARACTER_STRING = 7;
export const ENUMERATED = 9;
export const OBJECT_IDENTIFIER = 12;

/** Reads the tags of BACnet APDUs one after the other (ASHRAE 135 §20.2). Holds positions only. */
export class BacnetTags {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  end = 0;
  /** The tag last read. */
  number = 0;
  isContext = false;
  isOpening = false;
  isClosing = false;
  from = 0;
  to = 0;

  set(bytes: Uint8Array, at: number, end: number): this {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    return this;
  }

  /** Reads the next tag and moves past its content. False at the end, and when it does not fit. */
  next(): boolean {
    const { bytes, end } = this;
    let at = this.at;
    if (at >= end) return false;
    const first = bytes[at++]!;
    this.isContext = (first & 0x08) !== 0;
    this.number = first >> 4;
    if (this.number === 0x0f) {
      if (at >= end) return false;
      this.number = bytes[at++]!;
    }
    let length = first & 0x07;
    this.isOpening = this.isContext && length === OPENING;
    this.isClosing = this.isContext && length === CLOSING;
    if (this.isOpening || this.isClosing) length = 0;
    else if (length === EXTENDED) {
      if (at >= end) return false;
      length = bytes[at++]!;
      if (length === 254) {
        if (at + 2 > end) return false;
        length = u16At(bytes, at);
        at += 2;
      } else if (length === 255) {
        if (at + 4 > end) return false;
        length = u32At(bytes, at);
        at += 4;
      }
    }
    // An application boolean keeps its value in the length (§20.2.3).
    if (!this.isContext && this.number === 1) length = 0;
    if (at + length > end) return false;
    this.from = at;
    this.to = at + length;
    this.at = this.to;
    return true;
  }

  /** True when the next tag is this context tag with content; then it is read. */
  context(number: number): boolean {
    const { at } = this;
    if (this.next() && this.isContext && !this.isOpening && !this.isClosing && this.number === number) return true;
    this.at = at;
    return false;
  }

  opening(number: number): boolean {
    const { at } = this;
    if (this.next() && this.isOpening && this.number === number) return true;
    this.at = at;
    return false;
  }

  closing(number: number): boolean {
    const { at } = this;
    if (this.next() && this.isClosing && this.number === number) return true;
    this.at = at;
    return false;
  }

  /** True when the next tag is an application tag of this type; then it is read. */
  application(number: number): boolean {
    const { at } = this;
    if (this.next() && !this.isContext && this.number === number) return true;
    this.at = at;
    return false;
  }

  /** Content of the tag last read as an unsigned number, -1 when it is empty or longer than 6 octets. */
  unsigned(): number {
    const length = this.to - this.from;
    if (length < 1 || length > 6) return -1;
    let value = 0;
    for (let at = this.from; at < this.to; at++) value = value * 0x100 + this.bytes[at]!;
    return value;
  }

  /** Moves past everything up to and including the closing tag of `number`. False when it never comes. */
  skipTo(number: number): boolean {
    let depth = 1;
    while (depth > 0) {
      if (!this.next()) return false;
      if (this.isOpening) depth++;
      else if (this.isClosing) depth--;
    }
    return this.number === number;
  }
}

/** Character sets of a string (ASHRAE 135 §20.2.9). */
const UTF_8 = 0;
const DBCS = 1;
const UCS_4 = 3;
const UCS_2 = 4;
const ISO_8859_1 = 5;
/** IBM and Microsoft code page of Japanese text in DBCS strings. */
const CODE_PAGE_SHIFT_JIS = 932;

const shiftJis = new TextDecoder('shift_jis');
const utf16be = new TextDecoder('utf-16be');

/** True when the string content [from, to) is plainly the text after its first octet. */
export const isPlainString = (bytes: Uint8Array, from: number, to: number): boolean =>
  to > from && (bytes[from] === UTF_8 || bytes[from] === ISO_8859_1);

/** Text of the string content [from, to) in any character set of the standard; '' when it is none of them. */
export function characterString(bytes: Uint8Array, from: number, to: number): string {
  if (to <= from) return '';
  const at = from + 1;
  switch (bytes[from]) {
    case UTF_8:
    case ISO_8859_1:
      return decodeText(bytes, at, to);
    case DBCS:
      if (to - at < 2) return '';
      if (u16At(bytes, at) === CODE_PAGE_SHIFT_JIS) return shiftJis.decode(bytes.subarray(at + 2, to));
      return decodeText(bytes, at + 2, to);
    case UCS_2:
      return utf16be.decode(bytes.subarray(at, to - ((to - at) & 1)));
    case UCS_4: {
      let text = '';
      for (let i = at; i + 4 <= to; i += 4) {
        const point = u32At(bytes, i);
        text += point <= 0x10ffff ? String.fromCodePoint(point) : '�';
      }
      return text;
    }
    default:
      return '';
  }
}
