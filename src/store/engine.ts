export type Row = Record<string, unknown>;

/** Rows with 64-bit integers as numbers and JSON as text, whichever the engine. */
export interface Answer {
  readonly rows: Row[];
  /** Rows that an insert, update or delete has touched. */
  readonly affected: number;
}

/** One connection that nobody else uses meanwhile. */
export interface Session {
  /** One statement. Rejects with a Fault when the engine is gone, and with the database's own error otherwise. */
  query(text: string, parameters: readonly unknown[]): Promise<Answer>;
}

/** A place where PostgreSQL's dialect runs. */
export interface Engine {
  readonly kind: 'embedded' | 'postgresql';
  acquire(): Promise<Session>;
  release(session: Session): Promise<void>;
  close(): Promise<void>;
  /** Calls of fsync that reached the disk; undefined when the database runs elsewhere. */
  countSyncs(): Promise<number | undefined>;
}
