import { readSiblings } from '#bytes';
import { type CertificateLint, finding } from '../lint.ts';

const MIN_BITS = 2048;
/** FIPS 186-5 A.1.1: odd, above 2^16 and below 2^256. */
const MIN_EXPONENT = 65_537n;
const MAX_EXPONENT = 2n ** 256n;
/** CA/B Forum Baseline Requirements 6.1.6 */
const MAX_SMALL_FACTOR = 752;

function bigOf(bytes: Uint8Array, start: number, end: number): bigint {
  let value = 0n;
  for (let at = start; at < end; at++) value = (value << 8n) | BigInt(bytes[at]!);
  return value;
}

function hasSmallFactor(modulus: bigint): boolean {
  for (let factor = 3; factor < MAX_SMALL_FACTOR; factor += 2) if (modulus % BigInt(factor) === 0n) return true;
  return modulus % 2n === 0n;
}

export const rsaKeyIsStrong: CertificateLint = {
  id: 'rsa-key-is-strong',
  about: 'certificate',
  title: {
    en: 'An RSA key has 2048 bits, a usual exponent and no small factor',
    ja: 'RSA鍵が2048ビット以上で、弱い値でない',
  },
  citation: 'NIST SP 800-131A 3; FIPS 186-5 A.1.1',
  effectiveDate: '2014-01-01',
  severity: 'error',
  check({ bytes, read: { publicKey } }) {
    const { type, key, bits = 0, start } = publicKey;
    if (type !== 'rsa' && type !== 'rsa-pss') return [];
    const [sequence] = key ? readSiblings(bytes, key.start, key.end, 1).elements : [];
    const [modulus, exponent] = sequence ? readSiblings(bytes, sequence.contentStart, sequence.end, 2).elements : [];
    if (!modulus || !exponent) return finding(start, 'unreadable');
    if (bits < MIN_BITS) return finding(start, `${bits}`);
    const power = bigOf(bytes, exponent.contentStart, exponent.end);
    if (power < MIN_EXPONENT || power >= MAX_EXPONENT || power % 2n === 0n) return finding(exponent.start, `${power}`);
    return hasSmallFactor(bigOf(bytes, modulus.contentStart, modulus.end)) ? finding(modulus.start, 'factor') : [];
  },
};
