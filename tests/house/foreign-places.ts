import { lineOf } from './source.ts';
import type { Finding, Tree } from './tree.ts';

/** Written in parts, so that this file names none of them. */
const MACHINE_FOLDERS = ['work', 'home', 'root', 'Users', 'tmp', 'mnt'].join('|');

/**
 * A checkout must not know the machine it was written on, nor where that machine gets its packages: both are false
 * everywhere else, and the second one may be nobody's business.
 */
const FOREIGN: readonly (readonly [pattern: RegExp, what: string])[] = [
  [new RegExp(`(?<![\\w.~*)\\]}/-])/(?:${MACHINE_FOLDERS})/[\\w.-]`, 'g'), 'a path of one machine'],
  [/\/\/[\w.-]*(?:registry|artifactory|nexus|verdaccio|npmjs|npm-proxy)[\w.-]*/gi, 'a package registry'],
  [/^\s*(?:@[\w-]+:)?registry\s*=/gm, 'a package registry'],
  [/"resolved":\s*"(?:https?|git|ssh|file):/g, 'a place that packages came from'],
];

export function checkForeignPlaces(tree: Tree): Finding {
  const faults: string[] = [];
  let looked = 0;
  for (const [path, text] of tree) {
    if (text === '') continue;
    looked++;
    for (const [pattern, what] of FOREIGN) {
      for (const match of text.matchAll(pattern)) {
        faults.push(`${path}:${lineOf(text, match.index)}: ${match[0].trim()} is ${what}`);
      }
    }
  }
  return { looked, faults };
}
