import fc from 'fast-check';

/** Damaged messages that each reader has to withstand. */
const RUNS = 2000;

/** A reading of damaged bytes, or a fault, whose place must be in them. */
type Reading = { readonly ok: true } | { readonly ok: false; readonly at: number; readonly clause: string };

/** True of a reading, and of a fault that says where and by which clause. */
export const isInside = (reading: Reading, bytes: Uint8Array): boolean =>
  reading.ok || (reading.at >= 0 && reading.at <= bytes.length && /^(?:RFC|X\.690|EN|FIPS)/.test(reading.clause));

/**
 * Hands `holds` copies of a good message with octets changed, taken out, put in, or cut off. It must be true of all of
 * them, and not throw.
 */
export function expectToWithstand(message: Uint8Array, holds: (damaged: Uint8Array) => boolean): void {
  const place = fc.nat(message.length - 1);
  const octet = fc.integer({ min: 0, max: 255 });
  const change = fc.oneof(
    fc.record({ kind: fc.constant('replace' as const), at: place, octet }),
    fc.record({ kind: fc.constant('insert' as const), at: place, octet }),
    fc.record({ kind: fc.constant('remove' as const), at: place, count: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ kind: fc.constant('cut' as const), at: place }),
  );
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const octets = [...message];
      for (const each of changes) {
        if (each.kind === 'replace') octets[each.at] = each.octet;
        else if (each.kind === 'insert') octets.splice(each.at, 0, each.octet);
        else if (each.kind === 'remove') octets.splice(each.at, each.count);
        else octets.splice(each.at);
      }
      // A replacement behind a cut leaves holes, which are zeros.
      return holds(Uint8Array.from(octets, (value) => value ?? 0));
    }),
    { numRuns: RUNS },
  );
}
