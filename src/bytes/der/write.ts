import { type Micros, toIso } from '#kernel';
import { IDENTIFIER, readHeader, TAG_CLASSES } from './element.ts';
import { STRING_TAG } from './string.ts';

/**
 * Writes DER (X.690). Every function takes and gives whole encodings: tag, length, content. Arguments come from our own
 * code or have been read before, so what cannot be encoded is a RangeError.
 */

const ENUMERATED = 0x0a;
const CONTEXT = 0x80;
const CONSTRUCTED = 0x20;
/** Tag numbers from 31 on take the long form (X.690 8.1.2.4), which no structure we write needs. */
const MAX_TAG_NUMBER = 30;
const BITS_PER_OCTET = 8n;

const utf8 = new TextEncoder();

/** The octets of `parts` one after the other. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function lengthOctets(length: number): number {
  if (length < 0x80) return 1;
  if (length <= 0xff) return 2;
  if (length <= 0xffff) return 3;
  return length <= 0xffffff ? 4 : 5;
}

/** Tag and length in front of the content that the caller then writes at the end of the result (X.690 10.1). */
function frame(identifier: number, contentLength: number): { readonly encoded: Uint8Array; readonly at: number } {
  const octets = lengthOctets(contentLength);
  const at = 1 + octets;
  const encoded = new Uint8Array(at + contentLength);
  encoded[0] = identifier;
  if (octets === 1) encoded[1] = contentLength;
  else {
    encoded[1] = 0x80 | (octets - 1);
    for (let i = 1, shift = octets - 2; i < octets; i++, shift--)
      encoded[1 + i] = Math.floor(contentLength / 0x100 ** shift) & 0xff;
  }
  return { encoded, at };
}

function encode(identifier: number, content: Uint8Array): Uint8Array {
  const { encoded, at } = frame(identifier, content.length);
  encoded.set(content, at);
  return encoded;
}

function encodeAll(identifier: number, parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const { encoded, at: start } = frame(identifier, length);
  let at = start;
  for (const part of parts) {
    encoded.set(part, at);
    at += part.length;
  }
  return encoded;
}

/** SEQUENCE of a few parts known where it is written; a list of any length goes to `sequenceOf`. */
export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => encodeAll(IDENTIFIER.sequence, parts);

/** SEQUENCE OF: `parts` in their order. */
export const sequenceOf = (parts: readonly Uint8Array[]): Uint8Array => encodeAll(IDENTIFIER.sequence, parts);

/** SET OF: `parts` in ascending order of their octets (X.690 11.6). */
export const setOf = (parts: readonly Uint8Array[]): Uint8Array =>
  encodeAll(IDENTIFIER.set, [...parts].sort(compareOctets));

/** SET: `parts` in the order of their tags (X.690 10.3, X.680 8.6). */
export function set(...parts: readonly Uint8Array[]): Uint8Array {
  const ranked = parts.map((part) => ({ part, rank: tagRank(part) })).sort((left, right) => left.rank - right.rank);
  return encodeAll(
    IDENTIFIER.set,
    ranked.map(({ part }) => part),
  );
}

function compareOctets(left: Uint8Array, right: Uint8Array): number {
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at++) if (left[at] !== right[at]) return left[at]! - right[at]!;
  return left.length - right.length;
}

function tagRank(part: Uint8Array): number {
  const header = readHeader(part, 0, part.length);
  if (!header.ok) throw new RangeError('a part of a SET is no encoding');
  return TAG_CLASSES.indexOf(header.tagClass) * 2 ** 32 + header.tagNumber;
}

/** BOOLEAN. Where the standard says DEFAULT FALSE, false is left out by the caller (X.690 11.5). */
export const boolean = (value: boolean): Uint8Array => Uint8Array.of(IDENTIFIER.boolean, 1, value ? 0xff : 0x00);

export const nullValue = (): Uint8Array => Uint8Array.of(IDENTIFIER.null, 0);

/** INTEGER of a whole number, or of unsigned big-endian octets, leading zeros allowed. */
export const integer = (value: number | bigint | Uint8Array): Uint8Array =>
  encode(IDENTIFIER.integer, typeof value === 'object' ? unsignedContent(value) : signedContent(BigInt(value)));

export const enumerated = (value: number): Uint8Array => encode(ENUMERATED, signedContent(BigInt(value)));

/** X.690 8.3.2: the fewest octets; one zero in front where the first bit would make the number negative. */
function unsignedContent(octets: Uint8Array): Uint8Array {
  let from = 0;
  while (from < octets.length - 1 && octets[from] === 0) from++;
  const magnitude = octets.subarray(from);
  if (magnitude.length === 0) return Uint8Array.of(0);
  return magnitude[0]! < 0x80 ? magnitude : concat([Uint8Array.of(0), magnitude]);
}

function signedContent(value: bigint): Uint8Array {
  const octets: number[] = [];
  for (let rest = value; ; rest >>= BITS_PER_OCTET) {
    const octet = Number(rest & 0xffn);
    octets.push(octet);
    const above = rest >> BITS_PER_OCTET;
    if ((above === 0n && octet < 0x80) || (above === -1n && octet >= 0x80)) break;
  }
  return Uint8Array.from(octets.reverse());
}

export const octetString = (content: Uint8Array): Uint8Array => encode(IDENTIFIER.octetString, content);

/** BIT STRING; the last `unusedBits` (0 to 7) bits of `content` do not count and are written as zero (X.690 11.2.1). */
export function bitString(content: Uint8Array, unusedBits = 0): Uint8Array {
  if (unusedBits < 0 || unusedBits > 7 || (unusedBits > 0 && content.length === 0))
    throw new RangeError(`${unusedBits} unused bits`);
  const { encoded, at } = frame(IDENTIFIER.bitString, content.length + 1);
  encoded[at] = unusedBits;
  encoded.set(content, at + 1);
  if (unusedBits > 0) encoded[encoded.length - 1]! &= 0xff << unusedBits;
  return encoded;
}

/** OBJECT IDENTIFIER of dotted text such as `2.5.4.3`. */
export function oid(text: string): Uint8Array {
  if (!/^[0-2](?:\.(?:0|[1-9]\d*))+$/.test(text)) throw new RangeError(`${text} is no object identifier`);
  const [first, second, ...rest] = text.split('.').map(BigInt) as [bigint, bigint, ...bigint[]];
  if (first < 2n && second >= 40n) throw new RangeError(`${text} is no object identifier`);
  const octets: number[] = [];
  for (const arc of [first * 40n + second, ...rest]) pushArc(octets, arc);
  return encode(IDENTIFIER.oid, Uint8Array.from(octets));
}

/** X.690 8.19.2: groups of seven bits, the first bit set in all but the last. */
function pushArc(octets: number[], arc: bigint): void {
  const groups = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) groups.push(Number(rest & 0x7fn) | 0x80);
  for (let i = groups.length - 1; i >= 0; i--) octets.push(groups[i]!);
}

/** UTF8String; a lone surrogate becomes U+FFFD. */
export const utf8String = (text: string): Uint8Array => encode(STRING_TAG.utf8, utf8.encode(text));

/** True when PrintableString has every character of `text` (X.680 table 10). */
export const isPrintable = (text: string): boolean => /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text);

export function printableString(text: string): Uint8Array {
  if (!isPrintable(text)) throw new RangeError('not the characters of a PrintableString');
  return encode(STRING_TAG.printable, utf8.encode(text));
}

/** True when IA5String has every character of `text`: ASCII. */
export function isIa5(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= 0x80) return false;
  return true;
}

export function ia5String(text: string): Uint8Array {
  if (!isIa5(text)) throw new RangeError('not the characters of an IA5String');
  return encode(STRING_TAG.ia5, utf8.encode(text));
}

/** BMPString: UTF-16, big endian; characters beyond U+FFFF have no place in it. */
export function bmpString(text: string): Uint8Array {
  const content = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit < 0xe000) throw new RangeError('not the characters of a BMPString');
    content[at * 2] = unit >> 8;
    content[at * 2 + 1] = unit & 0xff;
  }
  return encode(STRING_TAG.bmp, content);
}

/** UTCTime ends with the year 2049 (RFC 5280 4.1.2.5). */
const UTC_TIME_YEARS = { first: 1950, last: 2049 } as const;
const LAST_YEAR = 9999;

/** GeneralizedTime of the whole second that `timeUs` lies in, without a fraction (RFC 5280 4.1.2.5.2). */
export function generalizedTime(timeUs: Micros): Uint8Array {
  return encode(IDENTIFIER.generalizedTime, utf8.encode(`${secondDigits(timeUs)}Z`));
}

/** Time of RFC 5280 4.1.2.5: UTCTime until the year 2049, GeneralizedTime after it and before 1950. */
export function timeOf(timeUs: Micros): Uint8Array {
  const digits = secondDigits(timeUs);
  const year = Number(digits.slice(0, 4));
  if (year < UTC_TIME_YEARS.first || year > UTC_TIME_YEARS.last) return generalizedTime(timeUs);
  return encode(IDENTIFIER.utcTime, utf8.encode(`${digits.slice(2)}Z`));
}

/** `20260131235959` */
function secondDigits(timeUs: Micros): string {
  const iso = toIso(timeUs);
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\./.exec(iso);
  if (match === null) throw new RangeError(`no year from 0 to ${LAST_YEAR}`);
  return match.slice(1).join('');
}

/** [tag] EXPLICIT: the whole encoding inside a context tag. */
export const explicit = (tagNumber: number, part: Uint8Array): Uint8Array => context(tagNumber, true, part);

/** [tag] IMPLICIT: the first octet of `part` replaced by a context tag; constructed stays constructed (X.690 8.14.4). */
export function implicit(tagNumber: number, part: Uint8Array): Uint8Array {
  if (part.length < 2 || (part[0]! & 0x1f) > MAX_TAG_NUMBER) throw new RangeError('not an encoding with a short tag');
  const retagged = part.slice();
  retagged[0] = contextIdentifier(tagNumber, (part[0]! & CONSTRUCTED) !== 0);
  return retagged;
}

/** A context tag around `content`, which for a constructed one is whole encodings side by side. */
export const context = (tagNumber: number, constructed: boolean, content: Uint8Array): Uint8Array =>
  encode(contextIdentifier(tagNumber, constructed), content);

function contextIdentifier(tagNumber: number, constructed: boolean): number {
  if (!Number.isInteger(tagNumber) || tagNumber < 0 || tagNumber > MAX_TAG_NUMBER)
    throw new RangeError(`tag ${tagNumber}`);
  return CONTEXT | (constructed ? CONSTRUCTED : 0) | tagNumber;
}
