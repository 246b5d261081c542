import { readSource } from './source.ts';
import { fileName, type Finding, type Tree } from './tree.ts';

export interface ExtensionFolder {
  readonly folder: string;
  /** What one member is called, for the messages. */
  readonly member: string;
}

/** Folders where adding a thing is one file, one test and one line in the list. A new folder of this kind is one row. */
export const EXTENSION_FOLDERS: readonly ExtensionFolder[] = [
  { folder: 'src/wire/dissectors', member: 'dissector' },
  { folder: 'src/cli/commands', member: 'command' },
  { folder: 'src/trust/lints', member: 'certificate rule' },
];

/**
 * Every member is listed in `index.ts`, has a test beside it and carries its file name as `id`; the list is only a list.
 * Parts of a member that is too large for one file live in a folder of the same name.
 */
export function checkExtensionFolders(tree: Tree, rows: readonly ExtensionFolder[] = EXTENSION_FOLDERS): Finding {
  const faults: string[] = [];
  let looked = 0;
  for (const row of rows) {
    const members = membersOf(tree, row.folder);
    if (members.length === 0) faults.push(`${row.folder}: no ${row.member} in it`);
    looked += members.length;
    faults.push(...listFaults(tree, row, members));
    for (const member of members) faults.push(...memberFaults(tree, row, member));
    faults.push(...partFaults(tree, row, members));
  }
  return { looked, faults };
}

/** Names without `.ts` of the files directly in the folder that are neither the list nor tests. */
function membersOf(tree: Tree, folder: string): string[] {
  const members: string[] = [];
  for (const path of tree.keys()) {
    const name = fileName(path);
    if (path !== `${folder}/${name}` || !name.endsWith('.ts') || name === 'index.ts') continue;
    if (!name.endsWith('.test.ts')) members.push(name.slice(0, -'.ts'.length));
  }
  return members;
}

function listFaults(tree: Tree, row: ExtensionFolder, members: readonly string[]): string[] {
  const path = `${row.folder}/index.ts`;
  const list = tree.get(path);
  if (list === undefined) return [`${path}: the list is missing`];
  const { code, imports } = readSource(list);
  const faults: string[] = [];
  const listed = imports.map((each) => each.specifier);
  for (const member of members) {
    if (!listed.includes(`./${member}.ts`)) faults.push(`${path}: add a line for ${member}.ts`);
  }
  if (/=>|\b(?:function|class|if|for|while|switch)\b/.test(code)) faults.push(`${path}: more than a list`);
  return faults;
}

function memberFaults(tree: Tree, row: ExtensionFolder, member: string): string[] {
  const path = `${row.folder}/${member}.ts`;
  const faults: string[] = [];
  if (!tree.has(`${row.folder}/${member}.test.ts`)) faults.push(`${path}: has no test beside it`);
  const id = firstId(tree.get(path) ?? '');
  if (id !== member) faults.push(`${path}: its id is ${id ?? 'missing'}, not ${member}`);
  return faults;
}

/** The first `id: '…'` of a file: that of the member, since parts carry none. */
function firstId(text: string): string | undefined {
  const { code, strings } = readSource(text);
  for (const match of code.matchAll(/(?<![\w$.])id\s*[:=]\s*(?=['"])/g)) {
    return strings.get(match.index + match[0].length);
  }
  return undefined;
}

function partFaults(tree: Tree, row: ExtensionFolder, members: readonly string[]): string[] {
  const faults: string[] = [];
  for (const path of tree.keys()) {
    if (!path.startsWith(`${row.folder}/`) || !path.endsWith('.ts')) continue;
    const [first = '', ...rest] = path.slice(row.folder.length + 1).split('/');
    if (rest.length > 0 && !members.includes(first)) faults.push(`${path}: belongs to no ${row.member}`);
    const orphan = rest.length === 0 && first.endsWith('.test.ts') && !tree.has(path.replace(/\.test\.ts$/, '.ts'));
    if (orphan && first !== 'index.test.ts') faults.push(`${path}: tests nothing that is there`);
  }
  return faults;
}
