import { NodeFS } from '@electric-sql/pglite/nodefs';
import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

type NodeFsInit = NodeFS['init'];
type PreRun = (module: MountedModule) => void;

/** The part of an Emscripten module that this file relies on. Not a public interface: `embedded.test.ts` counts the calls. */
interface MountedModule {
  readonly NODEFS: {
    realPath(node: unknown): string;
    readonly stream_ops: { fsync?: (stream: { readonly nfd?: number; readonly node: unknown }) => number };
  };
}

/**
 * PGlite's folder on disk, with fsync. Emscripten answers fsync with success and does nothing unless the file system has
 * the operation; with it a commit is on the disk when it is acknowledged. It is in place before PostgreSQL starts, so
 * that recovery after a crash syncs as well.
 */
export class SyncedFolder extends NodeFS {
  syncs = 0;

  override async init(...[database, options]: Parameters<NodeFsInit>): ReturnType<NodeFsInit> {
    const { emscriptenOpts } = await super.init(database, options);
    const hook: PreRun = (module) => this.install(module);
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...listOf(emscriptenOpts.preRun), hook] } };
  }

  private install(module: MountedModule): void {
    const { NODEFS } = module;
    NODEFS.stream_ops.fsync = (stream) => {
      this.syncs++;
      if (stream.nfd === undefined) syncPath(NODEFS.realPath(stream.node));
      else fsyncSync(stream.nfd);
      return 0;
    };
  }
}

function listOf<T>(given: T | T[] | undefined): T[] {
  return given === undefined ? [] : Array.isArray(given) ? given : [given];
}

/** Of a file or a folder; a new name is on the disk when its folder is. */
export function syncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Every file and folder below `root`, and itself: what initdb does at its end. */
export function syncTree(root: string): void {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() || entry.isDirectory()) syncPath(join(entry.parentPath, entry.name));
  }
  syncPath(root);
}
