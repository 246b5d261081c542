import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_PROFILE_CHARACTERS, parseProfile } from './parse.ts';
import { AUTHORITY_PURPOSES, ENTITY_PURPOSES, isAuthorityPurpose, mayIssue, type Profile } from './profile.ts';

const FOLDER = new URL('../../../data/certificate-profiles/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const textOf = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8');

function parsed(file: string): Profile {
  const profile = parseProfile(textOf(file));
  if (!profile.ok) throw new Error(JSON.stringify(profile.faults));
  return profile;
}

describe('the default set', () => {
  test('has one profile for each purpose, under its name', () => {
    const profiles = FILES.map(parsed);
    expect(profiles.map(({ id }) => `${id}.json`)).toEqual(FILES);
    expect(profiles.map(({ purpose }) => purpose).sort()).toEqual([...AUTHORITY_PURPOSES, ...ENTITY_PURPOSES].sort());
  });

  test('gives every purpose an authority, and no authority but roots to itself', () => {
    for (const { purpose } of FILES.map(parsed)) {
      const issuers = AUTHORITY_PURPOSES.filter((authority) => mayIssue(authority, purpose));
      expect(issuers.length > 0, purpose).toBe(purpose !== 'root' && purpose !== 'hospital-ca');
      expect(issuers).not.toContain(purpose);
    }
  });

  test('never mixes keys that prove, sign and decrypt, and lets two persons make authorities', () => {
    for (const { id, purpose, keyUsage, purposes, approval, protocols } of FILES.map(parsed)) {
      const isAuthority = isAuthorityPurpose(purpose);
      expect(keyUsage.includes('keyAgreement') && keyUsage.length > 1, id).toBe(false);
      expect(isAuthority || purposes.length === 1 || purpose === 'report-signer', id).toBe(true);
      expect(!isAuthority || (approval === 'two-persons' && protocols.join() === 'ceremony'), id).toBe(true);
    }
  });
});

describe('what is wrong is said with its place and a remedy', () => {
  const base = JSON.parse(textOf('device-auth.json')) as Record<string, unknown>;
  const faultsOf = (changes: Record<string, unknown>) => {
    const profile = parseProfile(JSON.stringify({ ...base, ...changes }));
    return profile.ok ? [] : profile.faults.map(({ reason, where }) => `${reason} ${where}`);
  };

  test.each<[string, Record<string, unknown>, string[]]>([
    ['nothing changed', {}, []],
    ['a field missing', { version: undefined }, ['missing /version']],
    ['a misspelt field', { 'approval/': 'none' }, ['unknown-field /approval~1']],
    ['a misspelt field inside', { title: { ja: 'a', en: 'b', fr: 'c' } }, ['unknown-field /title/fr']],
    ['a purpose of nobody', { purpose: 'everything' }, ['wrong-value /purpose', 'conflict /keyUsage']],
    ['a variable of nobody', { subject: [{ type: 'CN', text: '{password}' }] }, ['wrong-value /subject/0/text']],
    ['a brace without partner', { subject: [{ type: 'CN', text: '{name' }] }, ['wrong-value /subject/0/text']],
    ['no subject', { subject: [] }, ['conflict /subject']],
    ['half a day', { validityDays: 0.5 }, ['wrong-value /validityDays', 'conflict /renewalWindowDays']],
    ['a renewal longer than the validity', { renewalWindowDays: 2000 }, ['conflict /renewalWindowDays']],
    ['a usage twice', { keyUsage: ['digitalSignature', 'digitalSignature'] }, ['wrong-value /keyUsage']],
    ['a device that signs certificates', { keyUsage: ['keyCertSign'] }, ['conflict /keyUsage']],
    ['a device with a path length', { pathLength: 0 }, ['conflict /pathLength']],
    ['a device that answers for others', { purposes: ['ocspSigning'] }, ['conflict /purposes']],
    ['every purpose', { purposes: ['any'] }, ['wrong-value /purposes/0']],
    ['no purpose', { purposes: [] }, ['conflict /purposes']],
    ['a list behind TLS', { crlUrls: ['https://{statusHost}/a'] }, ['wrong-value /crlUrls/0']],
    [
      'a pattern that could run away',
      { names: [{ kind: 'dns', pattern: '(a+)+', required: true, most: 1 }] },
      ['wrong-value /names/0/pattern'],
    ],
    ['a relative URI', { names: [{ kind: 'uri', form: '{deviceSerial}' }] }, ['wrong-value /names/0/form']],
    ['a list that is none', { protocols: 'est' }, ['wrong-value /protocols']],
    ['a device nobody asks about', { ocspNoCheck: true }, ['conflict /ocspNoCheck']],
  ])('%s', (_, changes, expected) => {
    expect(faultsOf(changes)).toEqual(expected);
  });

  test('in both languages, with what may stand there', () => {
    const profile = parseProfile(JSON.stringify({ ...base, approval: 'maybe' }));
    expect(profile).toMatchObject({
      ok: false,
      faults: [
        { where: '/approval', remedy: { en: 'Write none | two-persons.', ja: 'none | two-personsを書いてください。' } },
      ],
    });
  });

  test('for any text at all', () => {
    expect(parseProfile('{')).toMatchObject({ ok: false, faults: [{ reason: 'not-json' }] });
    expect(parseProfile(' '.repeat(MAX_PROFILE_CHARACTERS + 1))).toMatchObject({ faults: [{ reason: 'too-large' }] });
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(base)), (value, field) => {
        expect(parseProfile(JSON.stringify(value)).ok).toBe(false);
        const changed = parseProfile(JSON.stringify({ ...base, [field]: value }));
        const isInField = changed.ok || changed.faults.every(({ where }) => where !== '');
        expect(isInField).toBe(true);
      }),
    );
  });
});
