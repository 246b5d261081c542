import type { FactSource } from '#wire';

/**
 * Where a fact was first seen. Nearly all sources are one range without a derivation of note; those are kept in one
 * object instead of three, since an inventory holds one for each piece of evidence.
 */
export type Origin = FactSource | OneRange;

interface OneRange {
  readonly capture: number;
  readonly frame: number;
  readonly offset: number;
  readonly length: number;
  readonly derived: FactSource['derived'];
}

export function originOf(source: FactSource): Origin {
  const [only] = source.ranges;
  if (only === undefined || source.ranges.length > 1) return source;
  return { capture: source.capture, ...only, derived: source.derived };
}

/** The first frame; 0 when a source names none. */
export function frameOf(origin: Origin): number {
  return 'frame' in origin ? origin.frame : (origin.ranges[0]?.frame ?? 0);
}

export function sourceOfOrigin(origin: Origin): FactSource {
  if (!('frame' in origin)) return origin;
  const { capture, frame, offset, length, derived } = origin;
  return { capture, ranges: [{ frame, offset, length }], ...(derived !== undefined && { derived }) };
}
