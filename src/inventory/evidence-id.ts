import type { FactKind } from '#wire';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const SECOND_PRIME = 0x5bd1e995;

/** Two letters for each twelve bits; a table, since an inventory has more pieces of evidence than anything else. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const PAIRS: readonly string[] = Array.from({ length: 4096 }, (_, n) => LETTERS[n >> 6]! + LETTERS[n & 63]!);

/** The attribute and 48 bits of a hash of kind and value: short, and the same in every run. */
export function evidenceId(attribute: string, kind: FactKind, value: string): string {
  let a = FNV_OFFSET ^ kind.length;
  let b = Math.imul(FNV_PRIME, kind.charCodeAt(0));
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(at);
    a = Math.imul(a ^ unit, FNV_PRIME);
    b = Math.imul(b ^ unit, SECOND_PRIME);
  }
  a ^= a >>> 15;
  b ^= b >>> 13;
  return `${attribute}#${PAIRS[a >>> 20]!}${PAIRS[(a >>> 8) & 4095]!}${PAIRS[b >>> 20]!}${PAIRS[(b >>> 8) & 4095]!}`;
}
