import { KEY_USAGES } from '#bytes';
import { ATTRIBUTE_TYPES } from './attribute-types.ts';
import { type ProfileFault, profileFault } from './fault.ts';
import { FieldReader } from './field-reader.ts';
import { namePattern } from './name-pattern.ts';
import {
  type AltNameRule,
  AUTHORITY_PURPOSES,
  CREDENTIAL_KINDS,
  ENTITY_PURPOSES,
  isAuthorityPurpose,
  KEY_KINDS,
  type Profile,
  PROTOCOLS,
  PURPOSE_NAMES,
} from './profile.ts';
import { MAX_TEMPLATE_CHARACTERS, templateVariables } from './template.ts';

export const MAX_PROFILE_CHARACTERS = 32_768;
const MAX_VERSION = 1_000_000;
/** A root of 25 years is the longest that is planned; twice that is a slip of the finger. */
const MAX_VALIDITY_DAYS = 18_300;
const MAX_BACKDATING_MINUTES = 7 * 24 * 60;
const MAX_QUOTA = 100_000_000;
const MAX_SUBJECT_PARTS = 16;
const MAX_NAME_RULES = 16;
const MAX_NAMES_OF_RULE = 64;
const MAX_POLICIES = 8;
const MAX_URLS = 4;
const MAX_PATH_LENGTH = 5;
const MAX_TITLE_CHARACTERS = 80;

const ANY_PATTERN = namePattern('x')!;
const TEMPLATE = 'text with {variables}';
const HTTP_TEMPLATE = 'http://… with {variables}';

/** A text that is no profile, with all that is wrong in it. */
export interface UnreadProfile {
  readonly ok: false;
  readonly faults: readonly ProfileFault[];
}

/** Reads the JSON of one profile. */
export function parseProfile(text: string): Profile | UnreadProfile {
  if (text.length > MAX_PROFILE_CHARACTERS)
    return { ok: false, faults: [profileFault('too-large', '', String(MAX_PROFILE_CHARACTERS))] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, faults: [profileFault('not-json', '', error instanceof Error ? error.message : '')] };
  }
  const faults: ProfileFault[] = [];
  const fields = new FieldReader(value, '', faults);
  const profile = readProfile(fields);
  checkTogether(profile, fields);
  fields.close();
  return faults.length === 0 ? profile : { ok: false, faults };
}

const isTemplate = (text: string): boolean =>
  text.length > 0 && text.length <= MAX_TEMPLATE_CHARACTERS && templateVariables(text) !== undefined;

/** RFC 5280 4.2.1.13, 4.2.2.1: fetching a list over https would need the list first. */
const isHttpTemplate = (text: string): boolean => isTemplate(text) && /^http:\/\/[!-~]+$/.test(text);

const isPolicyTemplate = (text: string): boolean => isTemplate(text) && /^[\d.]*(?:\{\w+\})?(?:\.\d+)*$/.test(text);

function readProfile(fields: FieldReader): Profile {
  const id = fields.text('id', 'kebab-case', (text) => text.length <= 64 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text));
  const isTitle = (text: string): boolean => text.length > 0 && text.length <= MAX_TITLE_CHARACTERS;
  const url = (name: string): readonly string[] => fields.texts(name, MAX_URLS, HTTP_TEMPLATE, isHttpTemplate);
  return {
    ok: true,
    id,
    version: fields.integer('version', 1, MAX_VERSION),
    purpose: fields.oneOf('purpose', [...AUTHORITY_PURPOSES, ...ENTITY_PURPOSES]),
    title: fields.object('title', (title) => ({
      ja: title.text('ja', 'text', isTitle),
      en: title.text('en', 'text', isTitle),
    })),
    subject: fields.objects('subject', MAX_SUBJECT_PARTS, (part) => ({
      type: part.oneOf('type', ATTRIBUTE_TYPES),
      text: part.text('text', TEMPLATE, isTemplate),
    })),
    names: fields.objects('names', MAX_NAME_RULES, readNameRule),
    keys: fields.someOf('keys', KEY_KINDS, 1),
    keyUsage: fields.someOf('keyUsage', KEY_USAGES, 1),
    purposes: fields.someOf('purposes', PURPOSE_NAMES, 0),
    purposesCritical: fields.boolean('purposesCritical'),
    ...(fields.has('pathLength') ? { pathLength: fields.integer('pathLength', 0, MAX_PATH_LENGTH) } : {}),
    policies: fields.texts('policies', MAX_POLICIES, '{policyArc}.1', isPolicyTemplate),
    validityDays: fields.integer('validityDays', 1, MAX_VALIDITY_DAYS),
    backdatingMinutes: fields.integer('backdatingMinutes', 0, MAX_BACKDATING_MINUTES),
    crlUrls: url('crlUrls'),
    freshestCrlUrls: url('freshestCrlUrls'),
    ocspUrls: url('ocspUrls'),
    caIssuerUrls: url('caIssuerUrls'),
    ocspNoCheck: fields.boolean('ocspNoCheck'),
    protocols: fields.someOf('protocols', PROTOCOLS, 1),
    credentials: fields.someOf('credentials', CREDENTIAL_KINDS, 1),
    approval: fields.oneOf('approval', ['none', 'two-persons']),
    ...(fields.has('quota') ? { quota: fields.integer('quota', 1, MAX_QUOTA) } : {}),
    renewalWindowDays: fields.integer('renewalWindowDays', 0, MAX_VALIDITY_DAYS),
    duplicateKey: fields.oneOf('duplicateKey', ['refuse', 'same-subject']),
  };
}

function readNameRule(fields: FieldReader): AltNameRule {
  const kind = fields.oneOf('kind', ['dns', 'email', 'uri', 'hardwareModule']);
  if (kind === 'hardwareModule') return { kind };
  if (kind === 'uri') {
    // RFC 5280 4.2.1.6: a URI is absolute.
    const isForm = (text: string): boolean => isTemplate(text) && /^[a-z][a-z\d+.-]*:[!-~]+$/.test(text);
    return { kind, form: fields.text('form', 'scheme:… with {variables}', isForm) };
  }
  const wanted = 'literals, [a-z0-9-] and {1,30} without *, + and |';
  const source = fields.text('pattern', wanted, (text) => namePattern(text) !== undefined);
  return {
    kind,
    pattern: namePattern(source) ?? ANY_PATTERN,
    required: fields.boolean('required'),
    most: fields.integer('most', 1, MAX_NAMES_OF_RULE),
  };
}

/** What each field allows alone and two do not together. */
function checkTogether(profile: Profile, fields: FieldReader): void {
  const isAuthority = isAuthorityPurpose(profile.purpose);
  // RFC 5280 4.2.1.3: keyCertSign and an authority go together.
  if (isAuthority !== profile.keyUsage.includes('keyCertSign'))
    fields.conflict('keyUsage', `keyCertSign, purpose ${profile.purpose}`);
  if (!isAuthority && profile.pathLength !== undefined) fields.conflict('pathLength', `purpose ${profile.purpose}`);
  if (!isAuthority && profile.purposes.length === 0 && profile.purpose !== 'encryption')
    fields.conflict('purposes', `purpose ${profile.purpose}`);
  if (profile.purposes.includes('ocspSigning') !== (profile.purpose === 'ocsp-responder'))
    fields.conflict('purposes', `ocspSigning, purpose ${profile.purpose}`);
  if (profile.ocspNoCheck && profile.purpose !== 'ocsp-responder')
    fields.conflict('ocspNoCheck', `purpose ${profile.purpose}`);
  if (profile.renewalWindowDays > profile.validityDays) fields.conflict('renewalWindowDays', 'validityDays');
  if (profile.subject.length === 0) fields.conflict('subject', 'RFC 5280 4.1.2.4');
}
