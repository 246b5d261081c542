import type { Exclusions } from './exclusions.ts';
import type { Expected, Family } from './family.ts';
import { TRUTH_VALUE_LIMIT, address, spelling } from './normalise.ts';
import type { ProductFact } from './product.ts';
import { type Truth, isTunnelled } from './truth.ts';

export interface Miss {
  readonly attribute: string;
  readonly value: string;
  readonly host: string;
  /** The value stands in the document, but about another host. */
  readonly isElsewhere: boolean;
}

/** What one family of one file comes to, before values that the truth lacks are read a second time. */
export interface Comparison {
  readonly expected: number;
  readonly found: number;
  readonly excluded: number;
  readonly misses: readonly Miss[];
  /** Distinct attribute and value pairs said. */
  readonly said: number;
  /** Said, but the truth cannot judge it. */
  readonly unjudged: number;
  /** The first fact of each value that the truth lacks. */
  readonly unknown: readonly ProductFact[];
}

const NUL = '\0';

class Facts {
  private readonly byText = new Map<string, ProductFact[]>();
  readonly byAttribute = new Map<string, ProductFact[]>();
  private readonly family: Family;

  constructor(family: Family, facts: readonly ProductFact[]) {
    this.family = family;
    const attributes = new Set(family.attributes);
    for (const fact of facts) {
      if (!attributes.has(fact.attribute)) continue;
      push(this.byAttribute, fact.attribute, fact);
      push(this.byText, `${fact.attribute}${NUL}${this.canonical(fact.attribute, fact.value)}`, fact);
    }
  }

  canonical(attribute: string, value: string): string {
    return this.family.canonical?.(attribute, value) ?? spelling(value);
  }

  /** All facts that say the expected value, about whomever. */
  saying(wanted: Expected): readonly ProductFact[] {
    const isCut = wanted.value.length >= TRUTH_VALUE_LIMIT;
    return wanted.attributes.flatMap((attribute) => {
      const text = this.canonical(attribute, wanted.value);
      const right = [wanted.value, ...(wanted.also ?? [])].map((value) => this.canonical(attribute, value));
      const exact = [...new Set(right)].flatMap((each) => this.byText.get(`${attribute}${NUL}${each}`) ?? []);
      if (exact.length > 0) return exact;
      const { family } = this;
      if (!isCut && family.same === undefined) return [];
      // The last characters of a cut value may be half an escape.
      const begin = text.slice(0, -2);
      return (this.byAttribute.get(attribute) ?? []).filter(
        (fact) =>
          family.same?.(wanted, fact) === true || (isCut && this.canonical(attribute, fact.value).startsWith(begin)),
      );
    });
  }

  texts(): readonly (readonly [string, ProductFact])[] {
    return [...this.byText].flatMap(([key, [first]]) => (first === undefined ? [] : [[key, first] as const]));
  }
}

function push<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}

/** One value about one host is one expectation, however many packets of the truth say it. */
function distinct(facts: Facts, expectations: readonly Expected[]): readonly Expected[] {
  const byKey = new Map<string, Expected>();
  for (const each of expectations) {
    const attribute = each.attributes[0] ?? '';
    const key = [attribute, facts.canonical(attribute, each.value), address(each.hosts[0] ?? '')].join(NUL);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? each : { ...known, hosts: [...new Set([...known.hosts, ...each.hosts])] });
  }
  return [...byKey.values()];
}

function isAbout(fact: ProductFact, hosts: readonly string[]): boolean {
  const wanted = new Set(hosts.map(address));
  return [fact.ip, fact.mac].some((each) => each !== undefined && wanted.has(address(each)));
}

/** Compares what a document says with the truth of one family in one file. */
export function compare(
  family: Family,
  truth: Truth,
  said: readonly ProductFact[],
  exclusions: Exclusions,
): Comparison {
  const facts = new Facts(family, said);
  const everything = family.expect(truth);
  const anyHost = isTunnelled(truth);
  const misses: Miss[] = [];
  const known = new Set<string>();
  let excluded = 0;
  let found = 0;
  let count = 0;
  for (const wanted of distinct(facts, everything)) {
    if (exclusions.ofExpected(truth.file, family.id, wanted) >= 0) {
      excluded++;
      continue;
    }
    count++;
    const saying = facts.saying(wanted);
    if (
      saying.length > 0 &&
      (anyHost || wanted.hosts.length === 0 || saying.some((fact) => isAbout(fact, wanted.hosts)))
    ) {
      found++;
      continue;
    }
    misses.push({
      attribute: wanted.attributes[0] ?? '',
      value: wanted.value,
      host: wanted.hosts[0] ?? '',
      isElsewhere: saying.length > 0,
    });
  }
  for (const wanted of [...everything, ...(family.allow?.(truth) ?? [])]) {
    for (const fact of facts.saying(wanted)) {
      known.add(`${fact.attribute}${NUL}${facts.canonical(fact.attribute, fact.value)}`);
    }
  }
  const texts = facts.texts();
  const lacking = texts.filter(([key]) => !known.has(key)).map(([, fact]) => fact);
  const unknown = lacking.filter((fact) => exclusions.ofSaid(truth.file, family.id, fact.attribute, fact.value) < 0);
  return {
    expected: count,
    found,
    excluded,
    misses,
    said: texts.length,
    unjudged: lacking.length - unknown.length,
    unknown,
  };
}
