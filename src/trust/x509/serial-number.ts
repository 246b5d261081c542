import type { Crypto } from '../ports.ts';

/** RFC 5280 4.1.2.2: at most 20 octets. */
const MAX_OCTETS = 20;
const MIN_OCTETS = 16;
/** Chosen-prefix collisions are out of reach with 64 bits that nobody can foresee (CA/B Forum baseline 7.1). */
const MIN_RANDOM_OCTETS = 8;
const DEFAULT_OCTETS = 18;

/**
 * A serial number, unsigned big endian, without leading zeros and without the sign bit: `prefix`, which may say where and
 * as which it was issued, and random octets up to `octets`. RangeError when the prefix leaves too little room, or begins
 * with an octet that is zero or has its high bit set.
 */
export function serialNumber(
  ports: Crypto,
  prefix: Uint8Array = new Uint8Array(0),
  octets = DEFAULT_OCTETS,
): Uint8Array {
  if (octets < MIN_OCTETS || octets > MAX_OCTETS || octets - prefix.length < MIN_RANDOM_OCTETS)
    throw new RangeError(`${octets} octets with a prefix of ${prefix.length}`);
  if (prefix.length > 0 && (prefix[0] === 0 || prefix[0]! >= 0x80)) throw new RangeError('first octet of the prefix');
  const serial = new Uint8Array(octets);
  serial.set(ports.randomBytes(octets - prefix.length), prefix.length);
  serial.set(prefix);
  // Positive (RFC 5280 4.1.2.2) and of the same length every time.
  if (prefix.length === 0) serial[0] = (serial[0]! & 0x3f) | 0x40;
  return serial;
}
