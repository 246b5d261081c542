/** Random bytes that one id needs. */
export const ID_RANDOM_BYTES = 10;

const TIMESTAMP_BYTES = 6;

/**
 * A UUID of version 7 (RFC 9562 §5.7): 48 bits of milliseconds since 1970, then random bits, so that ids sort by the
 * time they were made. `timeMs` is a whole number from 0 to 2^48 - 1; `random` gives at least ID_RANDOM_BYTES bytes.
 * Throws a RangeError for anything else, because an id that is not unique is worse than none.
 */
export function uuidV7(timeMs: number, random: Uint8Array): string {
  if (!Number.isInteger(timeMs) || timeMs < 0 || timeMs >= 2 ** 48) throw new RangeError('time of an id out of range');
  if (random.length < ID_RANDOM_BYTES) throw new RangeError('too few random bytes for an id');
  const bytes = new Uint8Array(TIMESTAMP_BYTES + ID_RANDOM_BYTES);
  for (let at = TIMESTAMP_BYTES - 1, rest = timeMs; at >= 0; at--, rest = Math.floor(rest / 256)) {
    bytes[at] = rest % 256;
  }
  bytes.set(random.subarray(0, ID_RANDOM_BYTES), TIMESTAMP_BYTES);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
