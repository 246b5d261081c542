import { realpath, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { FolderFile } from '#contract';
import { Fault, toIso } from '#kernel';

/** Endings of captures, also compressed. */
const ENDING = /\.(?:pcap|pcapng|cap|ntar|dmp)(?:\.(?:gz|zst))?$/i;
const FILES_MOST = 2000;
const DEPTH_MOST = 8;

/** The folder of captures that the configuration names. Nothing outside of it can be asked for. */
export class CaptureFolder {
  private readonly folder: string | undefined;

  constructor(folder: string | undefined) {
    this.folder = folder;
  }

  /** By path, relative to the folder. */
  async list(): Promise<FolderFile[]> {
    const { folder } = this;
    if (folder === undefined) return [];
    const root = await realpath(folder).catch(() => undefined);
    const files: FolderFile[] = [];
    const visit = async (path: string, depth: number): Promise<void> => {
      const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const inside = join(path, entry.name);
        if (files.length >= FILES_MOST) return;
        if (entry.isDirectory() && depth < DEPTH_MOST) await visit(inside, depth + 1);
        if (!entry.isFile() || !ENDING.test(entry.name)) continue;
        const found = await stat(inside).catch(() => undefined);
        if (found === undefined) continue;
        const changedAt = toIso(Math.floor(found.mtimeMs * 1000));
        files.push({ path: relative(root ?? folder, inside), sizeBytes: found.size, changedAt });
      }
    };
    if (root !== undefined) await visit(root, 0);
    return files;
  }

  /** Where a file of the list is. Refuses with `not-found` what is none, also through a link that leads outside. */
  async find(path: string): Promise<{ readonly location: string; readonly sizeBytes: number }> {
    const { folder } = this;
    const root = folder === undefined ? undefined : await realpath(folder).catch(() => undefined);
    const location = root === undefined ? undefined : await realpath(join(root, path)).catch(() => undefined);
    const isInside = root !== undefined && location?.startsWith(root + sep) === true;
    const found = isInside && location !== undefined ? await stat(location).catch(() => undefined) : undefined;
    if (location === undefined || found?.isFile() !== true || !ENDING.test(location)) {
      throw new Fault('not-found', { what: 'file', id: path });
    }
    return { location, sizeBytes: found.size };
  }
}
