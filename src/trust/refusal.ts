import type { Text } from './profiles/profile.ts';

/** Why something was not done: for programs the rule, for auditors the clause, for people what to do now. */
export interface Refusal {
  readonly ok: false;
  readonly rule: string;
  /** `RFC 7030 3.3.2`, `NIST SP 800-57 part 1 5.3.4`; our own rules name the property they guard. */
  readonly clause: string;
  /** Value that was met or wanted; never a secret. */
  readonly detail: string;
  readonly remedy: Text;
}

/** A rule with what is said when it is broken. */
export interface RefusalText {
  readonly clause: string;
  readonly remedy: Text;
}

export const refusal = (rule: string, { clause, remedy }: RefusalText, detail = ''): Refusal => ({
  ok: false,
  rule,
  clause,
  detail,
  remedy,
});
