import { createHash } from 'node:crypto';
import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/store/index.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MIGRATIONS = join(ROOT, 'src', 'store', 'migrations');

/**
 * A new folder with an empty store in it, as `openStore` makes one: copied from one that was made before, because
 * PGlite takes seconds to make a database and half a second to open one.
 */
export async function newStoreFolder(): Promise<string> {
  const template = join(ROOT, '.cache', `store-template-${fingerprint()}`);
  if (!existsSync(template)) await makeTemplate(template);
  const folder = mkdtempSync(join(tmpdir(), 'mimamori-store-'));
  cpSync(template, folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
  return folder;
}

/** Made aside and then renamed, so that test files that run at the same time do not see half of it. */
async function makeTemplate(template: string): Promise<void> {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(`${template}-`);
  const store = await openStore({ folder });
  await store.close();
  try {
    renameSync(folder, template);
  } catch (error) {
    if (!existsSync(template)) throw error;
    rmSync(folder, { recursive: true, force: true });
  }
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS).sort()) hash.update(readFileSync(join(MIGRATIONS, name)));
  hash.update(readFileSync(join(ROOT, 'node_modules', '@electric-sql', 'pglite', 'package.json')));
  return hash.digest('hex').slice(0, 16);
}
