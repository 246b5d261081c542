import { PGlite, types } from '@electric-sql/pglite';
import { chmodSync, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer } from '../engine.ts';
import type { DatabaseFailure, Opening, Reply, Request } from './protocol.ts';
import { SyncedFolder, syncPath, syncTree } from './synced-folder.ts';

/** Entry of the thread that PGlite runs in, because it blocks the thread that it runs in. */

/**
 * PGlite starts with `-F`, which is fsync off. `wal_sync_method` names the only call that the file system answers. One
 * session never waits for another, so the time limits of PostgreSQL would be of no use here; see embedded-engine.ts.
 */
const START_PARAMETERS = [...PGlite.defaultStartParams.filter((each) => each !== '-F'), '-c', 'wal_sync_method=fsync'];

/** The same shapes as from `pg`: see postgresql/parsers.ts. */
const asText = (value: string): string => value;
const PARSERS = {
  [types.INT8]: Number,
  [types.NUMERIC]: Number,
  [types.JSON]: asText,
  [types.JSONB]: asText,
};

/**
 * Makes the database of a folder that is empty so far aside and gives it its name when it is whole, because initdb that was interrupted
 * leaves a folder that can be neither opened nor told from a good one.
 */
async function make(folder: string): Promise<void> {
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const database = await PGlite.create({ fs: new SyncedFolder(unfinished), startParams: START_PARAMETERS });
  await database.close();
  // initdb is a program of its own, in which nothing syncs.
  syncTree(unfinished);
  chmodSync(unfinished, statSync(folder).mode);
  renameSync(unfinished, folder);
  syncPath(dirname(folder));
}

async function open(folder: string): Promise<{ database: PGlite; files: SyncedFolder }> {
  if (!existsSync(join(folder, 'PG_VERSION'))) await make(folder);
  const files = new SyncedFolder(folder);
  const database = await PGlite.create({ fs: files, startParams: START_PARAMETERS, parsers: PARSERS });
  await database.exec('CHECKPOINT');
  return { database, files };
}

async function query(database: PGlite, text: string, parameters: readonly unknown[]): Promise<Answer> {
  const { rows, affectedRows } = await database.query<Record<string, unknown>>(text, [...parameters]);
  return { rows, affected: affectedRows ?? 0 };
}

function failureOf(error: unknown): DatabaseFailure {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, constraint, detail } = error as Partial<DatabaseFailure>;
  return {
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
    ...(typeof detail === 'string' && { detail }),
  };
}

async function serve(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('to be run as a worker thread');
  const { folder } = workerData as { readonly folder: string };
  const reply = (message: Reply | Opening): void => port.postMessage(message);
  const opened = await open(folder).catch((error: unknown) => failureOf(error));
  if (!('database' in opened)) {
    reply({ opened: false, failure: opened });
    return;
  }
  const { database, files } = opened;
  const answer = async (request: Request): Promise<Reply> => {
    const { id } = request;
    try {
      if ('text' in request) return { id, answer: await query(database, request.text, request.parameters) };
      if (request.ask === 'close') await database.close();
      return { id, syncs: files.syncs };
    } catch (error) {
      return { id, failure: failureOf(error) };
    }
  };
  let last: Promise<void> = Promise.resolve();
  port.on('message', (request: Request) => {
    last = last.then(async () => reply(await answer(request)));
  });
  reply({ opened: true });
}

await serve();
