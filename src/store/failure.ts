import type { DatabaseFailure } from './embedded/protocol.ts';

/** What the database itself refused. `code` is its SQLSTATE, equal on both engines. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: string | undefined;
  readonly constraint: string | undefined;

  constructor({ message, code, constraint }: DatabaseFailure) {
    super(message);
    this.code = code;
    this.constraint = constraint;
  }
}
