import {
  type DerElement,
  type DerFault,
  type DerFaultReason,
  expectElement,
  isFault,
  readSiblings,
} from '../der/index.ts';

/** What can be wrong with a certificate beyond its encoding; the clause of RFC 5280 stands beside each. */
export type CertificateFaultReason =
  | DerFaultReason
  | 'version-unknown' // 4.1.2.1
  | 'serial-negative' // 4.1.2.2
  | 'signature-algorithm-mismatch' // 4.1.1.2
  | 'rdn-empty' // 4.1.2.4
  | 'extension-repeated' // 4.2
  | 'ip-address-length'; // 4.2.1.6

/** A fault that did not end the reading. `at` is an absolute position in the bytes that were read. */
export interface CertificateFault {
  readonly at: number;
  readonly reason: CertificateFaultReason;
}

/** Collects what was wrong while reading goes on. */
export type FaultList = CertificateFault[];

export const note = (faults: FaultList, at: number, reason: CertificateFaultReason): void => {
  faults.push({ at, reason });
};

/** The value, or undefined after noting the fault that stands in its place. */
export function orNote<Value>(value: Value | DerFault, faults: FaultList): Value | undefined {
  if (!isFault(value)) return value;
  note(faults, value.at, value.reason);
  return undefined;
}

/** The element that should fill [start, end) and begin with the octet `identifier`; whatever follows it is noted. */
export function enter(
  bytes: Uint8Array,
  start: number,
  end: number,
  identifier: number,
  faults: FaultList,
): DerElement | undefined {
  const element = expectElement(bytes, start, end, identifier);
  if (!element.ok) {
    note(faults, element.at, element.reason);
    return undefined;
  }
  if (element.end < end) note(faults, element.end, 'trailing-bytes');
  return element;
}

/** The elements side by side in [start, end), at most `maxCount`, up to the first fault, which is noted. */
export function members(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxCount: number,
  faults: FaultList,
): readonly DerElement[] {
  const read = readSiblings(bytes, start, end, maxCount);
  if (read.fault) note(faults, read.fault.at, read.fault.reason);
  return read.elements;
}
