import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newStoreFolder } from '../../tests/store/template-folder.ts';
import { openStore } from './store.ts';

test('who writes much waits for nobody when nobody is there, and never for ever', async () => {
  const folder = await newStoreFolder();
  const store = await openStore({ folder });
  await store.letOthersPass();
  let leave = (): void => {};
  let isOver = false;
  const other = store
    .transaction(() => new Promise<void>((resolve) => (leave = resolve)))
    .then(() => {
      isOver = true;
    });
  await store.letOthersPass();
  expect(isOver).toBe(false);
  leave();
  await other;
  await store.letOthersPass();
  expect(isOver).toBe(true);
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
