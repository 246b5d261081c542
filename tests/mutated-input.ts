import fc from 'fast-check';
import { expect, test } from 'vitest';

/** Inputs that one property tries. */
const RUNS = 2000;
/** Octets that one change removes or repeats at most. */
const MOST_OCTETS = 40;

/** What a reader says: the value, or a fault with its reason, its place in the bytes and the clause that asks for it. */
type Reading =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly at: number; readonly clause: string };

/** A change of one input: an octet, one put in, a stretch removed or repeated, the end cut off. */
const CHANGE = fc.oneof(
  fc.record({ kind: fc.constant('octet' as const), at: fc.nat(), value: fc.nat(255) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), value: fc.nat(255) }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(), value: fc.nat(MOST_OCTETS) }),
  fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), value: fc.nat(MOST_OCTETS) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), value: fc.constant(0) }),
);
type Change = typeof CHANGE extends fc.Arbitrary<infer Value> ? Value : never;

function changed(bytes: Uint8Array, { kind, at, value }: Change): Uint8Array {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  if (kind === 'octet') return bytes.map((octet, index) => (index === place ? value : octet));
  const head = bytes.subarray(0, place);
  if (kind === 'cut') return head;
  if (kind === 'insert') return Uint8Array.from([...head, value, ...bytes.subarray(place)]);
  const next = kind === 'remove' ? place + value : Math.max(0, place - value);
  return Uint8Array.from([...head, ...bytes.subarray(next)]);
}

/** Copies of the samples, each with a few changes. */
const damaged = (samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(fc.constantFrom(...samples), fc.array(CHANGE, { minLength: 1, maxLength: 4 }))
    .map(([sample, changes]) => changes.reduce(changed, sample));

/** True of a value, and of a fault that has a reason, a clause, and a place within the bytes. */
export const isInside = (reading: Reading, bytes: Uint8Array): boolean =>
  reading.ok ||
  (reading.at >= 0 &&
    reading.at <= bytes.length &&
    /^[a-z\d-]+$/.test(reading.reason) &&
    /^(?:RFC|X\.690|FIPS)/.test(reading.clause));

/** Hands `holds` damaged copies of a good message. It must be true of all of them, and not throw. */
export function expectToWithstand(message: Uint8Array, holds: (bytes: Uint8Array) => boolean): void {
  fc.assert(fc.property(damaged([message]), holds), { numRuns: RUNS });
}

/**
 * The property of every reader: whatever the bytes, it gives the value or a fault with its reason, its clause and a place
 * within the bytes, and never throws.
 */
export function withstandsMutations(samples: () => readonly Uint8Array[], read: (bytes: Uint8Array) => Reading): void {
  test('reads its samples', () => {
    for (const sample of samples()) expect(read(sample)).toMatchObject({ ok: true });
  });

  test(`reads ${RUNS} changed and random inputs, or says what is wrong where`, () => {
    const input = fc.oneof({ weight: 9, arbitrary: damaged(samples()) }, { weight: 1, arbitrary: fc.uint8Array() });
    let refused = 0;
    fc.assert(
      fc.property(input, (bytes) => {
        const reading = read(bytes);
        if (reading.ok) return;
        refused++;
        expect(isInside(reading, bytes), JSON.stringify(reading)).toBe(true);
      }),
      { numRuns: RUNS },
    );
    expect(refused).toBeGreaterThan(RUNS / 4);
  });
}
