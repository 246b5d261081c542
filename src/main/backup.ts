import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { BackupContent, PlaceOptions } from '#cli';
import { Fault } from '#kernel';
import { exportBackup, holdsDatabase, importBackup, openStore } from '#store';
import { systemClock } from './clock.ts';
import { readConfig } from './config.ts';
import { inBothLanguages } from './serve.ts';

const MANIFEST = new URL('../../package.json', import.meta.url);

/** `mimamori backup`. Rejects with a message in both languages. */
export async function backup(act: 'export' | 'import', file: string, given: PlaceOptions): Promise<BackupContent> {
  const { place } = readConfig(process.env, given);
  const options = { atUs: systemClock().nowUs(), actor: { name: personAtTerminal() } };
  try {
    if (act === 'import') return await importBackup(place, file, options);
    const { version } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string };
    // A folder that was mistyped would be made, and its backup would hold nothing.
    if ('folder' in place && !holdsDatabase(place.folder)) throw new Fault('store-missing', { where: place.folder });
    const store = await openStore(place);
    try {
      return await exportBackup(store, file, { ...options, version });
    } finally {
      await store.close();
    }
  } catch (error) {
    throw inBothLanguages(error);
  }
}

/** Nobody is signed in at a terminal; the account of the system says who it was. */
function personAtTerminal(): string {
  try {
    return `${userInfo().username} (command line)`;
  } catch {
    // The number of the user has no name, as in some containers.
    return `${process.getuid?.() ?? '?'} (command line)`;
  }
}
