import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { appendAuditRecord } from './audit-chain.ts';
import { databaseOn } from './dialect.ts';
import { EmbeddedEngine } from './embedded/embedded-engine.ts';
import type { Engine } from './engine.ts';
import { migrate } from './migrate.ts';
import { PostgresqlEngine, serverOf } from './postgresql/postgresql-engine.ts';
import { DEFAULT_SCOPE, type Scope } from './scope.ts';
import type { Tables } from './tables.ts';
import { type Change, type ChangeNews, DATABASE, NEWS, type Transaction } from './transaction.ts';

/** Where the data are: in a folder of their own, or on a PostgreSQL server (15 or newer). */
export type StorePlace = { readonly folder: string } | { readonly url: string };

/** A sixth of the time that a large batch takes. */
const COURTESY_MS = 40;
const LOOK_MS = 2;

export class Store {
  private readonly engine: Engine;
  private readonly database: Kysely<Tables>;
  /** Transactions that have begun or wait for their turn. */
  private inProgress = 0;
  /** The transaction that the code now running belongs to. */
  private readonly around = new AsyncLocalStorage<{ open: boolean }>();

  constructor(engine: Engine, database: Kysely<Tables>) {
    this.engine = engine;
    this.database = database;
  }

  get kind(): Engine['kind'] {
    return this.engine.kind;
  }

  /**
   * For reading, and for what machines write (batches, devices, the use of sessions). Commits when `work` resolves, keeps
   * nothing when it rejects. Embedded, everyone else waits meanwhile: keep it short, and never wait for anything else in
   * it. A transaction inside a transaction is an error.
   */
  async transaction<T>(work: (transaction: Transaction) => Promise<T>, scope: Scope = DEFAULT_SCOPE): Promise<T> {
    if (this.around.getStore()?.open === true)
      throw new Error('a transaction inside another would wait for it for ever');
    const own = { open: true };
    this.inProgress++;
    try {
      return await this.database
        .transaction()
        .execute((database) => this.around.run(own, async () => await work({ scope, [DATABASE]: database })));
    } finally {
      own.open = false;
      this.inProgress--;
    }
  }

  /**
   * For who writes much at a time, before it asks for its next transaction: resolves when nobody else is in one or waits
   * for one, or after a short while. Embedded, everyone takes turns, and a person's request needs several.
   */
  async letOthersPass(): Promise<void> {
    if (this.engine.kind !== 'embedded') return;
    const endMs = performance.now() + COURTESY_MS;
    while (this.inProgress > 0 && performance.now() < endMs) await sleep(LOOK_MS);
  }

  /** For what people decide: the same, and exactly one audit record in the same transaction, at its end. */
  async change<T>(news: ChangeNews, work: (change: Change) => Promise<T>, scope: Scope = DEFAULT_SCOPE): Promise<T> {
    return await this.transaction(async (transaction) => {
      let told = news;
      const change: Change = {
        ...transaction,
        [NEWS]: news,
        tell: (more) => {
          told = { ...told, ...more, details: { ...told.details, ...more.details } };
        },
      };
      const result = await work(change);
      await appendAuditRecord(transaction, told);
      return result;
    }, scope);
  }

  /** How often data were forced to the disk; undefined on a server. Shows that commits are real. */
  async countSyncs(): Promise<number | undefined> {
    return await this.engine.countSyncs();
  }

  async close(): Promise<void> {
    await this.database.destroy();
  }
}

/**
 * Opens the store and brings its tables up to date. Rejects with `store-locked` (another process has the folder),
 * `store-unavailable` or `store-version`.
 */
export async function openStore(place: StorePlace): Promise<Store> {
  const engine = 'folder' in place ? await EmbeddedEngine.open(place.folder) : await PostgresqlEngine.open(place.url);
  const database = databaseOn(engine);
  try {
    await migrate(database, 'folder' in place ? place.folder : serverOf(place.url));
  } catch (error) {
    await database.destroy();
    throw error;
  }
  return new Store(engine, database);
}
