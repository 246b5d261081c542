import { readFileSync } from 'node:fs';
import { parseProfile } from '../src/trust/profiles/parse.ts';
import type { Profile, ProfilePurpose } from '../src/trust/profiles/profile.ts';

/** A profile of the default set. */
export function defaultProfile(purpose: ProfilePurpose): Profile {
  const file = new URL(`../data/certificate-profiles/${purpose}.json`, import.meta.url);
  const profile = parseProfile(readFileSync(file, 'utf8'));
  if (!profile.ok) throw new Error(JSON.stringify(profile.faults));
  return profile;
}
