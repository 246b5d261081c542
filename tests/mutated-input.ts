import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrustFault } from '#trust';

/** Inputs that one property tries. */
const RUNS = 2000;

/** A change of one input: an octet, a stretch removed, a stretch repeated, the end cut off. */
const CHANGE = fc.oneof(
  fc.record({ kind: fc.constant('octet' as const), at: fc.nat(), value: fc.nat(255) }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(), value: fc.nat(40) }),
  fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), value: fc.nat(40) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), value: fc.constant(0) }),
);
type Change = typeof CHANGE extends fc.Arbitrary<infer Value> ? Value : never;

function changed(bytes: Uint8Array, { kind, at, value }: Change): Uint8Array {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  if (kind === 'octet') return bytes.map((octet, index) => (index === place ? value : octet));
  if (kind === 'cut') return bytes.slice(0, place);
  const tail = kind === 'remove' ? bytes.subarray(place + value) : bytes.subarray(Math.max(0, place - value));
  return Uint8Array.from([...bytes.subarray(0, place), ...tail]);
}

/**
 * The property of every reader: whatever the bytes, it gives the value or a fault with its reason, its clause and a place
 * within the bytes, and never throws.
 */
export function withstandsMutations(
  samples: () => readonly Uint8Array[],
  read: (bytes: Uint8Array) => { readonly ok: true } | TrustFault,
): void {
  test('reads its samples', () => {
    for (const sample of samples()) expect(read(sample)).toMatchObject({ ok: true });
  });

  test(`reads ${RUNS} changed and random inputs, or says what is wrong where`, () => {
    const known = samples();
    const damaged = fc
      .tuple(fc.nat(known.length - 1), fc.array(CHANGE, { minLength: 1, maxLength: 4 }))
      .map(([index, changes]) => changes.reduce(changed, known[index]!));
    const input = fc.oneof({ weight: 9, arbitrary: damaged }, { weight: 1, arbitrary: fc.uint8Array() });
    let refused = 0;
    fc.assert(
      fc.property(input, (bytes) => {
        const result = read(bytes);
        const fault = result.ok ? { reason: 'none', at: 0, clause: 'RFC' } : result;
        expect(fault.reason).toMatch(/^[a-z\d-]+$/);
        expect(fault.clause).toMatch(/^(?:RFC|X\.690|FIPS|Microsoft)/);
        expect(fault.at).toBeGreaterThanOrEqual(0);
        expect(fault.at).toBeLessThanOrEqual(bytes.length);
        if (!result.ok) refused++;
      }),
      { numRuns: RUNS },
    );
    expect(refused).toBeGreaterThan(RUNS / 4);
  });
}
