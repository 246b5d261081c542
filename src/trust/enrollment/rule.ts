import type { RefusalText } from '../refusal.ts';
import type { CredentialKind } from '../profiles/profile.ts';
import type { EnrollmentRequest } from './request.ts';

/** One reason not to issue. */
export interface EnrollmentRule extends RefusalText {
  /** Name of its file. */
  readonly id: string;
  /** Only for askers who proved themselves so; absent: for all. */
  readonly credentials?: readonly CredentialKind[];
  /** What stands against the request, for the detail of the refusal; undefined when nothing does. */
  against(request: EnrollmentRequest): string | undefined;
}

const US_PER_DAY = 86_400_000_000;
export const days = (count: number): number => count * US_PER_DAY;
