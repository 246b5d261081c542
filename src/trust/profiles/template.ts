import { matchesPattern, namePattern, type NamePattern } from './name-pattern.ts';

/** What a value may be: the characters of a name that others parse, or a text for people of so many characters. */
type VariableForm = NamePattern | { readonly mostCharacters: number };

const form = (source: string): NamePattern => {
  const pattern = namePattern(source);
  if (!pattern) throw new RangeError(source);
  return pattern;
};
const OID_CHARACTERS = '[0-9.]{3,128}';

/** What the templates of a profile may name, and which values each takes. */
const FORMS = {
  country: form('[A-Z]{2}'),
  organization: { mostCharacters: 64 },
  productLine: form('[A-Za-z0-9.-]{1,32}'),
  site: form('[A-Za-z0-9.-]{1,32}'),
  /** First, second … authority of its kind: a new one never has the name of the old one. */
  generation: form('[A-Za-z0-9]{1,8}'),
  deviceSerial: form('[A-Za-z0-9.-]{1,48}'),
  /** A person, a role, a service. */
  name: { mostCharacters: 64 },
  /** Arc of the tenant under which its policies stand. */
  policyArc: form(OID_CHARACTERS),
  /** Private enterprise number of the tenant (RFC 9039 3.3 names devices by it). */
  enterpriseNumber: form('[0-9]{1,10}'),
  /** hwType of RFC 4108 5: maker and model. */
  hardwareType: form(OID_CHARACTERS),
  /** Where status is asked for: host and perhaps port. */
  statusHost: form('[A-Za-z0-9.:-]{1,253}'),
  /** Id of the authority that issues. */
  authority: form('[0-9a-f]{64}'),
} as const satisfies Record<string, VariableForm>;

export type Variable = keyof typeof FORMS;
export type Variables = Readonly<Partial<Record<Variable, string>>>;

export const isVariable = (name: string): name is Variable => Object.hasOwn(FORMS, name);

/** A text with `{name}` in it. */
export const MAX_TEMPLATE_CHARACTERS = 256;
const PLACE = /\{([^{}]*)\}/g;

/** The variables that a template names; undefined when it names one that does not exist, or has a brace without partner. */
export function templateVariables(template: string): readonly Variable[] | undefined {
  const names = [...template.matchAll(PLACE)].map(([, name = '']) => name);
  const rest = template.replaceAll(PLACE, '');
  return !/[{}]/.test(rest) && names.every(isVariable) ? names : undefined;
}

/** The text of the template, or the variable that has no value, or one that may not be written. */
export function render(template: string, variables: Variables): { readonly text: string } | { readonly lacks: string } {
  let lacks: string | undefined;
  const text = template.replaceAll(PLACE, (_, name: string) => {
    const value = isVariable(name) ? variables[name] : undefined;
    if (value === undefined || !isVariable(name) || !isGood(name, value)) lacks ??= name;
    return value ?? '';
  });
  return lacks === undefined ? { text } : { lacks };
}

function isGood(name: Variable, value: string): boolean {
  const each: VariableForm = FORMS[name];
  if ('steps' in each) return matchesPattern(each, value);
  // Names are read by people: neither controls nor marks that change the order of what is drawn.
  const isText = value.isWellFormed() && !/[\p{Cc}\p{Bidi_Control}]/u.test(value) && value.trim() === value;
  return isText && value.length > 0 && Array.from(value).length <= each.mostCharacters;
}
