import type { EvidenceKind, Micros } from '#kernel';
import type { Excerpt, FactKind, FactSource, SubjectName } from '#wire';
import type { Verdict } from './scoring.ts';

/** One piece of evidence of a device, with what it counts. */
export interface Item {
  readonly kind: EvidenceKind;
  readonly factKind: FactKind;
  readonly attribute: string;
  readonly value: string;
  readonly subject: SubjectName;
  readonly protocol: string;
  readonly weight: number;
  readonly note: string | undefined;
  readonly count: number;
  readonly first: Micros;
  readonly last: Micros;
  readonly source: FactSource | undefined;
  readonly excerpts: readonly Excerpt[] | undefined;
}

/** Items by attribute. One attribute may have items of several kinds: a type that is offered, and one that is sought. */
export type Items = ReadonlyMap<string, readonly Item[]>;

/** All that a conclusion may look at: the evidence of one device, and what was concluded before it. */
export interface Portrait {
  /** Only what counts; items of weight 0 are left out. */
  readonly counted: Items;
  readonly concluded: ReadonlyMap<string, Verdict>;
}

/** Items of an attribute that count; what the host only asked for says nothing about itself. */
export function itemsOf(portrait: Portrait, attribute: string): readonly Item[] {
  const items = portrait.counted.get(attribute) ?? [];
  return items.some(isSought) ? items.filter((item) => !isSought(item)) : items;
}

const isSought = (item: Item): boolean => item.factKind === 'peer-sought';

/** Items of all attributes of a kind that count. */
export function* itemsOfKind(portrait: Portrait, kind: FactKind): Generator<Item> {
  for (const items of portrait.counted.values()) for (const item of items) if (item.factKind === kind) yield item;
}
