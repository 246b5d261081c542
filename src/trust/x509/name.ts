import { der, type Name, type NameAttribute } from '#bytes';

/** How the value of an attribute type is written, and how long it may be (RFC 5280 appendix A.1). */
interface AttributeRule {
  readonly oid: string;
  readonly form: 'utf8' | 'printable' | 'ia5';
  readonly maxCharacters: number;
  readonly exactly?: true;
}

/**
 * RFC 5280 4.1.2.4 leaves UTF8String and PrintableString to issuers and demands PrintableString for C, serialNumber and
 * dnQualifier, IA5String for emailAddress and DC. We write UTF8String wherever there is a choice.
 */
const RULES = {
  CN: { oid: '2.5.4.3', form: 'utf8', maxCharacters: 64 },
  SN: { oid: '2.5.4.4', form: 'utf8', maxCharacters: 40 },
  serialNumber: { oid: '2.5.4.5', form: 'printable', maxCharacters: 64 },
  C: { oid: '2.5.4.6', form: 'printable', maxCharacters: 2, exactly: true },
  L: { oid: '2.5.4.7', form: 'utf8', maxCharacters: 128 },
  ST: { oid: '2.5.4.8', form: 'utf8', maxCharacters: 128 },
  street: { oid: '2.5.4.9', form: 'utf8', maxCharacters: 128 },
  O: { oid: '2.5.4.10', form: 'utf8', maxCharacters: 64 },
  OU: { oid: '2.5.4.11', form: 'utf8', maxCharacters: 64 },
  title: { oid: '2.5.4.12', form: 'utf8', maxCharacters: 64 },
  GN: { oid: '2.5.4.42', form: 'utf8', maxCharacters: 64 },
  dnQualifier: { oid: '2.5.4.46', form: 'printable', maxCharacters: 64 },
  organizationIdentifier: { oid: '2.5.4.97', form: 'utf8', maxCharacters: 256 },
  UID: { oid: '0.9.2342.19200300.100.1.1', form: 'utf8', maxCharacters: 256 },
  DC: { oid: '0.9.2342.19200300.100.1.25', form: 'ia5', maxCharacters: 63 },
  emailAddress: { oid: '1.2.840.113549.1.9.1', form: 'ia5', maxCharacters: 255 },
} as const satisfies Record<string, AttributeRule>;

/** Short names, as `openssl` and RFC 4514 write them. */
export type AttributeType = keyof typeof RULES;

export interface AttributeValue {
  readonly type: AttributeType;
  readonly text: string;
}

/** Relative names from the root down, each of one attribute or more. */
export type DistinguishedName = readonly (readonly AttributeValue[])[];

export interface NameProblem {
  readonly type: AttributeType;
  readonly reason: 'empty' | 'too-long' | 'wrong-characters' | 'repeated';
  readonly clause: 'RFC 5280 A.1' | 'RFC 5280 4.1.2.4';
}

/** What keeps `name` from being written; look before encoding names that people or devices gave. */
export function nameProblem(name: DistinguishedName): NameProblem | undefined {
  for (const rdn of name) {
    const types = new Set<AttributeType>();
    if (rdn.length === 0) return { type: 'CN', reason: 'empty', clause: 'RFC 5280 4.1.2.4' };
    for (const { type, text } of rdn) {
      // X.501 9.3: a relative name has each type once.
      if (types.has(type)) return { type, reason: 'repeated', clause: 'RFC 5280 4.1.2.4' };
      types.add(type);
      const reason = valueProblem(RULES[type], text);
      if (reason) return { type, reason, clause: 'RFC 5280 A.1' };
    }
  }
  return undefined;
}

function valueProblem(rule: AttributeRule, text: string): NameProblem['reason'] | undefined {
  const characters = Array.from(text).length;
  if (characters === 0) return 'empty';
  if (characters > rule.maxCharacters) return 'too-long';
  if (rule.exactly && characters < rule.maxCharacters) return 'wrong-characters';
  if (rule.form === 'printable') return der.isPrintable(text) ? undefined : 'wrong-characters';
  if (rule.form === 'ia5') return der.isIa5(text) ? undefined : 'wrong-characters';
  // A name is shown to people and compared by programs; neither copes with controls.
  return /\p{Cc}/u.test(text) || !text.isWellFormed() ? 'wrong-characters' : undefined;
}

/** The Name of RFC 5280 4.1.2.4, DER. RangeError when `nameProblem` has something to say. */
export function encodeName(name: DistinguishedName): Uint8Array {
  const problem = nameProblem(name);
  if (problem) throw new RangeError(`${problem.type}: ${problem.reason}`);
  return der.sequenceOf(name.map((rdn) => der.setOf(rdn.map(encodeAttribute))));
}

function encodeAttribute({ type, text }: AttributeValue): Uint8Array {
  const rule: AttributeRule = RULES[type];
  return der.sequence(der.oid(rule.oid), FORMS[rule.form](text));
}

const FORMS = { utf8: der.utf8String, printable: der.printableString, ia5: der.ia5String } as const;

/**
 * True when two names are the same by RFC 5280 7.1: attribute by attribute, without regard to case, to the kind of
 * character string and to how many blanks stand between words.
 */
export function sameName(left: Name, right: Name): boolean {
  return left.rdns.length === right.rdns.length && startsWithName(left, right);
}

/** True when the relative names of `base` are the first of `name`: `name` lies in the subtree of `base`. */
export function startsWithName(name: Name, base: Name): boolean {
  return base.rdns.every((rdn, at) => {
    const other = name.rdns[at];
    return other !== undefined && rdnKey(rdn) === rdnKey(other);
  });
}

const rdnKey = (rdn: readonly NameAttribute[]): string => rdn.map(attributeKey).sort().join('\u0001');

function attributeKey({ type, text, derHex }: NameAttribute): string {
  if (text === undefined) return `${type}#${derHex ?? ''}`;
  return `${type}=${text.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/g, ' ')}`;
}
