import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Options } from './options.ts';

/** One capture and its truth. */
export interface Sample {
  /** `<group>/<file>`. */
  readonly file: string;
  readonly capture: string;
  readonly truth: string;
}

export interface Collection {
  readonly samples: readonly Sample[];
  /** Captures without a truth file, and truth files without a capture. */
  readonly orphans: readonly string[];
}

/** Folders beside the captures that hold no captures. */
const NO_GROUPS = new Set(['truth', 'fingerprints']);
const TRUTH_SUFFIX = '.json';
/** Truth about several captures begins with an underscore. */
const isOfOneCapture = (name: string) => name.endsWith(TRUTH_SUFFIX) && !name.startsWith('_');

const foldersOf = (path: string) =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** @throws Error when one of the folders does not exist. */
export function readCollection(options: Options): Collection {
  const samples: Sample[] = [];
  const orphans: string[] = [];
  const groups = foldersOf(options.captures).filter((group) => !NO_GROUPS.has(group));
  for (const group of groups.filter((each) => options.group === undefined || each === options.group)) {
    const truths = existsSync(join(options.truth, group)) ? readdirSync(join(options.truth, group)) : [];
    const known = new Set(truths.filter(isOfOneCapture).map((name) => name.slice(0, -TRUTH_SUFFIX.length)));
    for (const name of readdirSync(join(options.captures, group)).sort()) {
      const file = `${group}/${name}`;
      if (options.file !== undefined && options.file !== file) continue;
      if (known.delete(name)) {
        const truth = join(options.truth, group, `${name}${TRUTH_SUFFIX}`);
        samples.push({ file, capture: join(options.captures, group, name), truth });
      } else {
        orphans.push(file);
      }
    }
    if (options.file === undefined) orphans.push(...[...known].map((name) => `${group}/${name}`));
  }
  return { samples, orphans };
}
