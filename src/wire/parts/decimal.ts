/** Decimal texts of one byte, made once: unit numbers, function codes and versions are on the path of every message. */
export const DECIMAL: readonly string[] = Array.from({ length: 256 }, (_, value) => String(value));
