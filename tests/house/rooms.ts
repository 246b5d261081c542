import type { Tree } from './tree.ts';

interface Room {
  /** Rooms whose public face (`index.ts`) it may import; itself goes without saying. */
  readonly imports: readonly string[];
  /** Pure rooms have no clock, no randomness and no input or output. */
  readonly pure: boolean;
  /** Packages it may use; pure rooms name them, the others may use every dependency of the product. */
  readonly packages?: readonly string[];
  /** Names it may not take from a room it may otherwise import. */
  readonly withheld?: Readonly<Record<string, { readonly names: RegExp; readonly because: string }>>;
}

const PUBLIC_FACES = ['kernel', 'bytes', 'contract', 'wire', 'knowledge', 'trust', 'inventory'];
const ADAPTERS = ['store', 'connect', 'sensor', 'server', 'cli'];
const adapter: Room = { imports: PUBLIC_FACES, pure: false };

/** The table of arrows. A new room is one row here, one project in `tsconfig.json` and one in `tsconfig.test.json`. */
export const ROOMS: Readonly<Record<string, Room>> = {
  kernel: { imports: [], pure: true, packages: [] },
  bytes: { imports: ['kernel'], pure: true, packages: [] },
  contract: { imports: ['kernel'], pure: true, packages: ['zod'] },
  wire: { imports: ['kernel', 'bytes'], pure: true, packages: [] },
  knowledge: { imports: ['kernel'], pure: true, packages: [] },
  trust: { imports: ['kernel', 'bytes'], pure: true, packages: [] },
  inventory: {
    imports: ['kernel', 'bytes', 'wire', 'knowledge'],
    pure: true,
    packages: [],
    withheld: { bytes: { names: /x509|certificate/i, because: 'certificates reach it as facts of wire' } },
  },
  store: adapter,
  connect: adapter,
  sensor: adapter,
  server: adapter,
  cli: adapter,
  main: { imports: [...PUBLIC_FACES, ...ADAPTERS], pure: false },
};

/** The room that a path lies in; undefined outside `src`. */
export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

export function isPure(path: string): boolean {
  return ROOMS[roomOf(path) ?? '']?.pure === true;
}

/** Rooms that have source of their own, so that a folder prepared for later is not yet a room. */
export function roomsWithSource(tree: Tree): string[] {
  const rooms = new Set<string>();
  for (const path of tree.keys()) {
    const room = roomOf(path);
    if (room !== undefined && path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.endsWith('.test.ts')) {
      rooms.add(room);
    }
  }
  return [...rooms].sort();
}
