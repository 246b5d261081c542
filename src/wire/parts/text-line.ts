/** True when bytes[from, to) are `text`, which is written in lower case; letters match in either case. */
export function isWord(bytes: Uint8Array, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false;
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[from + i]!;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower !== text.charCodeAt(i)) return false;
  }
  return true;
}

/** The position of the first `byte` in bytes[from, to), or `to`. */
export function byteAt(bytes: Uint8Array, byte: number, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== byte) at++;
  return at;
}

/** True when `text`, which is written in lower case, stands somewhere in bytes[from, to). */
export function containsWord(bytes: Uint8Array, from: number, to: number, text: string): boolean {
  for (let at = from; at + text.length <= to; at++) if (isWord(bytes, at, at + text.length, text)) return true;
  return false;
}
