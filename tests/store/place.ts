import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { openStore, type Scope, type Store, type StorePlace } from '../../src/store/index.ts';
import { DATABASE } from '../../src/store/transaction.ts';
import { postgresBin } from '../available.ts';
import { startPostgresql } from './postgresql-server.ts';
import { newStoreFolder } from './template-folder.ts';

/** A store to test on. Each test takes a tenant of its own, so that they share the store and not what is in it. */
export interface TestPlace {
  readonly store: Store;
  newScope(): Promise<Scope>;
  /** An empty place on the same engine. */
  newPlace(): Promise<{ readonly place: StorePlace; readonly remove: () => Promise<void> }>;
  close(): Promise<void>;
}

async function embeddedPlace(): Promise<TestPlace> {
  const folder = await newStoreFolder();
  const store = await openStore({ folder });
  const remove = async (path: string): Promise<void> => rmSync(path, { recursive: true, force: true });
  const newPlace: TestPlace['newPlace'] = async () => {
    const empty = mkdtempSync(join(tmpdir(), 'mimamori-store-'));
    return { place: { folder: empty }, remove: () => remove(empty) };
  };
  return placeOn(store, newPlace, () => remove(folder));
}

async function postgresqlPlace(bin: string): Promise<TestPlace> {
  const server = await startPostgresql(bin);
  const store = await openStore({ url: server.url });
  const newPlace: TestPlace['newPlace'] = async () => {
    const name = `empty_${randomBytes(6).toString('hex')}`;
    const admin = new pg.Client(server.url);
    await admin.connect();
    await admin.query(`create database ${name}`);
    await admin.end();
    return { place: { url: server.url.replace(/postgres$/, name) }, remove: async () => {} };
  };
  return placeOn(store, newPlace, async () => await server.stop());
}

function placeOn(store: Store, newPlace: TestPlace['newPlace'], cleanUp: () => Promise<void>): TestPlace {
  let tenants = 1;
  return {
    store,
    newPlace,
    newScope: async () => {
      const scope = { tenant: ++tenants, site: 1 };
      await store.transaction(async (transaction) => {
        const database = transaction[DATABASE];
        await sql`insert into tenant (tenant, name) values (${scope.tenant}, 'test')`.execute(database);
        await sql`insert into site (tenant, site, name) values (${scope.tenant}, 1, 'test')`.execute(database);
      });
      return scope;
    },
    close: async () => {
      await store.close();
      await cleanUp();
    },
  };
}

const bin = postgresBin();

/** What holds in the laptop holds on the server: every test of what is kept runs on both. */
export const ENGINES: readonly { readonly name: string; readonly open: () => Promise<TestPlace> }[] = [
  { name: 'embedded', open: embeddedPlace },
  ...(bin === undefined ? [] : [{ name: 'PostgreSQL', open: async () => await postgresqlPlace(bin) }]),
];

/** Opens a place before the tests around, and closes it after them. */
export function usePlace(open: () => Promise<TestPlace>): () => TestPlace {
  let opened: TestPlace | undefined;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => await opened?.close());
  return () => {
    if (opened === undefined) throw new Error('the store is not open');
    return opened;
  };
}
