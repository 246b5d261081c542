import type { Attribute } from '../dissector.ts';

/** The attributes of several families as one record; keys are their ids, since short names repeat between families. */
export function mergeAttributes(
  ...families: readonly Readonly<Record<string, Attribute>>[]
): Record<string, Attribute> {
  return Object.fromEntries(
    families.flatMap((family) => Object.values(family)).map((attribute) => [attribute.id, attribute]),
  );
}
