const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES: ReadonlyMap<string, number> = new Map(Array.from(ALPHABET, (character, value) => [character, value]));
const BITS = 6;

/** Base64 of RFC 4648 4, with padding, on one line. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const present = Math.min(3, bytes.length - at);
    for (let i = 0; i < 4; i++) text += i <= present ? ALPHABET[(group >> (18 - i * BITS)) & 0x3f]! : '=';
  }
  return text;
}

/**
 * The octets of base64 text (RFC 4648 4) among which white space may stand anywhere, since enrolment protocols break
 * lines in every way. Undefined for any other text: a wrong character, a wrong length, bits left over.
 */
export function fromBase64(text: string): Uint8Array | undefined {
  const match = /^([^=]*)(={0,2})$/.exec(text.replaceAll(/\s+/g, ''));
  if (match === null) return undefined;
  const [, body = '', padding = ''] = match;
  if ((body.length + padding.length) % 4 !== 0) return undefined;
  const bytes = new Uint8Array(Math.floor((body.length * BITS) / 8));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const character of body) {
    const value = VALUES.get(character);
    if (value === undefined) return undefined;
    held = (held << BITS) | value;
    bits += BITS;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = held >> bits;
    held &= (1 << bits) - 1;
  }
  return held === 0 ? bytes : undefined;
}
