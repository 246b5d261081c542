import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { Engine, Session } from './engine.ts';
import type { Tables } from './tables.ts';

class Connection implements DatabaseConnection {
  readonly session: Session;
  /** A statement failed since `begin`. */
  failed = false;

  constructor(session: Session) {
    this.session = session;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const { rows, affected } = await this.session.query(sql, parameters);
      return { rows: rows as R[], numAffectedRows: BigInt(affected) };
    } catch (error) {
      this.failed = true;
      throw error;
    }
  }

  // oxlint-disable-next-line require-yield -- the interface asks for a generator; no engine of ours has cursors
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('lists are read a part at a time');
  }
}

class EngineDriver implements Driver {
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Connection> {
    return new Connection(await this.engine.acquire());
  }

  async beginTransaction(connection: Connection): Promise<void> {
    connection.failed = false;
    await connection.session.query('begin', []);
  }

  /** PostgreSQL answers the commit of a transaction that failed with success, having rolled it back. */
  async commitTransaction(connection: Connection): Promise<void> {
    if (connection.failed) throw new Error('a statement of this transaction failed, so nothing of it can be kept');
    await connection.session.query('commit', []);
  }

  async rollbackTransaction({ session }: Connection): Promise<void> {
    await session.query('rollback', []);
  }

  async releaseConnection({ session }: Connection): Promise<void> {
    await this.engine.release(session);
  }

  async destroy(): Promise<void> {
    await this.engine.close();
  }
}

/** Kysely over either engine. */
export function databaseOn(engine: Engine): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new EngineDriver(engine),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  return new Kysely<Tables>({ dialect });
}
