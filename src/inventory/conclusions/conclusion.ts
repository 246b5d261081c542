import type { ConclusionName } from '../device.ts';
import type { Lookups } from './lookups.ts';
import type { Portrait } from './portrait.ts';
import type { Verdict } from './scoring.ts';

/** One thing that can be concluded about a device. */
export interface ConclusionRule {
  readonly id: ConclusionName;
  /** The value if it is sure enough; `portrait.concluded` holds the conclusions that stand before it in the list. */
  conclude(portrait: Portrait, lookups: Lookups): Verdict | undefined;
  /** Attributes that would raise it, the most helpful first. */
  readonly wouldHelp: readonly string[];
}
