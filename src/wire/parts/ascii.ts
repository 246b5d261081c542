/** True when `bytes[from, to)` are exactly the characters of the ASCII `text`. */
export function equalsAscii(bytes: Uint8Array, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** True when `bytes[from, to)` begin with the characters of the ASCII `text`. */
export function beginsAscii(bytes: Uint8Array, from: number, to: number, text: string): boolean {
  return to - from >= text.length && equalsAscii(bytes, from, from + text.length, text);
}

/** True for the white space of XML and JSON: blank, tab, carriage return, line feed. */
export const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
