import { ROOMS, roomsWithSource } from './rooms.ts';
import type { Finding, Tree } from './tree.ts';

interface Project {
  readonly extends?: string;
  readonly compilerOptions?: { readonly types?: readonly string[]; readonly lib?: readonly string[] };
  readonly references?: readonly { readonly path: string }[];
}

/** The one declaration file that is written by hand. */
const PLATFORM = 'src/kernel/platform.d.ts';

/**
 * The walls themselves: each room is a project whose references are the arrows of the table, pure rooms get no types of
 * Node, and a room that has source cannot be left out of the build or have a second name.
 */
export function checkProjects(tree: Tree): Finding {
  const faults: string[] = [];
  const rooms = roomsWithSource(tree);
  for (const room of rooms) faults.push(...roomFaults(tree, room));
  for (const solution of ['tsconfig.json', 'tsconfig.test.json']) {
    const listed = referencesOf(tree, solution).filter((path) => path.startsWith('src/'));
    faults.push(
      ...differences(
        solution,
        listed,
        rooms.map((room) => `src/${room}`),
      ),
    );
  }
  if (!referencesOf(tree, 'tsconfig.json').includes('tsconfig.test.json')) {
    faults.push('tsconfig.json: the tests are not checked');
  }
  faults.push(...nameFaults(tree));
  for (const path of tree.keys()) {
    // A compiler started without the project leaves these beside the source, where they then win over it.
    const declaration = /^(?:src|tests)\/.*\.d\.ts$/.test(path);
    if (declaration && path !== PLATFORM) faults.push(`${path}: made by a compiler; remove it`);
  }
  return { looked: rooms.length, faults };
}

function roomFaults(tree: Tree, room: string): string[] {
  const path = `src/${room}/tsconfig.json`;
  const row = ROOMS[room];
  if (row === undefined) return [`src/${room}: no row in the table of arrows`];
  if (!tree.has(path)) return [`${path}: missing`];
  const project = readProject(tree, path);
  const faults = differences(
    path,
    referencesOf(tree, path),
    row.imports.map((each) => `../${each}`),
  );
  if (project.extends !== '../../tsconfig.base.json') faults.push(`${path}: does not extend tsconfig.base.json`);
  const options = project.compilerOptions ?? {};
  if (row.pure && (options.types !== undefined || options.lib !== undefined)) {
    faults.push(`${path}: a pure room takes types and lib from tsconfig.base.json`);
  }
  return faults;
}

/** `imports` in package.json: every room but main by its own name, and nothing else. */
function nameFaults(tree: Tree): string[] {
  const manifest = JSON.parse(tree.get('package.json') ?? '{}') as { imports?: Record<string, string> };
  const actual = Object.entries(manifest.imports ?? {}).map(([name, target]) => `${name} -> ${target}`);
  const wanted = Object.keys(ROOMS)
    .filter((room) => room !== 'main')
    .map((room) => `#${room} -> ./src/${room}/index.ts`);
  return differences('package.json imports', actual, wanted);
}

function differences(where: string, actual: readonly string[], wanted: readonly string[]): string[] {
  return [
    ...wanted.filter((each) => !actual.includes(each)).map((each) => `${where}: ${each} is missing`),
    ...actual.filter((each) => !wanted.includes(each)).map((each) => `${where}: ${each} does not belong there`),
  ];
}

function readProject(tree: Tree, path: string): Project {
  return JSON.parse(tree.get(path) ?? '{}') as Project;
}

function referencesOf(tree: Tree, path: string): string[] {
  return (readProject(tree, path).references ?? []).map((each) => each.path);
}
