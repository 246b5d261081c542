import type { Name, NameAttribute } from './name.ts';

/** Characters with a meaning of their own between attributes (RFC 2253 section 2.4). */
const SPECIAL = new Set([',', '+', '"', '\\', '<', '>', ';']);
/** Marks and overrides that change the order in which the characters around them are drawn (Unicode UAX #9). */
const BIDI_CONTROL = /\p{Bidi_Control}/u;
const SAFE = /^[A-Za-z0-9*.:/@_-]+(?: [A-Za-z0-9*.:/@_-]+)*$/;

/**
 * The name as text, last relative name first: `CN=pump-7,OU=Infusion Pumps,O=Example Hospital,C=JP`.
 * The text is that of `openssl x509 -nameopt RFC2253,-esc_msb`: attributes of one relative name are joined by `+`,
 * special characters are escaped by a backslash and control characters as `\XX`, a type without a short name is written
 * as its number with the DER of the value after `#`, and so is a value that is no character string. Letters outside
 * ASCII stay readable (RFC 4514 section 2.4 allows it). One difference: C1 and bidirectional controls, which could make
 * a name look like another one, are escaped too.
 */
export function nameToText(name: Name): string {
  let text = '';
  for (let i = name.rdns.length - 1; i >= 0; i--) {
    const rdn = name.rdns[i]!;
    if (rdn.length === 0) continue;
    if (text !== '') text += ',';
    for (let j = rdn.length - 1; j >= 0; j--) text += attributeToText(rdn[j]!) + (j > 0 ? '+' : '');
  }
  return text;
}

function attributeToText(attribute: NameAttribute): string {
  if (attribute.derHex !== undefined) return `${attribute.label ?? attribute.type}=#${attribute.derHex}`;
  return `${attribute.label ?? attribute.type}=${escapeValue(attribute.text ?? '')}`;
}

function escapeValue(value: string): string {
  if (SAFE.test(value)) return value;
  let escaped = '';
  let at = 0;
  for (const character of value) {
    const isFirst = at === 0;
    at += character.length;
    const isLast = at === value.length;
    const code = character.codePointAt(0)!;
    const needsBackslash =
      SPECIAL.has(character) || (character === '#' && isFirst) || (character === ' ' && (isFirst || isLast));
    if (needsBackslash) escaped += `\\${character}`;
    else if (code < 0x20 || code === 0x7f) escaped += escapeOctet(code);
    else if (code >= 0x80 && (code < 0xa0 || BIDI_CONTROL.test(character))) escaped += escapeUtf8(code);
    else escaped += character;
  }
  return escaped;
}

const escapeOctet = (octet: number): string => `\\${octet.toString(16).toUpperCase().padStart(2, '0')}`;

/** Code points from U+0080 to U+FFFF; all bidirectional controls lie there. */
function escapeUtf8(code: number): string {
  const last = escapeOctet(0x80 | (code & 0x3f));
  if (code < 0x800) return escapeOctet(0xc0 | (code >> 6)) + last;
  return escapeOctet(0xe0 | (code >> 12)) + escapeOctet(0x80 | ((code >> 6) & 0x3f)) + last;
}
