import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Committed text files by their path from the root, with `/` between folders. */
export type Tree = ReadonlyMap<string, string>;

/** What a check looked at, and what it found. A check that looked at nothing proves nothing, so both are needed. */
export interface Finding {
  readonly looked: number;
  readonly faults: readonly string[];
}

export const ROOT = join(import.meta.dirname, '..', '..');

/** Larger files are captures and tables; no rule here is about them. */
const TEXT_MAX_BYTES = 1_000_000;

/**
 * What a checkout holds, without asking git: the house must also pass in an unpacked archive. Folders and endings that
 * `.gitignore` names are left out.
 */
export function readTree(root: string = ROOT): Tree {
  const ignored = ignoreRules(readFileSync(join(root, '.gitignore'), 'utf8'));
  const tree = new Map<string, string>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (entry.name === '.git' || ignored(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) tree.set(path, readText(join(root, path)));
    }
  };
  visit('');
  return new Map([...tree].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Reads the two shapes of rule that our `.gitignore` uses: a name (a slash at its end says folder) and `*.ending`. */
function ignoreRules(gitignore: string): (name: string) => boolean {
  const rules = gitignore
    .split('\n')
    .map((line) => line.trim().replace(/\/$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#'));
  return (name) => rules.some((rule) => (rule.startsWith('*') ? name.endsWith(rule.slice(1)) : name === rule));
}

/** Empty for binary and for very large files, so that their existence is known but no rule reads them. */
function readText(path: string): string {
  if (statSync(path).size > TEXT_MAX_BYTES) return '';
  const bytes = readFileSync(path);
  return bytes.includes(0) ? '' : bytes.toString('utf8');
}

export function treeOf(files: Readonly<Record<string, string>>): Tree {
  return new Map(Object.entries(files));
}

const CODE_FOLDERS = ['src/', 'web/src/', 'tests/', 'bench/', 'examples/', 'scripts/'];

export function isCode(path: string): boolean {
  return /\.(ts|tsx|mjs)$/.test(path) && CODE_FOLDERS.some((folder) => path.startsWith(folder));
}

export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

export function codeFiles(tree: Tree): [path: string, text: string][] {
  return [...tree].filter(([path]) => isCode(path));
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
