import type { FamilyScore } from './score.ts';

/** The score of a family of which nothing was seen but this. */
export function family(score: Partial<FamilyScore>): FamilyScore {
  return {
    expected: 0,
    found: 0,
    excluded: 0,
    said: 0,
    unjudged: 0,
    extras: 0,
    confirmed: 0,
    explained: 0,
    wrong: 0,
    ...score,
  };
}
