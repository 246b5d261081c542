import type { AuditKind } from '#contract';
import type { Micros } from '#kernel';
import type { Kysely } from 'kysely';
import type { Scope } from './scope.ts';
import type { Tables } from './tables.ts';

/** Known to this room only: SQL is written nowhere else. */
export const DATABASE = Symbol('database');
export const NEWS = Symbol('news');

/** What the functions of this room work in. All of it happens, or nothing. */
export interface Transaction {
  readonly scope: Scope;
  readonly [DATABASE]: Kysely<Tables>;
}

/** Who did something; the server itself and a refused sign-in have no account. */
export interface Actor {
  readonly id?: string | undefined;
  readonly name: string;
}

export interface Subject {
  readonly kind: string;
  readonly id: string;
  readonly name?: string | undefined;
}

/** JSON; members that are undefined are left out. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

/** The audit record that a change leaves. Nothing secret, and nothing of a patient, may stand in it. */
export interface ChangeNews {
  readonly kind: AuditKind;
  readonly actor: Actor;
  readonly atUs: Micros;
  readonly subject?: Subject;
  readonly details?: Readonly<Record<string, Json>>;
}

/** A transaction that ends with exactly one audit record. Functions that change what people are responsible for ask for it. */
export interface Change extends Transaction {
  readonly [NEWS]: ChangeNews;
  /** Adds to the record what only the work itself found out. */
  tell(more: Partial<Pick<ChangeNews, 'subject' | 'details'>>): void;
}
