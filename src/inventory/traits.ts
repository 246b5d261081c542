import type { FactKind } from '#wire';
import { isMedicalFamily, type Reading, readingOf, sourceOf, weightOf } from './conclusions/weights.ts';
import { type IdentifierRule, identifierRuleOf, isOwnKind } from './identity/identifier-rules.ts';
import { isRelayTelling } from './identity/carriers.ts';

/** What the tables of this room say about an attribute of a kind. */
export interface Trait {
  readonly attribute: string;
  readonly kind: FactKind;
  /** What stands before the first dot: the dissector, mostly. */
  readonly family: string;
  readonly weight: number;
  readonly reading: Reading;
  /** Evidence of one source counts once. */
  readonly source: string;
  /** Only medical devices and their servers speak this: a short name there means the medical company. */
  readonly isMedical: boolean;
  /** What kind of identity it gives, if any. */
  readonly identifies: IdentifierRule | undefined;
  /** Can tell something about who the host is, or whom it relays. */
  readonly isTelling: boolean;
  /** Describes a host well enough to believe in it without having heard it. */
  readonly isDescribing: boolean;
}

const DESCRIBING: ReadonlySet<FactKind> = new Set<FactKind>([
  'serial-seen',
  'identifier-seen',
  'manufacturer-seen',
  'model-seen',
  'software-seen',
  'system-seen',
  'service-offered',
  'role-played',
  'certificate-shown',
]);

/** As many as dissectors declare attributes. */
const known = new Map<string, Trait[]>();

/** Looked up once an attribute: an inventory holds a million values of a few hundred attributes. */
export function traitOf(attribute: string, kind: FactKind): Trait {
  let kinds = known.get(attribute);
  if (kinds === undefined) known.set(attribute, (kinds = []));
  for (const trait of kinds) if (trait.kind === kind) return trait;
  const trait = makeTrait(attribute, kind);
  kinds.push(trait);
  return trait;
}

function makeTrait(attribute: string, kind: FactKind): Trait {
  const family = attribute.slice(0, attribute.indexOf('.'));
  const identifies = identifierRuleOf(attribute, kind);
  return {
    attribute,
    kind,
    family,
    weight: weightOf(attribute, kind),
    reading: readingOf(attribute, kind),
    source: sourceOf(attribute),
    isMedical: isMedicalFamily(family),
    identifies,
    isTelling: isOwnKind(kind) && (identifies !== undefined || isRelayTelling(attribute)),
    isDescribing: DESCRIBING.has(kind),
  };
}
