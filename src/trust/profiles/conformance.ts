import { type Name, nameToText, type PublicKey, readElement, readName } from '#bytes';
import type { Micros } from '#kernel';
import { refusal, type Refusal, type RefusalText } from '../refusal.ts';
import { type AltName, altNameProblem } from '../x509/general-names.ts';
import { type DistinguishedName, encodeName, nameProblem } from '../x509/name.ts';
import { keyKindOf } from './key-kind.ts';
import { matchesPattern } from './name-pattern.ts';
import type { AltNameRule, Profile } from './profile.ts';
import { render, type Variables } from './template.ts';

const US_PER_MINUTE = 60_000_000;
const US_PER_DAY = 24 * 60 * US_PER_MINUTE;
const US_PER_SECOND = 1_000_000;
/** Names of one certificate, whatever the rules of the profile add up to. */
export const MAX_ALT_NAMES = 64;

const TEXTS = {
  'value-missing': {
    clause: 'RFC 5280 4.1.2.6',
    remedy: {
      en: 'Give a value of the right form for the named variable.',
      ja: '示された変数に、正しい形式の値を指定してください。',
    },
  },
  'subject-follows-profile': {
    clause: 'RFC 5280 4.1.2.6',
    remedy: {
      en: 'Ask for an empty subject or for exactly the one the profile writes.',
      ja: 'サブジェクトを空にするか、プロファイルが定めるとおりに要求してください。',
    },
  },
  'names-follow-profile': {
    clause: 'RFC 5280 4.2.1.6',
    remedy: {
      en: 'Ask only for names that the profile allows, and for those it requires.',
      ja: 'プロファイルが認める名前だけを、必須のものはすべて含めて要求してください。',
    },
  },
  'key-kind-allowed': {
    clause: 'NIST SP 800-57 part 1 5.6.1',
    remedy: {
      en: 'Make a key of a kind that the profile names.',
      ja: 'プロファイルが認める種類の鍵を作り直してください。',
    },
  },
  'validity-follows-profile': {
    clause: 'RFC 5280 4.1.2.5',
    remedy: {
      en: 'Ask for a time that the profile and the authority cover.',
      ja: 'プロファイルと認証局の有効期間に収まる期間を指定してください。',
    },
  },
} as const satisfies Record<string, RefusalText>;

const breach = (rule: keyof typeof TEXTS, detail: string): Refusal => refusal(rule, TEXTS[rule], detail);

/** A list of texts from templates, or the variable that is missing. */
export function renderAll(templates: readonly string[], variables: Variables): readonly string[] | Refusal {
  const texts: string[] = [];
  for (const template of templates) {
    const rendered = render(template, variables);
    if ('lacks' in rendered) return breach('value-missing', rendered.lacks);
    texts.push(rendered.text);
  }
  return texts;
}

export const isRefusal = (value: object): value is Refusal => 'ok' in value && value.ok === false;

/** The subject that the profile writes for these values. */
export function subjectOf(profile: Profile, variables: Variables): DistinguishedName | Refusal {
  const texts = renderAll(
    profile.subject.map(({ text }) => text),
    variables,
  );
  if (isRefusal(texts)) return texts;
  const name = profile.subject.map(({ type }, at) => [{ type, text: texts[at]! }]);
  const problem = nameProblem(name);
  return problem ? breach('subject-follows-profile', `${problem.type}: ${problem.reason}`) : name;
}

/** How the registry writes a subject: as `nameToText` reads it from the certificate. */
export function subjectText(subject: DistinguishedName): string {
  const bytes = encodeName(subject);
  const element = readElement(bytes, 0, bytes.length);
  return element.ok ? nameToText(readName(bytes, 0, element.contentStart, element.end, [])) : '';
}

/**
 * What keeps the `asked` subject of a request from being answered with `written`: anything in it that we would not write.
 * An empty subject leaves it to us.
 */
export function subjectBreach(asked: Name, written: DistinguishedName): Refusal | undefined {
  const allowed = new Set(written.flat().map(({ type, text }) => `${type}=${text}`));
  const foreign = asked.rdns.flat().find(({ label, text }) => !allowed.has(`${label ?? ''}=${text ?? ''}`));
  return foreign && breach('subject-follows-profile', nameToText(asked));
}

/** The names that go into the certificate: those the profile writes and those that were asked for and are allowed. */
export function namesOf(
  profile: Profile,
  variables: Variables,
  asked: readonly AltName[],
): readonly AltName[] | Refusal {
  if (asked.length > MAX_ALT_NAMES) return breach('names-follow-profile', `${asked.length}`);
  const written: AltName[] = [];
  for (const rule of profile.names) {
    const name = writtenName(rule, variables);
    if (name === undefined) continue;
    if ('ok' in name) return name;
    written.push(name);
  }
  const names = new Map(written.map((name) => [altNameKey(name), name]));
  const counts = new Map<AltNameRule, number>();
  for (const name of asked) {
    const key = altNameKey(name);
    if (names.has(key)) continue;
    const rule = profile.names.find((each) => allows(each, name));
    if (!rule || altNameProblem(name)) return breach('names-follow-profile', key);
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
    names.set(key, name);
  }
  for (const rule of profile.names) {
    if (!('pattern' in rule)) continue;
    const count = counts.get(rule) ?? 0;
    if (count > rule.most || (rule.required && count === 0)) return breach('names-follow-profile', rule.pattern.source);
  }
  return names.size > MAX_ALT_NAMES ? breach('names-follow-profile', `${names.size}`) : [...names.values()];
}

const allows = (rule: AltNameRule, name: AltName): boolean =>
  'pattern' in rule &&
  (name.kind === 'dns' || name.kind === 'email') &&
  rule.kind === name.kind &&
  matchesPattern(rule.pattern, name.text.toLowerCase());

function writtenName(rule: AltNameRule, variables: Variables): AltName | Refusal | undefined {
  if ('pattern' in rule) return undefined;
  const texts = renderAll(rule.kind === 'uri' ? [rule.form] : ['{hardwareType}', '{deviceSerial}'], variables);
  if (isRefusal(texts)) return texts;
  const [first = '', second = ''] = texts;
  const name: AltName =
    rule.kind === 'uri'
      ? { kind: 'uri', text: first }
      : { kind: 'hardwareModule', typeOid: first, serial: new TextEncoder().encode(second) };
  return altNameProblem(name) ? breach('names-follow-profile', first) : name;
}

/** The same for two names that mean the same host, device or address. */
export function altNameKey(name: AltName): string {
  switch (name.kind) {
    case 'dns':
    case 'email':
      return `${name.kind} ${name.text.toLowerCase()}`;
    case 'uri':
    case 'ip':
    case 'upn':
      return `${name.kind} ${name.text}`;
    case 'hardwareModule':
      return `hardwareModule ${name.typeOid} ${name.serial.join('.')}`;
    case 'directory':
      return `directory ${name.name.join('.')}`;
    default:
      return `registeredId ${name.oid}`;
  }
}

export function keyBreach(profile: Profile, key: PublicKey | undefined): Refusal | undefined {
  const kind = key && keyKindOf(key);
  if (kind && profile.keys.includes(kind)) return undefined;
  return breach('key-kind-allowed', kind ?? key?.curve ?? key?.type ?? key?.algorithm ?? '?');
}

/** Whole seconds, both included. */
export interface Validity {
  readonly notBeforeUs: Micros;
  readonly notAfterUs: Micros;
}

const wholeSecond = (timeUs: Micros): Micros => Math.floor(timeUs / US_PER_SECOND) * US_PER_SECOND;

/**
 * From the backdated now to the end that the profile allows, or an earlier one that is asked for, never beyond `within`,
 * the validity of the authority: what it signs dies with it.
 */
export function validityOf(
  profile: Profile,
  nowUs: Micros,
  within: Validity | undefined,
  askedEndUs?: Micros,
): Validity | Refusal {
  const backdated = wholeSecond(nowUs - profile.backdatingMinutes * US_PER_MINUTE);
  const notBeforeUs = Math.max(backdated, within?.notBeforeUs ?? backdated);
  const end = wholeSecond(nowUs + profile.validityDays * US_PER_DAY);
  const asked = askedEndUs === undefined ? end : wholeSecond(askedEndUs);
  const notAfterUs = Math.min(end, asked, within?.notAfterUs ?? end);
  const isOver = notAfterUs <= nowUs || notBeforeUs > nowUs;
  return isOver ? breach('validity-follows-profile', '') : { notBeforeUs, notAfterUs };
}
