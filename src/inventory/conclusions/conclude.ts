import { UNKNOWN_BELOW } from '#kernel';
import type { ConclusionName, Evidence } from '../device.ts';
import { CONCLUSION_RULES } from './index.ts';
import type { Lookups } from './lookups.ts';
import type { EvidenceList } from './portrait.ts';
import type { Verdict } from './scoring.ts';
import { DECLARED_WEIGHT } from './weights.ts';

/** A person's word stands above this however much speaks against it; what does is shown beside it. */
const DECLARED_AT_LEAST = 0.6;
const THOUSANDTHS = 1000;

export type Verdicts = ReadonlyMap<ConclusionName, Verdict>;

/** Draws all conclusions about one device. `declared`: what a person stated, by conclusion. */
export function concludeAll(
  evidence: EvidenceList,
  declared: ReadonlyMap<ConclusionName, Evidence> | undefined,
  lookups: Lookups,
): Verdicts {
  const concluded = new Map<ConclusionName, Verdict>();
  const portrait = { evidence, concluded };
  for (const rule of CONCLUSION_RULES) {
    const seen = rule.conclude(portrait, lookups);
    const stated = declared?.get(rule.id);
    const verdict = stated === undefined ? seen : withDeclared(stated, seen);
    if (verdict !== undefined) concluded.set(rule.id, verdict);
  }
  return concluded;
}

/** What a person stated wins; what was seen supports it or stays visible against it. */
function withDeclared(stated: Evidence, seen: Verdict | undefined): Verdict {
  const alone = rounded(DECLARED_WEIGHT / (DECLARED_WEIGHT + 1));
  if (seen === undefined) return { value: stated.value, confidence: alone, because: [stated], against: [] };
  if (seen.value === stated.value) {
    const confidence = Math.max(alone, seen.confidence);
    return { value: stated.value, confidence, because: [stated, ...seen.because], against: seen.against };
  }
  const opposing = seen.confidence / (1 - Math.min(seen.confidence, 1 - 1 / THOUSANDTHS));
  const confidence = Math.max(DECLARED_AT_LEAST, rounded(DECLARED_WEIGHT / (DECLARED_WEIGHT + opposing + 1)));
  const { against, ...observed } = seen;
  return { value: stated.value, confidence, because: [stated], against: [observed, ...against] };
}

const rounded = (value: number): number => Math.round(value * THOUSANDTHS) / THOUSANDTHS;

/** Conclusions that more evidence would help, and which evidence. */
const WEAK_BELOW = 0.75;
const SUGGESTIONS = 4;

/** @param families protocols that the device is seen to speak; their attributes are within reach */
export function missingOf(verdicts: Verdicts, evidence: EvidenceList, families: ReadonlySet<string>) {
  return CONCLUSION_RULES.filter(
    (rule) => (verdicts.get(rule.id)?.confidence ?? 0) < Math.max(WEAK_BELOW, UNKNOWN_BELOW),
  ).map((rule) => {
    const absent = rule.wouldHelp.filter((attribute) => !evidence.has(attribute));
    const near = absent.filter((attribute) => families.has(familyOf(attribute)));
    const far = absent.filter((attribute) => !families.has(familyOf(attribute)));
    return { conclusion: rule.id, wouldHelp: [...near, ...far].slice(0, SUGGESTIONS).concat('person') };
  });
}

const familyOf = (attribute: string): string => attribute.slice(0, attribute.indexOf('.'));
