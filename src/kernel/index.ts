export { type ErrorCode, type ErrorDetails, ERRORS, type ErrorText, explain, Fault, type Language } from './errors.ts';
export { type Confidence, EVIDENCE_KINDS, type EvidenceKind, type FrameRange, UNKNOWN_BELOW } from './evidence.ts';
export { ID_RANDOM_BYTES, uuidV7 } from './id.ts';
export { fromIso, type Micros, toIso } from './time.ts';
