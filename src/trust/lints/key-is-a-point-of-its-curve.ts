import { type CertificateLint, finding } from '../lint.ts';

interface Curve {
  readonly prime: bigint;
  readonly b: bigint;
  readonly coordinateOctets: number;
}

/** NIST SP 800-186 3.2.1: y^2 = x^3 - 3x + b modulo the prime. */
const CURVES: ReadonlyMap<string, Curve> = new Map([
  [
    'P-256',
    {
      prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
      b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
      coordinateOctets: 32,
    },
  ],
  [
    'P-384',
    {
      prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
      b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
      coordinateOctets: 48,
    },
  ],
]);
const UNCOMPRESSED = 0x04;
const ED25519_OCTETS = 32;

function bigOf(bytes: Uint8Array, start: number, end: number): bigint {
  let value = 0n;
  for (let at = start; at < end; at++) value = (value << 8n) | BigInt(bytes[at]!);
  return value;
}

function isPoint(bytes: Uint8Array, start: number, end: number, { prime, b, coordinateOctets }: Curve): boolean {
  if (bytes[start] !== UNCOMPRESSED || end - start !== 1 + 2 * coordinateOctets) return false;
  const x = bigOf(bytes, start + 1, start + 1 + coordinateOctets);
  const y = bigOf(bytes, start + 1 + coordinateOctets, end);
  return x < prime && y < prime && (y * y - (x * x * x - 3n * x + b)) % prime === 0n;
}

export const keyIsAPointOfItsCurve: CertificateLint = {
  id: 'key-is-a-point-of-its-curve',
  about: 'certificate',
  title: { en: 'An elliptic key is a point of its named curve', ja: '楕円曲線の公開鍵が曲線上の点である' },
  citation: 'NIST SP 800-56A 5.6.2.3.3; RFC 5480 2',
  effectiveDate: '2009-03-01',
  severity: 'error',
  check({ bytes, read: { publicKey } }) {
    const { type, curve, key, start } = publicKey;
    if (type === 'ed25519') return key && key.end - key.start === ED25519_OCTETS ? [] : finding(start, type);
    if (type !== 'ec') return [];
    const known = CURVES.get(curve ?? '');
    if (!known) return finding(start, curve ?? 'explicit parameters');
    return key && isPoint(bytes, key.start, key.end, known) ? [] : finding(start, curve);
  },
};
