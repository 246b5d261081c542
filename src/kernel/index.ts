export { type Confidence, EVIDENCE_KINDS, type EvidenceKind, type FrameRange, UNKNOWN_BELOW } from './evidence.ts';
export { type Micros, toIso } from './time.ts';
