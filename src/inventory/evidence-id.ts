const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Two 32-bit hashes of the value: short, and the same in every run. */
export function evidenceId({ attribute, value }: { readonly attribute: string; readonly value: string }): string {
  let a = FNV_OFFSET;
  let b = FNV_PRIME;
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(at);
    a = Math.imul(a ^ unit, FNV_PRIME);
    b = Math.imul(b ^ unit ^ at, 0x5bd1e995);
  }
  return `${attribute}#${hex8(a)}${hex8(b)}`;
}

const hex8 = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
