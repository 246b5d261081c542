import pg from 'pg';
import { Fault } from '#kernel';
import type { Answer, Engine, Session } from '../engine.ts';
import { DatabaseError } from '../failure.ts';
import { PARSER_TABLE } from './parsers.ts';

const CONNECTIONS = 10;
const CONNECT_MS = 10_000;
const STATEMENT_MS = 120_000;
/** `server_version_num` of PostgreSQL 15. */
const OLDEST_VERSION = 150_000;

interface PooledSession extends Session {
  readonly client: pg.PoolClient;
}

/** PostgreSQL on a server, by URL. */
export class PostgresqlEngine implements Engine {
  readonly kind = 'postgresql';
  private readonly pool: pg.Pool;

  private constructor(pool: pg.Pool) {
    this.pool = pool;
  }

  /** Rejects with `store-unavailable` when the server does not answer and `store-version` when it is too old. */
  static async open(url: string): Promise<PostgresqlEngine> {
    const pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      statement_timeout: STATEMENT_MS,
      application_name: 'mimamori',
      types: PARSER_TABLE,
    });
    // A connection that breaks while nobody uses it is replaced by the pool; who uses one is told by the query.
    pool.on('error', () => {});
    const engine = new PostgresqlEngine(pool);
    try {
      await engine.checkVersion(url);
    } catch (error) {
      await pool.end();
      throw error;
    }
    return engine;
  }

  private async checkVersion(url: string): Promise<void> {
    const session = await this.acquire();
    try {
      const { rows } = await session.query('show server_version_num', []);
      const found = Number(rows[0]?.['server_version_num']);
      if (found >= OLDEST_VERSION) return;
      throw new Fault('store-version', {
        where: serverOf(url),
        found: `PostgreSQL ${Math.floor(found / 10_000)}`,
        needed: `PostgreSQL ${OLDEST_VERSION / 10_000}`,
      });
    } finally {
      await this.release(session);
    }
  }

  async acquire(): Promise<Session> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw new Fault('store-unavailable', { reason: error instanceof Error ? error.message : String(error) }, error);
    });
    const query = async (text: string, parameters: readonly unknown[]): Promise<Answer> => {
      const result = await client.query<Record<string, unknown>>(text, [...parameters]).catch((error: unknown) => {
        throw translated(error);
      });
      return { rows: result.rows, affected: result.rowCount ?? 0 };
    };
    const session: PooledSession = { client, query };
    return session;
  }

  release(session: Session): Promise<void> {
    (session as PooledSession).client.release();
    return Promise.resolve();
  }

  countSyncs(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** The URL without name and password, for messages. */
export function serverOf(url: string): string {
  return url.replace(/^(\w+:\/\/)[^@/]*@/, '$1').replace(/\?.*$/, '');
}

/** SQLSTATE of a statement that was cancelled, here by `statement_timeout`. */
const QUERY_CANCELED = '57014';

function translated(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  // Five characters are a SQLSTATE; ECONNRESET and its like come from the network.
  if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code)) {
    return new Fault('store-unavailable', { reason: error.message }, error);
  }
  if (code === QUERY_CANCELED) return new Fault('store-timeout', { limitMs: STATEMENT_MS }, error);
  return new DatabaseError({ message: error.message, code, ...(typeof constraint === 'string' && { constraint }) });
}
