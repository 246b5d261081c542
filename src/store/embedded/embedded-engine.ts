import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '#kernel';
import type { Answer, Engine, Session } from '../engine.ts';
import { DatabaseThread } from './database-thread.ts';
import { FolderLock } from './lock.ts';
import { Turnstile } from './turnstile.ts';
import { Upkeep } from './upkeep.ts';

/** Only its owner may read what the folder holds. */
const FOLDER_MODE = 0o700;
/** Inside the data folder. */
export const DATABASE_FOLDER = 'database';
/** Of PostgreSQL in PGlite. A folder can be opened by the version that made it only. */
const VERSION = '18';

export interface EmbeddedOptions {
  /** Longest time that one statement may take before the database is stopped and opened again. */
  readonly statementLimitMs: number;
}

const DEFAULTS: EmbeddedOptions = { statementLimitMs: 120_000 };

/** Whether there is a database in a data folder. */
export function holdsDatabase(folder: string): boolean {
  return existsSync(join(folder, DATABASE_FOLDER, 'PG_VERSION'));
}

/** Throws `store-version`; a folder without a version is new. */
function checkVersion(database: string): void {
  const path = join(database, 'PG_VERSION');
  const found = existsSync(path) ? readFileSync(path, 'latin1').trim() : VERSION;
  if (found === VERSION) return;
  throw new Fault('store-version', { where: database, found: `PostgreSQL ${found}`, needed: `PostgreSQL ${VERSION}` });
}

/** The thread of a session, so that one that began in a thread that is gone does not go on in the next. */
interface EmbeddedSession extends Session {
  readonly leave: () => void;
}

/**
 * PostgreSQL inside this process, in one folder. It has a single session, so everyone takes turns, and who has the turn
 * has the session for a whole transaction.
 */
export class EmbeddedEngine implements Engine {
  readonly kind = 'embedded';
  private readonly folder: string;
  private readonly lock: FolderLock;
  private readonly options: EmbeddedOptions;
  private readonly turnstile = new Turnstile();
  private readonly upkeep: Upkeep;
  private thread: DatabaseThread;
  private isClosed = false;

  private constructor(folder: string, lock: FolderLock, options: EmbeddedOptions, thread: DatabaseThread) {
    this.folder = folder;
    this.lock = lock;
    this.options = options;
    this.thread = thread;
    this.upkeep = new Upkeep(this);
  }

  /** Makes the folder when there is none. Rejects with `store-locked`, `store-version` or `store-unavailable`. */
  static async open(folder: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedEngine> {
    mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
    const lock = await FolderLock.take(folder);
    const database = join(folder, DATABASE_FOLDER);
    try {
      mkdirSync(database, { recursive: true });
      chmodSync(database, FOLDER_MODE);
      checkVersion(database);
      return new EmbeddedEngine(database, lock, { ...DEFAULTS, ...options }, await DatabaseThread.start(database));
    } catch (error) {
      await lock.free();
      throw error;
    }
  }

  async acquire(): Promise<Session> {
    const leave = await this.turnstile.enter();
    try {
      if (this.isClosed) throw new Fault('store-unavailable', { reason: 'closed' });
      if (this.thread.isGone) {
        await this.thread.over;
        this.thread = await DatabaseThread.start(this.folder);
      }
    } catch (error) {
      leave();
      throw error;
    }
    const { thread } = this;
    const { statementLimitMs } = this.options;
    const query = (text: string, parameters: readonly unknown[]): Promise<Answer> =>
      thread.query(text, parameters, statementLimitMs);
    const session: EmbeddedSession = { query, leave };
    return session;
  }

  release(session: Session): Promise<void> {
    (session as EmbeddedSession).leave();
    return Promise.resolve();
  }

  async countSyncs(): Promise<number> {
    return await this.thread.countSyncs();
  }

  async close(): Promise<void> {
    this.upkeep.stop();
    const leave = await this.turnstile.enter();
    if (this.isClosed) return leave();
    this.isClosed = true;
    try {
      await this.thread.close();
    } finally {
      leave();
      await this.lock.free();
    }
  }
}
