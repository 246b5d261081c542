import { type Confidence, UNKNOWN_BELOW } from '#kernel';
import type { Evidence } from '../device.ts';

/** A value with the evidence that speaks for it, before confidence is turned into ids. */
export interface Verdict {
  readonly value: string;
  readonly confidence: Confidence;
  /** Strongest first. */
  readonly because: readonly Evidence[];
  readonly against: readonly Omit<Verdict, 'against'>[];
}

/** Other values and pieces of evidence that a conclusion names; all evidence stays with the device. */
const AGAINST = 4;
const BECAUSE = 16;
/** Confidence is given in thousandths, so that it does not depend on the order of summing. */
const THOUSANDTHS = 1000;

interface Candidate {
  readonly key: string;
  /** Spellings of the value and the weight behind each. */
  readonly spellings: Map<string, number>;
  /** Largest weight of each independent source. */
  readonly sources: Map<string, number>;
  readonly items: Map<Evidence, number>;
}

/**
 * Weighs values against one another: confidence = best / (best + others + 1), where a value's score is the sum over
 * independent sources of the largest weight. One source of weight 2 gives 0.67, two of weight 5 give 0.91, and every
 * conflict lowers it.
 */
export class Tally {
  private readonly candidates = new Map<string, Candidate>();

  /** `key`: in what form values are the same value. */
  add(value: string, weight: number, source: string, item: Evidence, key = value): void {
    if (weight <= 0 || value === '') return;
    let candidate = this.candidates.get(key);
    if (candidate === undefined) {
      candidate = { key, spellings: new Map(), sources: new Map(), items: new Map() };
      this.candidates.set(key, candidate);
    }
    raise(candidate.spellings, value, weight);
    raise(candidate.sources, source, weight);
    raise(candidate.items, item, weight);
  }

  /** Moves the support of one value to another that says the same more exactly. */
  merge(from: string, into: string): void {
    const general = this.candidates.get(from);
    const exact = this.candidates.get(into);
    if (general === undefined || exact === undefined || general === exact) return;
    for (const [source, weight] of general.sources) raise(exact.sources, source, weight);
    for (const [item, weight] of general.items) raise(exact.items, item, weight);
    this.candidates.delete(from);
  }

  keys(): readonly string[] {
    return [...this.candidates.keys()];
  }

  score(key: string): number {
    const candidate = this.candidates.get(key);
    return candidate === undefined ? 0 : scoreOf(candidate);
  }

  /** The best value, however unsure; undefined when nothing was added. */
  best(): Verdict | undefined {
    const ranked = [...this.candidates.values()]
      .map((candidate) => ({ candidate, score: scoreOf(candidate) }))
      .sort((a, b) => b.score - a.score || (a.candidate.key < b.candidate.key ? -1 : 1));
    const [first] = ranked;
    if (first === undefined) return undefined;
    const whole = ranked.reduce((sum, { score }) => sum + score, 1);
    const verdicts = ranked.slice(0, AGAINST + 1).map(({ candidate, score }) => ({
      value: spellingOf(candidate),
      confidence: Math.round((score / whole) * THOUSANDTHS) / THOUSANDTHS,
      because: itemsOf(candidate),
    }));
    return { ...verdicts[0]!, against: verdicts.slice(1) };
  }

  /** The best value if it is sure enough to be given. */
  conclude(): Verdict | undefined {
    const best = this.best();
    return best === undefined || best.confidence < UNKNOWN_BELOW ? undefined : best;
  }
}

function raise<Key>(weights: Map<Key, number>, key: Key, weight: number): void {
  if (weight > (weights.get(key) ?? 0)) weights.set(key, weight);
}

function scoreOf({ sources }: Candidate): number {
  const sorted = [...sources.values()].sort((a, b) => b - a);
  return sorted.reduce((sum, weight) => sum + weight, 0);
}

function spellingOf({ spellings }: Candidate): string {
  const [best] = [...spellings].sort((a, b) => b[1] - a[1] || b[0].length - a[0].length || (a[0] < b[0] ? -1 : 1));
  return best?.[0] ?? '';
}

function itemsOf({ items }: Candidate): readonly Evidence[] {
  return [...items]
    .sort((a, b) => b[1] - a[1] || compareItems(a[0], b[0]))
    .slice(0, BECAUSE)
    .map(([item]) => item);
}

function compareItems(a: Evidence, b: Evidence): number {
  const left = `${a.attribute} ${a.value}`;
  const right = `${b.attribute} ${b.value}`;
  return left < right ? -1 : left > right ? 1 : 0;
}
