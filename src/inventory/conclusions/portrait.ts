import type { FactKind } from '#wire';
import type { Evidence } from '../device.ts';
import type { Verdict } from './scoring.ts';

const NOTHING: readonly Evidence[] = [];

/**
 * Evidence of one device, sorted by attribute, value and kind. One attribute may have evidence of several kinds: a type
 * that is offered, and one that is sought.
 */
export class EvidenceList {
  readonly all: readonly Evidence[];

  constructor(sorted: readonly Evidence[]) {
    this.all = sorted;
  }

  /** What conclusions are drawn from: without what weighs nothing, and what a host only asked for. */
  counted(): EvidenceList {
    return new EvidenceList(this.all.filter(({ weight, factKind }) => weight > 0 && factKind !== 'peer-sought'));
  }

  has(attribute: string): boolean {
    return this.all[this.startOf(attribute)]?.attribute === attribute;
  }

  of(attribute: string): readonly Evidence[] {
    const { all } = this;
    const start = this.startOf(attribute);
    let end = start;
    while (all[end]?.attribute === attribute) end++;
    return end === start ? NOTHING : all.slice(start, end);
  }

  ofKind(kind: FactKind): readonly Evidence[] {
    return this.all.filter((evidence) => evidence.factKind === kind);
  }

  /** Position of the first of the attribute, or where it would stand. */
  private startOf(attribute: string): number {
    const { all } = this;
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (all[middle]!.attribute < attribute) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** All that a conclusion may look at. */
export interface Portrait {
  /** Only what counts; see EvidenceList.counted. */
  readonly evidence: EvidenceList;
  /** What was concluded before. */
  readonly concluded: ReadonlyMap<string, Verdict>;
}
