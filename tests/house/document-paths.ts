import { posix } from 'node:path';
import { lineOf } from './source.ts';
import { fileName, type Finding, type Tree } from './tree.ts';

/** Made by a build or at run time: may be named though no checkout holds them. */
const MADE = /^(?:node_modules|\.cache|\.data|web\/dist)(?:\/|$)/;

/** Files of people's own, which documents show as examples, have other endings or stand in another folder. */
const OWN_ENDINGS = /\.(?:tsx?|mjs|md)$/;

export function isDocument(path: string): boolean {
  return path.endsWith('.md') && (!path.includes('/') || path.startsWith('docs/'));
}

/**
 * Documents name files so that readers open them; a name of nothing sends them astray. Looks at what stands in
 * backticks and looks like a path from the root, and at links to other files.
 */
export function checkDocumentPaths(tree: Tree): Finding {
  const faults: string[] = [];
  let looked = 0;
  const places = placesOf(tree);
  const roots = new Set([...places].map((place) => place.split('/')[0] ?? ''));
  for (const [path, text] of tree) {
    if (!isDocument(path)) continue;
    const prose = withoutBlocks(text);
    for (const match of prose.matchAll(/`([^`\n]+)`/g)) {
      const named = asPath(match[1] ?? '', roots);
      if (named === undefined) continue;
      looked++;
      if (!exists(places, named)) faults.push(`${path}:${lineOf(text, match.index)}: ${match[1]} is not there`);
    }
    for (const match of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      const target = (match[1] ?? '').replace(/#.*$/, '');
      if (target === '' || /^[a-z]+:/.test(target)) continue;
      looked++;
      const place = posix.join(posix.dirname(path), target).replace(/\/$/, '');
      if (!places.has(place)) faults.push(`${path}:${lineOf(text, match.index)}: no link target ${target}`);
    }
  }
  return { looked, faults };
}

/** Every file and every folder that holds one. */
function placesOf(tree: Tree): Set<string> {
  const places = new Set<string>();
  for (const path of tree.keys()) {
    for (let place = path; place !== '.'; place = posix.dirname(place)) places.add(place);
  }
  return places;
}

/** Blocks show commands and trees, not names of files; blanked with their line ends kept. */
function withoutBlocks(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ' '));
}

/** The path that a backticked word stands for; undefined when it is something else. */
function asPath(word: string, roots: ReadonlySet<string>): string | undefined {
  if (/[\s:=(){}'"$,;|@]/.test(word.replace(/:\d+$/, ''))) return undefined;
  const path = word
    .replace(/(?:#|:\d).*$/, '')
    .replace(/^\.\//, '')
    .replace(/\/$/, '');
  if (path === '' || path.startsWith('/') || path.startsWith('..') || MADE.test(path)) return undefined;
  // An ending by itself, like `.ts`.
  if (/^(?:\.\w+)+$/.test(path)) return undefined;
  const [first = '', ...rest] = path.split('/');
  if (rest.length > 0) return roots.has(first) || OWN_ENDINGS.test(path) ? path : undefined;
  if (word.endsWith('/') || OWN_ENDINGS.test(path)) return path;
  return undefined;
}

/** `<name>` and `*` stand for any word; a bare file name may lie anywhere. */
function exists(places: ReadonlySet<string>, path: string): boolean {
  if (places.has(path)) return true;
  const pattern = path
    .split(/(<[^>]*>|\*)/)
    .map((piece) => (/^(?:<.*>|\*)$/.test(piece) ? '[^/]+' : piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  const whole = new RegExp(`^${pattern}$`);
  for (const place of places) {
    if (whole.test(place) || (!path.includes('/') && whole.test(fileName(place)))) return true;
  }
  return false;
}
