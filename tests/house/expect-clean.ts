import { expect } from 'vitest';
import type { Finding } from './tree.ts';

/** No fault, and not for want of looking. */
export function expectClean(finding: Finding, atLeast = 1): void {
  expect(finding.faults).toEqual([]);
  expect(finding.looked, 'the check looked at too little to say anything').toBeGreaterThanOrEqual(atLeast);
}
