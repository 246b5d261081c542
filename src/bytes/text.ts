const utf8 = new TextDecoder('utf-8', { fatal: true });
const utf16le = new TextDecoder('utf-16le');

const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/** The bytes of an ASCII literal; for signatures written as text. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0x7f);
}

/** Lower-case hexadecimal, with `separator` between bytes. */
export function hex(bytes: Uint8Array, from = 0, to = bytes.length, separator = ''): string {
  let text = '';
  for (let at = from; at < to; at++) text += (at > from ? separator : '') + HEX[bytes[at]!]!;
  return text;
}

/** A hardware address as the field writes it, 44:4b:5d:10:00:11. */
export const macText = (bytes: Uint8Array, at: number): string => hex(bytes, at, at + 6, ':');

/** Dotted decimal. */
export const ipv4Text = (bytes: Uint8Array, at: number): string =>
  `${bytes[at]!}.${bytes[at + 1]!}.${bytes[at + 2]!}.${bytes[at + 3]!}`;

/** The canonical text of RFC 5952: longest run of zero groups shortened, lower case, IPv4-mapped in dotted form. */
export function ipv6Text(bytes: Uint8Array, at: number): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((bytes[at + i]! << 8) | bytes[at + i + 1]!);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return `::ffff:${ipv4Text(bytes, at + 12)}`;
  let best = -1;
  let bestLength = 1;
  for (let from = 0; from < 8; from++) {
    let length = 0;
    while (from + length < 8 && groups[from + length] === 0) length++;
    if (length > bestLength) {
      best = from;
      bestLength = length;
    }
  }
  const texts = groups.map((group) => group.toString(16));
  if (best < 0) return texts.join(':');
  return `${texts.slice(0, best).join(':')}::${texts.slice(best + bestLength).join(':')}`;
}

/**
 * Text of unknown encoding: UTF-8 where it is valid, else ISO 8859-1, which loses nothing.
 * Trailing NULs and white space around it go, since fixed-width fields are padded with them; control characters inside
 * but for line ends become spaces, since the text is shown to people.
 */
export function decodeText(bytes: Uint8Array, from: number, to: number): string {
  let plain = true;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x80 || byte < 0x20) {
      plain = false;
      break;
    }
  }
  if (plain) return latin1(bytes, from, to).trim();
  let text: string;
  try {
    text = utf8.decode(bytes.subarray(from, to));
  } catch {
    text = latin1(bytes, from, to);
  }
  return cleanText(text);
}

/** UTF-16 little endian, as Windows protocols carry names. An odd last byte is left out. */
export function decodeUtf16le(bytes: Uint8Array, from: number, to: number): string {
  return cleanText(utf16le.decode(bytes.subarray(from, to - ((to - from) & 1))));
}

const LINE_FEED = 0x0a;

/** Control characters (C0, DEL, C1) become spaces, but for line ends, which stay as line feeds; the ends are trimmed. */
export function cleanText(text: string): string {
  let clean = '';
  for (const character of text.replaceAll('\r\n', '\n')) {
    const code = character.codePointAt(0)!;
    const control = (code < 0x20 && code !== LINE_FEED) || (code >= 0x7f && code < 0xa0);
    clean += control ? ' ' : character;
  }
  return clean.trim();
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}
