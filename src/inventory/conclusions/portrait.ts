import type { FactKind } from '#wire';
import type { Evidence } from '../device.ts';
import { traitOf } from '../traits.ts';
import type { Verdict } from './scoring.ts';

const NOTHING: readonly Evidence[] = [];

/**
 * Evidence of one device, sorted by attribute, value and kind. One attribute may have evidence of several kinds: a type
 * that is offered, and one that is sought.
 */
export class EvidenceList {
  readonly all: readonly Evidence[];
  /** What the host only asked for; it is not among the rest. */
  readonly sought: readonly Evidence[];
  private attributes: ReadonlyMap<string, readonly Evidence[]> | undefined = undefined;
  private kinds: ReadonlyMap<FactKind, readonly Evidence[]> | undefined = undefined;
  private read: readonly Evidence[] | undefined = undefined;

  constructor(sorted: readonly Evidence[], sought: readonly Evidence[] = NOTHING) {
    this.all = sorted;
    this.sought = sought;
  }

  /** What conclusions are drawn from: without what weighs nothing, and what a host only asked for. */
  counted(): EvidenceList {
    return new EvidenceList(
      this.all.filter(({ weight, factKind }) => weight > 0 && factKind !== 'peer-sought'),
      this.all.filter(({ factKind }) => factKind === 'peer-sought'),
    );
  }

  has(attribute: string): boolean {
    return this.byAttribute().has(attribute);
  }

  of(attribute: string): readonly Evidence[] {
    return this.byAttribute().get(attribute) ?? NOTHING;
  }

  ofKind(kind: FactKind): readonly Evidence[] {
    this.kinds ??= grouped(this.all, ({ factKind }) => factKind);
    return this.kinds.get(kind) ?? NOTHING;
  }

  /** What is read for makers, models and kinds of devices; most evidence is not. */
  readable(): readonly Evidence[] {
    this.read ??= this.all.filter(({ attribute, factKind }) => traitOf(attribute, factKind).reading !== 'none');
    return this.read;
  }

  private byAttribute(): ReadonlyMap<string, readonly Evidence[]> {
    this.attributes ??= grouped(this.all, ({ attribute }) => attribute);
    return this.attributes;
  }
}

function grouped<Key>(all: readonly Evidence[], keyOf: (item: Evidence) => Key): ReadonlyMap<Key, readonly Evidence[]> {
  const groups = new Map<Key, Evidence[]>();
  for (const item of all) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** All that a conclusion may look at. */
export interface Portrait {
  /** Only what counts; see EvidenceList.counted. */
  readonly evidence: EvidenceList;
  /** What was concluded before. */
  readonly concluded: ReadonlyMap<string, Verdict>;
}
