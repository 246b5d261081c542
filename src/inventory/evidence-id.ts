import type { FactKind } from '#wire';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const SECOND_PRIME = 0x5bd1e995;

/** The attribute and two 32-bit hashes of kind and value: short, and the same in every run. */
export function evidenceId(attribute: string, kind: FactKind, value: string): string {
  let a = hashed(kind, FNV_OFFSET, FNV_PRIME);
  let b = hashed(kind, FNV_PRIME, SECOND_PRIME);
  a = hashed(value, a, FNV_PRIME);
  b = hashed(value, b, SECOND_PRIME);
  return `${attribute}#${hex8(a)}${hex8(b)}`;
}

function hashed(text: string, start: number, prime: number): number {
  let hash = start;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  return hash ^ (hash >>> 15);
}

const hex8 = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
