import { type DerFault, fault } from './fault.ts';

/** Universal tag numbers of the character strings (X.680 table 8). */
export const STRING_TAG = {
  utf8: 12,
  numeric: 18,
  printable: 19,
  t61: 20,
  ia5: 22,
  visible: 26,
  universal: 28,
  bmp: 30,
} as const;

/** Longest string that is turned into text; the bytes of a longer one stay where they are. */
export const MAX_TEXT_OCTETS = 4096;

/** Up to here a plain loop is faster than the platform's decoder. */
const SHORT_OCTETS = 32;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The text of the character string with universal tag `tagNumber` and content [start, end).
 * One-octet strings are read as ISO 8859-1: issuers put it into PrintableString and T61String alike, and it loses
 * nothing. Malformed UTF-8 and lone surrogates become U+FFFD. Undecodable: any other tag, and half a character at the
 * end of a BMPString or UniversalString.
 */
export function stringToText(bytes: Uint8Array, tagNumber: number, start: number, end: number): string | DerFault {
  if (end - start > MAX_TEXT_OCTETS) return fault(start, 'text-too-long');
  switch (tagNumber) {
    case STRING_TAG.utf8:
      return end - start <= SHORT_OCTETS && isAscii(bytes, start, end)
        ? latin1(bytes, start, end)
        : utf8.decode(bytes.subarray(start, end));
    case STRING_TAG.numeric:
    case STRING_TAG.printable:
    case STRING_TAG.t61:
    case STRING_TAG.ia5:
    case STRING_TAG.visible:
      return latin1(bytes, start, end);
    case STRING_TAG.bmp:
      return wide(bytes, start, end, 2);
    case STRING_TAG.universal:
      return wide(bytes, start, end, 4);
    default:
      return fault(start, 'text-undecodable');
  }
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! >= 0x80) return false;
  return true;
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let at = start;
  // Eight at a time: a string grown by single characters costs an allocation for each.
  for (; at + 8 <= end; at += 8)
    text += String.fromCharCode(
      bytes[at]!,
      bytes[at + 1]!,
      bytes[at + 2]!,
      bytes[at + 3]!,
      bytes[at + 4]!,
      bytes[at + 5]!,
      bytes[at + 6]!,
      bytes[at + 7]!,
    );
  for (; at < end; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}

function wide(bytes: Uint8Array, start: number, end: number, width: 2 | 4): string | DerFault {
  if ((end - start) % width !== 0) return fault(end, 'text-undecodable');
  let text = '';
  for (let at = start; at < end; at += width) {
    let code = 0;
    for (let i = 0; i < width; i++) code = code * 0x100 + bytes[at + i]!;
    text += width === 2 ? String.fromCharCode(code) : String.fromCodePoint(code > 0x10ffff ? 0xfffd : code);
  }
  return text.toWellFormed();
}
