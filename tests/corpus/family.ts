import type { ProductFact } from './product.ts';
import type { Truth } from './truth.ts';

/** One value that the truth gives, and where a reader should say it. */
export interface Expected {
  /** Attributes under which the value may stand; the first one names it in lists. */
  readonly attributes: readonly string[];
  /** As the truth spells it. */
  readonly value: string;
  /** Values that are as right, where the truth allows more than one reading. */
  readonly also?: readonly string[];
  /** IP and MAC addresses that the subject may carry; empty where the truth does not say whom the value describes. */
  readonly hosts: readonly string[];
}

/** How the values of one protocol family in the truth map onto attributes of facts. The file name is the id. */
export interface Family {
  readonly id: string;
  /** Keys of `facts` in the truth that this family reads. */
  readonly truthKeys: readonly string[];
  /** Attributes judged: each value said under one of them must be in the truth or be explained otherwise. */
  readonly attributes: readonly string[];
  /** Stands in the table; says what is left out, and why. */
  readonly note: string;
  expect(truth: Truth): readonly Expected[];
  /** Values that are right where they are said, but that a reader need not say. */
  allow?(truth: Truth): readonly Expected[];
  /** Why the truth lacks a value that stands in the capture: a list of it is full, or it never takes the field. */
  gap?(truth: Truth, fact: ProductFact): string | undefined;
  /** Takes differences of spelling away; the default is `spelling` of normalise.ts. */
  canonical?(attribute: string, value: string): string;
  /** Further ways in which a fact can be the expected value, beyond the same canonical text. */
  same?(expected: Expected, fact: ProductFact): boolean;
}

export function expected(
  attributes: string | readonly string[],
  value: string | undefined,
  hosts: readonly string[],
): readonly Expected[] {
  if (value === undefined || value === '') return [];
  return [{ attributes: typeof attributes === 'string' ? [attributes] : attributes, value, hosts }];
}
