/**
 * The three kinds of evidence: seen on the wire, stated by somebody, shown by cryptography.
 * Every value held about a device is a conclusion from pieces of these kinds.
 */
export const EVIDENCE_KINDS = ['observed', 'declared', 'proved'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** How sure a conclusion is, from 0 (nothing known) to 1 (certain). */
export type Confidence = number;

/** Below this confidence a conclusion is not given; the answer is "unknown" and what is missing. */
export const UNKNOWN_BELOW: Confidence = 0.5;

/** Bytes of one frame: `frame` counts from 1 within its capture, `offset` from the first byte of the frame. */
export interface FrameRange {
  readonly frame: number;
  readonly offset: number;
  readonly length: number;
}
