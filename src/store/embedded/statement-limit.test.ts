import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newStoreFolder } from '../../../tests/store/template-folder.ts';
import { EmbeddedEngine } from './embedded-engine.ts';

/** Long enough for what this test does beside it, on a machine that is busy with something else. */
const LIMIT_MS = 2000;
const ENDLESS = 'select count(*) from generate_series(1, 100000000000)';

test('what runs too long is stopped, and the next one finds everything that was committed', async () => {
  const folder = await newStoreFolder();
  const engine = await EmbeddedEngine.open(folder, { statementLimitMs: LIMIT_MS });
  const query = async (text: string) => {
    const session = await engine.acquire();
    try {
      return await session.query(text, []);
    } finally {
      await engine.release(session);
    }
  };
  await query('create table noted (note text)');
  await query(`insert into noted values ('before')`);
  const session = await engine.acquire();
  await session.query('begin', []);
  await session.query(`insert into noted values ('during')`, []);
  const next = query('select note from noted');
  await expect(session.query(ENDLESS, [])).rejects.toMatchObject({ code: 'store-timeout' });
  await expect(session.query('commit', [])).rejects.toMatchObject({ code: 'store-timeout' });
  await engine.release(session);
  expect((await next).rows).toEqual([{ note: 'before' }]);
  const late = engine.close().then(() => query('select 1'));
  await expect(query('select 1')).rejects.toMatchObject({ code: 'store-unavailable' });
  await expect(late).rejects.toMatchObject({ code: 'store-unavailable' });
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});
