import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MASTER_KEY_BYTES } from '#connect';
import { Fault } from '#kernel';

/** Only the server may read it. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * The master key of kept captures. It is read anew each time, so that its storage may come and go, and made only in the
 * data folder: where somebody named another place and it is not there, that storage is missing, and a second key would
 * hide it.
 */
export class KeptCapturesKey {
  readonly file: string;
  private readonly isOwn: boolean;

  constructor(file: string, isOwn: boolean) {
    this.file = file;
    this.isOwn = isOwn;
  }

  /** Rejects with `kept-captures-key-missing` and `kept-captures-key-wrong`. */
  async read(): Promise<Buffer> {
    const { file } = this;
    const key = await readFile(file).catch((error: unknown) => {
      throw new Fault('kept-captures-key-missing', { file, reason: codeOf(error) }, error);
    });
    if (key.length !== MASTER_KEY_BYTES) throw new Fault('kept-captures-key-wrong', { file });
    return key;
  }

  /**
   * The same, and makes the key when there is none and none is missed: `isFirst` says that nothing is kept so far. Rejects
   * also with `file-unwritable`.
   */
  async readOrMake(isFirst: boolean): Promise<Buffer> {
    try {
      return await this.read();
    } catch (error) {
      const isNone = error instanceof Fault && error.details['reason'] === 'ENOENT';
      if (!isNone || !isFirst || !this.isOwn) throw error;
    }
    await this.make().catch((error: unknown) => {
      throw new Fault('file-unwritable', { file: this.file, reason: codeOf(error) }, error);
    });
    return await this.read();
  }

  /** Whole and on the disk before it has its name; whoever comes second keeps the first one. */
  private async make(): Promise<void> {
    await mkdir(dirname(this.file), { recursive: true, mode: FOLDER_MODE });
    const aside = `${this.file}.${randomUUID()}`;
    try {
      const handle = await open(aside, 'wx', FILE_MODE);
      try {
        await handle.writeFile(randomBytes(MASTER_KEY_BYTES));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await link(aside, this.file).catch((error: unknown) => {
        if (codeOf(error) !== 'EEXIST') throw error;
      });
    } finally {
      await rm(aside, { force: true });
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
