import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { ROOMS, roomOf } from './rooms.ts';
import { type Import, readSource } from './source.ts';
import { codeFiles, type Finding, isTest, type Tree } from './tree.ts';

/**
 * Every import against the table of arrows. The compiler refuses most of it already (see `walls.test.ts`); this holds
 * what it lets through: a room reached through another room's reference, a relative path into another room, a package
 * that nobody declared.
 */
export function checkArrows(tree: Tree): Finding {
  const faults: string[] = [];
  let looked = 0;
  for (const [path, text] of codeFiles(tree)) {
    for (const each of readSource(text).imports) {
      looked++;
      const fault = faultOf(tree, path, each);
      if (fault !== undefined) faults.push(`${path}: ${each.specifier}: ${fault}`);
    }
  }
  return { looked, faults };
}

function faultOf(tree: Tree, path: string, each: Import): string | undefined {
  const { specifier } = each;
  if (specifier.startsWith('#')) return roomFault(path, each);
  if (specifier.startsWith('.')) return relativeFault(tree, path, specifier);
  if (specifier.startsWith('node:')) return pureFault(path);
  if (builtinModules.includes(specifier)) return 'a module of Node is imported with node: in front';
  return packageFault(tree, path, specifier);
}

function roomFault(path: string, each: Import): string | undefined {
  const target = each.specifier.slice(1);
  const from = roomOf(path);
  if (ROOMS[target] === undefined) return 'no such room; a room is imported as #room, never deeper';
  if (path.startsWith('web/')) return target === 'contract' ? undefined : 'web sees the contract only';
  if (isTest(path) || from === undefined) return undefined;
  if (from === target) return 'inside a room, import by relative path';
  if (ROOMS[from]?.imports.includes(target) !== true) return `no arrow from ${from} to ${target}`;
  const withheld = ROOMS[from]?.withheld?.[target];
  return withheld?.names.test(each.names) === true ? `not for ${from}: ${withheld.because}` : undefined;
}

function relativeFault(tree: Tree, path: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  // A page may name its styles and pictures with a mark for the bundler at the end.
  if (!tree.has(target.replace(/\?.*$/, ''))) return 'no such file; write the ending';
  if (path.startsWith('web/')) {
    const allowed = target.startsWith('web/') || target === 'src/contract/index.ts';
    return allowed ? undefined : 'web sees the contract only';
  }
  const from = roomOf(path);
  if (from === undefined || isTest(path)) return undefined;
  if (isTest(target)) return 'a test is imported by tests only';
  return target.startsWith(`src/${from}/`) ? undefined : 'leaves the room; import another room as #room';
}

function pureFault(path: string): string | undefined {
  return pureRoom(path) === undefined ? undefined : 'a pure room has no Node';
}

function pureRoom(path: string): (typeof ROOMS)[string] | undefined {
  const room = isTest(path) ? undefined : ROOMS[roomOf(path) ?? ''];
  return room?.pure === true ? room : undefined;
}

function packageFault(tree: Tree, path: string, specifier: string): string | undefined {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const room = pureRoom(path);
  if (room !== undefined) {
    return room.packages?.includes(name) === true ? undefined : 'a pure room has no such package';
  }
  const product = (path.startsWith('src/') || path.startsWith('web/')) && !isTest(path);
  const manifest = path.startsWith('web/') ? 'web/package.json' : 'package.json';
  if (dependencies(tree, manifest, product).has(name)) return undefined;
  // Tests of the web app use the runner of the root.
  if (!product && dependencies(tree, 'package.json', false).has(name)) return undefined;
  return `not among the ${product ? 'dependencies' : 'dependencies and devDependencies'} of ${manifest}`;
}

function dependencies(tree: Tree, manifest: string, product: boolean): Set<string> {
  const parsed = JSON.parse(tree.get(manifest) ?? '{}') as Record<string, Record<string, string> | undefined>;
  return new Set(
    Object.keys({
      ...parsed['dependencies'],
      ...parsed['optionalDependencies'],
      ...(product ? {} : parsed['devDependencies']),
    }),
  );
}
