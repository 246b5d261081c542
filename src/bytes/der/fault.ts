/**
 * What can be wrong with an encoding. The first group ends understanding of the bytes that follow; the second concerns
 * one value only, and a reader that met it may go on with the next element.
 */
export type DerFaultReason =
  // structure (X.690 8.1, 10.1)
  | 'element-missing'
  | 'header-truncated'
  | 'content-truncated'
  | 'tag-not-minimal'
  | 'tag-too-long'
  | 'length-indefinite'
  | 'length-not-minimal'
  | 'length-too-long'
  | 'unexpected-element'
  | 'trailing-bytes'
  | 'too-many-elements'
  // values (X.690 8.2 to 8.26, 11)
  | 'boolean-length'
  | 'boolean-not-der'
  | 'default-encoded'
  | 'integer-empty'
  | 'integer-not-minimal'
  | 'integer-too-large'
  | 'bit-string-empty'
  | 'bit-string-padding'
  | 'oid-empty'
  | 'oid-truncated'
  | 'oid-not-minimal'
  | 'oid-too-long'
  | 'text-undecodable'
  | 'text-too-long'
  | 'time-malformed';

/** Something wrong at an absolute position `at` in the bytes that were read; `at` may equal the end of the range. */
export interface DerFault {
  readonly ok: false;
  readonly at: number;
  readonly reason: DerFaultReason;
}

/** A half-open range [start, end) of absolute positions in the bytes that were read. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export const fault = (at: number, reason: DerFaultReason): DerFault => ({ ok: false, at, reason });

/** Tells a fault from the value (text, number, object without `ok: false`) that a reader returns instead of it. */
export const isFault = (value: unknown): value is DerFault =>
  typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;
