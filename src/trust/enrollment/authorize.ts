import {
  isRefusal,
  keyBreach,
  namesOf,
  subjectBreach,
  subjectOf,
  type Validity,
  validityOf,
} from '../profiles/conformance.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Variables } from '../profiles/template.ts';
import { refusal, type Refusal } from '../refusal.ts';
import type { AltName } from '../x509/general-names.ts';
import type { DistinguishedName } from '../x509/name.ts';
import type { EnrollmentRequest } from './request.ts';
import { RULES } from './rules/index.ts';

/** What may be issued. `variables` and `names` go to `issue`, which measures them once more. */
export interface Grant {
  readonly ok: true;
  readonly profile: Profile;
  readonly variables: Variables;
  readonly subject: DistinguishedName;
  readonly names: readonly AltName[];
  readonly validity: Validity;
  /** People who still have to say yes before anything is issued; none: now. */
  readonly approvalsMissing: number;
}

const TWO_PERSONS = 2;

/**
 * Whether a certificate may be issued, and which. The only place where this is decided, whatever protocol the request
 * came in by; without side effects, so that counting down a code and asking for approvals is for the caller.
 */
export function authorize(request: EnrollmentRequest): Grant | Refusal {
  for (const rule of RULES) {
    if (rule.credentials && !rule.credentials.includes(request.credential.kind)) continue;
    const detail = rule.against(request);
    if (detail !== undefined) return refusal(rule.id, rule, detail);
  }
  return granted(request);
}

function granted(request: EnrollmentRequest): Grant | Refusal {
  const { profile, variables, csr, nowUs } = request;
  const wrongKey = keyBreach(profile, csr.publicKey);
  if (wrongKey) return wrongKey;
  const subject = subjectOf(profile, variables);
  if (isRefusal(subject)) return subject;
  const wrongSubject = subjectBreach(csr.subject, subject);
  if (wrongSubject) return wrongSubject;
  const names = namesOf(profile, variables, csr.names);
  if (isRefusal(names)) return names;
  const validity = validityOf(profile, nowUs, request.authority, request.askedEndUs);
  if ('ok' in validity) return validity;
  return { ok: true, profile, variables, subject, names, validity, approvalsMissing: approvalsMissing(request) };
}

/** Two different people, neither of whom asked: nobody approves what they want themselves. */
function approvalsMissing({ profile, approvedBy, credential }: EnrollmentRequest): number {
  if (profile.approval === 'none') return 0;
  const asker = credential.kind === 'operator' ? credential.operatorId : undefined;
  const people = new Set(approvedBy.filter((person) => person !== '' && person !== asker));
  return Math.max(0, TWO_PERSONS - people.size);
}
