import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_OID_OCTETS, oidToText } from './oid.ts';

const decode = (hexText: string) => {
  const bytes = Uint8Array.from(Buffer.from(hexText, 'hex'));
  return oidToText(bytes, 0, bytes.length);
};

function base128(value: bigint): number[] {
  const octets = [Number(value & 0x7fn)];
  for (let rest = value >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80);
  return octets;
}

test.each([
  ['550403', '2.5.4.3'],
  ['550481', { ok: false, at: 2, reason: 'oid-truncated' }],
  ['551d11', '2.5.29.17'],
  ['551e11', '2.5.30.17'],
  ['2a864886f70d01010b', '1.2.840.113549.1.1.11'],
  ['2b0601050507010119', '1.3.6.1.5.5.7.1.1.25'],
  ['00', '0.0'],
  ['27', '0.39'],
  ['28', '1.0'],
  ['4f', '1.39'],
  ['50', '2.0'],
  ['8837', '2.999'],
  ['', { ok: false, at: 0, reason: 'oid-empty' }],
  ['2a80', { ok: false, at: 1, reason: 'oid-not-minimal' }],
  ['2a8001', { ok: false, at: 1, reason: 'oid-not-minimal' }],
  ['2aff', { ok: false, at: 1, reason: 'oid-truncated' }],
  [`2a${'ff'.repeat(19)}7f`, { ok: false, at: 1, reason: 'oid-too-long' }],
  ['01'.repeat(MAX_OID_OCTETS + 1), { ok: false, at: 0, reason: 'oid-too-long' }],
])('%s is %o', (hexText, expected) => {
  expect(decode(hexText)).toEqual(expected);
});

test('a UUID below 2.25 keeps all its digits', () => {
  // The example UUID of RFC 4122 section 3 under the arc of X.667.
  const uuid = 0xf81d4fae7dec11d0a76500a0c91e6bf6n;
  const bytes = Uint8Array.from([0x69, ...base128(uuid)]);
  expect(oidToText(bytes, 0, bytes.length)).toBe('2.25.329800735698586629295641978511506172918');
});

test('reads back any arcs of up to 128 bits', () => {
  const arc = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
  fc.assert(
    fc.property(fc.constantFrom(0n, 1n, 2n), arc, fc.array(arc, { maxLength: 5 }), (first, second, rest) => {
      const bounded = first < 2n ? second % 40n : second % (2n ** 128n - 80n);
      const bytes = Uint8Array.from([first * 40n + bounded, ...rest].flatMap(base128));
      expect(oidToText(bytes, 0, bytes.length)).toBe([first, bounded, ...rest].join('.'));
    }),
    { numRuns: 500 },
  );
});

test('any bytes give a text or a fault inside the range', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
      const oid = oidToText(bytes, 0, bytes.length);
      expect(typeof oid === 'string' ? /^[012](\.\d+)+$/.test(oid) : oid.at <= bytes.length).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
