import type { Micros } from '#kernel';
import type { DuplicateKeyPolicy } from './profiles/profile.ts';
import type { RevocationReason } from './x509/crl.ts';

/**
 * The truth about every certificate that was issued or imported. What it does not know is refused, so that a stolen key
 * of an authority makes certificates that work nowhere.
 */

/** `inactive`: made, and not yet allowed to work anywhere. `revoked` is for ever. */
export type RegistryState = 'inactive' | 'active' | 'held' | 'revoked';

/** Reasons that a revocation may give; holding and releasing are states of their own. */
export type FinalReason = Exclude<RevocationReason, 'certificateHold' | 'removeFromCRL'>;

/** One certificate. `authorityId` is the `keyPin` of its issuer, so that a new key is a new authority. */
export interface RegistryRecord {
  readonly authorityId: string;
  /** Upper-case hexadecimal with whole octets, as in certificates. */
  readonly serialHex: string;
  /** SHA-256 of SubjectPublicKeyInfo, lower-case hexadecimal. */
  readonly keyPin: string;
  /** As `nameToText` writes it. */
  readonly subject: string;
  readonly deviceSerial?: string;
  readonly profileId: string;
  readonly profileVersion: number;
  readonly notBeforeUs: Micros;
  readonly notAfterUs: Micros;
  readonly recordedAtUs: Micros;
  /** DER. */
  readonly certificate: Uint8Array;
  readonly state: RegistryState;
  /** Grows by one with every change of state: what compare-and-set compares. */
  readonly revision: number;
  /** Of `held` and `revoked`. */
  readonly revocation?: {
    readonly atUs: Micros;
    readonly reason: FinalReason | 'certificateHold';
    /** Since when the key is thought to be in other hands. */
    readonly invalidSinceUs?: Micros;
  };
}

export type NewRecord = Omit<RegistryRecord, 'state' | 'revision' | 'revocation'> & {
  readonly state: 'inactive' | 'active';
};

export type StateChange =
  | { readonly to: 'activate' | 'release'; readonly atUs: Micros }
  | { readonly to: 'hold'; readonly atUs: Micros }
  | {
      readonly to: 'revoke';
      readonly atUs: Micros;
      readonly reason: FinalReason;
      readonly invalidSinceUs?: Micros;
    };

export type AddResult = { readonly ok: true } | { readonly ok: false; readonly reason: 'serial-taken' | 'key-taken' };

export type ChangeResult =
  | { readonly ok: true; readonly record: RegistryRecord }
  /** `changed-meanwhile`: another one was faster; read again and decide again. */
  | { readonly ok: false; readonly reason: 'not-known' | 'changed-meanwhile' | 'not-allowed' };

/**
 * Port. Every call is one transaction; every change leaves its audit record in it. Rejects when the store cannot be
 * reached, and then nothing has changed or nobody knows: the caller treats it as a failure.
 */
export interface Registry {
  /**
   * Keeps a new record, for good before it resolves. `serial-taken`: the authority has that serial number already.
   * `key-taken`: it has that key already and `duplicateKey` does not allow it: `refuse` allows none,
   * `same-subject` a record of the same subject that is not revoked for the loss of its key. Both rules hold also among
   * calls at the same time.
   */
  add(record: NewRecord, duplicateKey: DuplicateKeyPolicy): Promise<AddResult>;
  find(authorityId: string, serialHex: string): Promise<RegistryRecord | undefined>;
  /** All records of a key, of every authority. */
  findByKey(keyPin: string): Promise<readonly RegistryRecord[]>;
  /** Changes the state by `nextRecord` if the record still has `revision`. */
  change(authorityId: string, serialHex: string, revision: number, change: StateChange): Promise<ChangeResult>;
  /** Records in `held` and `revoked` of the authority that end at `endsAfterUs` or later. */
  revocations(authorityId: string, endsAfterUs: Micros): Promise<readonly RegistryRecord[]>;
}

/** Which change is allowed in which state, and what it makes of it (RFC 5280 5.3.1: only a hold can be taken back). */
const CHANGES: Readonly<Record<StateChange['to'], { from: readonly RegistryState[]; state: RegistryState }>> = {
  activate: { from: ['inactive'], state: 'active' },
  hold: { from: ['active'], state: 'held' },
  release: { from: ['held'], state: 'active' },
  revoke: { from: ['inactive', 'active', 'held'], state: 'revoked' },
};

/** The record after the change; undefined when its state does not allow it. */
export function nextRecord(record: RegistryRecord, change: StateChange): RegistryRecord | undefined {
  const { from, state } = CHANGES[change.to];
  if (!from.includes(record.state)) return undefined;
  const { revocation: _, ...rest } = record;
  const next = { ...rest, state, revision: record.revision + 1 };
  if (change.to === 'hold') return { ...next, revocation: { atUs: change.atUs, reason: 'certificateHold' } };
  if (change.to !== 'revoke') return next;
  const { atUs, reason, invalidSinceUs } = change;
  return { ...next, revocation: invalidSinceUs === undefined ? { atUs, reason } : { atUs, reason, invalidSinceUs } };
}

/** Reasons that say the private key is no longer in the hands of its owner alone. */
const KEY_LOST: ReadonlySet<string> = new Set(['keyCompromise', 'cACompromise', 'aACompromise']);

/** True when a new certificate of `subject` may have the key that `others` of the same authority have. */
export function keyMayRepeat(
  policy: DuplicateKeyPolicy,
  subject: string,
  others: readonly Pick<RegistryRecord, 'subject' | 'revocation'>[],
): boolean {
  if (others.some(({ revocation }) => revocation && KEY_LOST.has(revocation.reason))) return false;
  return others.length === 0 || (policy === 'same-subject' && others.every((each) => each.subject === subject));
}

/**
 * Default deny: only a record that is active and within its time is usable; no record is no certificate, whoever signed
 * it.
 */
export function standingOf(
  record: RegistryRecord | undefined,
  nowUs: Micros,
): 'usable' | 'not-known' | 'inactive' | 'held' | 'revoked' | 'not-yet-valid' | 'expired' {
  if (!record) return 'not-known';
  if (record.state !== 'active') return record.state;
  if (nowUs < record.notBeforeUs) return 'not-yet-valid';
  // RFC 5280 4.1.2.5: notAfter is inclusive, to the end of its second.
  return nowUs >= record.notAfterUs + 1_000_000 ? 'expired' : 'usable';
}
