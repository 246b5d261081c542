import { hex } from '#bytes';

/** The GUID at `at` as Windows writes it: the first three parts are little endian ([MS-DTYP] §2.3.4). */
export function guidText(bytes: Uint8Array, at: number): string {
  const reversed = (from: number, to: number): string => {
    let text = '';
    for (let i = to - 1; i >= from; i--) text += hex(bytes, i, i + 1);
    return text;
  };
  return [
    reversed(at, at + 4),
    reversed(at + 4, at + 6),
    reversed(at + 6, at + 8),
    hex(bytes, at + 8, at + 10),
    hex(bytes, at + 10, at + 16),
  ].join('-');
}

/** True when all sixteen bytes at `at` are zero: no GUID was given. */
export function isNilGuid(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + 16; i++) if (bytes[i] !== 0) return false;
  return true;
}
