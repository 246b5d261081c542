import { join } from 'node:path';
import type { Config } from '../config.ts';
import { KeptCapturesKey } from './kept-captures-key.ts';

const FOLDER = 'kept';
const OWN_KEY = 'kept-captures.key';

/** The folder of kept captures, and their key. */
export function keptCapturesPlace({
  dataFolder,
  keptCapturesKeyFile,
}: Pick<Config, 'dataFolder' | 'keptCapturesKeyFile'>): { readonly folder: string; readonly key: KeptCapturesKey } {
  const isOwn = keptCapturesKeyFile === undefined;
  return {
    folder: join(dataFolder, FOLDER),
    key: new KeptCapturesKey(keptCapturesKeyFile ?? join(dataFolder, OWN_KEY), isOwn),
  };
}
