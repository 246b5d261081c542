import { sql } from 'kysely';
import { databaseOn } from '../../src/store/dialect.ts';
import { EmbeddedEngine } from '../../src/store/embedded/embedded-engine.ts';
import { idOf } from '../../src/store/ids.ts';
import { migrate } from '../../src/store/migrate.ts';
import { Store } from '../../src/store/store.ts';
import { DATABASE } from '../../src/store/transaction.ts';
import { NOON } from './samples.ts';

/** What the first version has seen: names of one host, one outside the first plane of Unicode, one that held a zero. */
export const FIRST_VALUES = ['ct1', 'CT室\u{20BB7}', 'a\u2400b'] as const;
export const FIRST_SUBJECT = { ip: '10.0.0.1', mac: '02:00:00:00:00:01' } as const;

/** A new store as the first version made it, with evidence under ids that do not follow from its kind. */
export async function storeOfFirstVersion(folder: string): Promise<Store> {
  const engine = await EmbeddedEngine.open(folder);
  const database = databaseOn(engine);
  await migrate(database, folder, '0001-first');
  const store = new Store(engine, database);
  await store.transaction(async (t) => {
    for (const value of FIRST_VALUES) {
      const id = idOf(FIRST_SUBJECT.ip, FIRST_SUBJECT.mac, 'dhcp.hostname', value);
      await sql`insert into evidence values (1, 1, ${id}, ${FIRST_SUBJECT.ip}, ${FIRST_SUBJECT.mac}, 'name-seen',
        'dhcp.hostname', ${value}, 'dhcp', 1, ${NOON}, ${NOON}, 1, '[[3,42,6]]')`.execute(t[DATABASE]);
      const content = JSON.stringify([{ frame: 3, length: 60, sha256: 'ab', kept: [] }]);
      await sql`insert into evidence_excerpt values (1, 1, ${id}, ${content})`.execute(t[DATABASE]);
    }
  });
  return store;
}
