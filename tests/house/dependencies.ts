import type { Finding, Tree } from './tree.ts';

interface LockEntry {
  readonly link?: boolean;
  /** Reached only through devDependencies: a tool, not part of the product. */
  readonly dev?: boolean;
  readonly license?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
}

/** Licences that let a hospital or a maker use and pass on the product without conditions on their own work. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Conditions that hold only for changed files of the package itself: acceptable in tools, which are not passed on. */
const FOR_TOOLS = new Set(['MPL-2.0']);

export const RECORD = 'docs/decisions/dependencies.md';

function lockOf(tree: Tree): [path: string, entry: LockEntry][] {
  const lock = JSON.parse(tree.get('package-lock.json') ?? '{}') as { packages?: Record<string, LockEntry> };
  return Object.entries(lock.packages ?? {}).filter(([path, entry]) =>
    path.startsWith('node_modules/') || path.includes('/node_modules/') ? entry.link !== true : false,
  );
}

/** Nothing that is installed runs code while it is installed, and everything is locked by its hash. */
export function checkInstallScripts(tree: Tree): Finding {
  const faults: string[] = [];
  const packages = lockOf(tree);
  for (const [path, entry] of packages) {
    if (entry.hasInstallScript === true) faults.push(`${path}: has an install script`);
    if (entry.integrity === undefined) faults.push(`${path}: not locked by a hash`);
  }
  return { looked: packages.length, faults };
}

/** `AND` binds tighter than `OR`; one alternative of an `OR` is enough. */
function allows(expression: string, accepted: (licence: string) => boolean): boolean {
  return expression
    .replaceAll(/[()]/g, ' ')
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((licence) => accepted(licence.trim())));
}

/**
 * Every locked package by its licence. `installed` gives the manifest of a package that is on this machine (undefined
 * for another platform's), because what counts is what the package itself says.
 */
export function checkLicences(tree: Tree, installed: (path: string) => string | undefined): Finding & { read: number } {
  const faults: string[] = [];
  const packages = lockOf(tree);
  let read = 0;
  for (const [path, entry] of packages) {
    const manifest = installed(path);
    if (manifest !== undefined) read++;
    const licence = manifest === undefined ? entry.license : (JSON.parse(manifest) as { license?: unknown }).license;
    if (typeof licence !== 'string') {
      faults.push(`${path}: states no licence`);
    } else if (!allows(licence, (each) => PERMISSIVE.has(each) || (entry.dev === true && FOR_TOOLS.has(each)))) {
      faults.push(
        `${path}: ${licence} is not on the list${FOR_TOOLS.has(licence) ? ' for a part of the product' : ''}`,
      );
    }
  }
  return { looked: packages.length, faults, read };
}

const GROUPS = ['dependencies', 'optionalDependencies', 'devDependencies'] as const;

/** One line a dependency in the record: a row that begins with its name and ends with its licence. */
export function checkRecord(tree: Tree): Finding {
  const faults: string[] = [];
  const rows = new Map<string, string>();
  for (const match of (tree.get(RECORD) ?? '').matchAll(/^\| `([^`]+)` \|.*\| ([^|]+) \|$/gm)) {
    if (rows.has(match[1] ?? '')) faults.push(`${RECORD}: two lines for ${match[1]}`);
    rows.set(match[1] ?? '', match[2] ?? '');
  }
  const licences = new Map(lockOf(tree).map(([path, entry]) => [path.replace(/^.*node_modules\//, ''), entry.license]));
  const named = new Set<string>();
  for (const path of ['package.json', 'web/package.json']) {
    const manifest = JSON.parse(tree.get(path) ?? '{}') as Partial<Record<(typeof GROUPS)[number], object>>;
    for (const group of GROUPS) for (const name of Object.keys(manifest[group] ?? {})) named.add(name);
  }
  for (const name of named) {
    const licence = rows.get(name);
    if (licence === undefined) faults.push(`${RECORD}: no line for ${name}`);
    else if (licence !== licences.get(name)) {
      faults.push(`${RECORD}: ${name} is under ${licences.get(name) ?? 'no stated licence'}, not ${licence}`);
    }
  }
  for (const name of rows.keys()) if (!named.has(name)) faults.push(`${RECORD}: ${name} is no dependency any more`);
  return { looked: named.size, faults };
}
