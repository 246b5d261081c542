import { decodeText } from '#bytes';

/** A first-level encoded name takes a length octet and two letters for each of 16 octets (RFC 1001 §14.1). */
const ENCODED_LETTERS = 32;
const NAME_OCTETS = 15;
const LETTER_A = 0x41;
const SPACE = 0x20;

const scratch = new Uint8Array(NAME_OCTETS);

/** True when an encoded name stands at `at`: length 32 and letters from A to P. */
export function isNetbiosName(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 1 + ENCODED_LETTERS > end || bytes[at] !== ENCODED_LETTERS) return false;
  for (let i = at + 1; i <= at + ENCODED_LETTERS; i++) {
    const half = bytes[i]! - LETTER_A;
    if (half < 0 || half > 0xf) return false;
  }
  return true;
}

/**
 * The name at `at` as `NAME<20>`: without the blanks that pad it, with its suffix (the 16th octet) in hexadecimal, and
 * other control octets likewise. Only where isNetbiosName().
 */
export function netbiosNameText(bytes: Uint8Array, at: number): string {
  const octet = (index: number): number =>
    ((bytes[at + 1 + index * 2]! - LETTER_A) << 4) | (bytes[at + 2 + index * 2]! - LETTER_A);
  for (let i = 0; i < NAME_OCTETS; i++) scratch[i] = octet(i);
  return nameWithSuffix(scratch, 0, octet(NAME_OCTETS));
}

/** The same for 15 octets at `from` that are not encoded, as a node status carries them (RFC 1002 §4.2.18). */
export function nameWithSuffix(bytes: Uint8Array, from: number, suffix: number): string {
  let to = from + NAME_OCTETS;
  while (to > from && bytes[to - 1] === SPACE) to--;
  let text = '';
  let plainFrom = from;
  for (let at = from; at < to; at++) {
    if (bytes[at]! >= SPACE) continue;
    text += plain(bytes, plainFrom, at) + mark(bytes[at]!);
    plainFrom = at + 1;
  }
  return text + plain(bytes, plainFrom, to) + mark(suffix);
}

/** Blanks inside a name belong to it, so the text is not trimmed. */
function plain(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at++) {
    if (bytes[at]! >= 0x7f) return decodeText(bytes, from, to);
    text += String.fromCharCode(bytes[at]!);
  }
  return text;
}

const mark = (octet: number): string => `<${octet.toString(16).padStart(2, '0')}>`;

/** One past the name at `at` with its scope labels and root, or -1. */
export function skipNetbiosName(bytes: Uint8Array, at: number, end: number): number {
  while (at < end) {
    const length = bytes[at]!;
    if (length === 0) return at + 1;
    if (length > 63) return -1;
    at += length + 1;
  }
  return -1;
}
