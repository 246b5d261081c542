import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newStoreFolder } from '../../../tests/store/template-folder.ts';
import { EmbeddedEngine } from './embedded-engine.ts';
import { Upkeep } from './upkeep.ts';

const COMMITS = 25;

let folder = '';
let engine: EmbeddedEngine;

beforeAll(async () => {
  folder = await newStoreFolder();
  engine = await EmbeddedEngine.open(folder);
});

afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

async function query(text: string, parameters: readonly unknown[] = []) {
  const session = await engine.acquire();
  try {
    return await session.query(text, parameters);
  } finally {
    await engine.release(session);
  }
}

test('every commit is forced to the disk', async () => {
  await query('create table if not exists noted (note text)');
  const before = await engine.countSyncs();
  for (let commit = 0; commit < COMMITS; commit++) await query('insert into noted values ($1)', ['x']);
  const after = await engine.countSyncs();
  expect(after - before).toBeGreaterThanOrEqual(COMMITS);
  const checkpoint = await engine.countSyncs();
  await query('checkpoint');
  expect(await engine.countSyncs()).toBeGreaterThan(checkpoint);
});

test('reading forces nothing to the disk', async () => {
  const before = await engine.countSyncs();
  for (let count = 0; count < COMMITS; count++) await query('select 1');
  expect(await engine.countSyncs()).toBe(before);
});

test('an error of the database keeps its code and its constraint', async () => {
  await query('create table if not exists once (value int constraint only_once unique)');
  await query('delete from once');
  await query('insert into once values (1)');
  await expect(query('insert into once values (1)')).rejects.toMatchObject({ code: '23505', constraint: 'only_once' });
});

test('an error that is not an answer of the database ends it, and the next question opens it again', async () => {
  await query('create table if not exists noted (note text)');
  await query('insert into noted values ($1)', ['still there']);
  await expect(query('select $1::bool', ['neither'])).rejects.toMatchObject({ code: 'store-unavailable' });
  expect((await query(`select note from noted where note = 'still there'`)).rows).toHaveLength(1);
});

test('what a server does in the background is done when it is due', async () => {
  const upkeep = new Upkeep(engine, 0, 200_000);
  try {
    await upkeep.run(0);
    expect(await upkeep.run(1000)).toEqual({ vacuumed: false, checkpointed: false });
    await query(`create table if not exists filled as select repeat('x', 100) from generate_series(1, 20000)`);
    expect(await upkeep.run(600_000)).toEqual({ vacuumed: false, checkpointed: true });
    expect(await upkeep.run(600_001)).toMatchObject({ vacuumed: true });
    expect(await upkeep.run(1_200_002)).toEqual({ vacuumed: false, checkpointed: false });
  } finally {
    upkeep.stop();
  }
});

test('nobody else may look into the folder', () => {
  expect(statSync(join(folder, 'database')).mode & 0o077).toBe(0);
});
