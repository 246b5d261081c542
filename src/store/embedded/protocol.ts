import type { Answer } from '../engine.ts';

/** What the thread with the database is told, one message at a time. */
export type Request =
  | { readonly id: number; readonly text: string; readonly parameters: readonly unknown[] }
  | { readonly id: number; readonly ask: 'syncs' | 'close' };

/** An error of the database in a form that survives the way between threads. */
export interface DatabaseFailure {
  readonly message: string;
  /** SQLSTATE. */
  readonly code?: string;
  readonly constraint?: string;
  readonly detail?: string;
}

export type Reply =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly syncs: number }
  | { readonly id: number; readonly failure: DatabaseFailure };

/** First message of the thread: the database is open, or it could not be opened. */
export type Opening = { readonly opened: true } | { readonly opened: false; readonly failure: DatabaseFailure };
