import { closeSync, createReadStream, createWriteStream, openSync, renameSync, rmSync } from 'node:fs';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { Fault } from '#kernel';

/** Password hashes stand in it. */
const FILE_MODE = 0o600;
const NEWLINE = 0x0a;
/** The document of a device may have megabytes; a file of another kind may have no line at all. */
const LINE_MOST_BYTES = 256 * 1024 * 1024;

interface Compression {
  readonly pack: () => Transform;
  readonly unpack: () => Transform;
}

/** By the ending of the name; anything else is not compressed. */
function compressionOf(path: string): Compression | undefined {
  if (path.endsWith('.gz')) return { pack: createGzip, unpack: createGunzip };
  if (path.endsWith('.zst')) return { pack: createZstdCompress, unpack: createZstdDecompress };
  return undefined;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Only errors of files have a path or a name of a call; everything else is somebody else's. */
const isOfFile = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

/** Writes the texts, and gives the file its name once it is whole. Rejects with `file-unwritable`; replaces nothing. */
export async function writeFile(path: string, texts: AsyncIterable<string>): Promise<void> {
  const unfinished = `${path}.part`;
  let isOurs = false;
  try {
    // Takes the name, or fails when there is such a file.
    closeSync(openSync(path, 'wx', FILE_MODE));
    isOurs = true;
    const file = createWriteStream(unfinished, { mode: FILE_MODE, flush: true });
    const pack = compressionOf(path)?.pack();
    const source = Readable.from(texts);
    await (pack === undefined ? pipeline(source, file) : pipeline(source, pack, file));
    renameSync(unfinished, path);
  } catch (error) {
    if (isOurs) for (const each of [unfinished, path]) rmSync(each, { force: true });
    if (isOfFile(error)) throw new Fault('file-unwritable', { file: path, reason: reasonOf(error) }, error);
    throw error;
  }
}

/** A line without its end. `isWhole` is false for bytes at the end of the file that no newline follows. */
export interface Line {
  readonly number: number;
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

/** Rejects with `file-unreadable`, `backup-unpacking`, and `backup-line` for one that has no end. */
export async function* readLines(path: string): AsyncGenerator<Line> {
  let number = 1;
  let rest: Buffer[] = [];
  let restBytes = 0;
  const file = createReadStream(path);
  const unpack = compressionOf(path)?.unpack();
  // An error of the file has to reach the reader of what is unpacked.
  if (unpack !== undefined) file.on('error', (error) => unpack.destroy(error)).pipe(unpack);
  const stream: Readable = unpack ?? file;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let begin = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, begin)) {
        const bytes = Buffer.concat([...rest, chunk.subarray(begin, end)]);
        rest = [];
        restBytes = 0;
        begin = end + 1;
        yield { number: number++, bytes, isWhole: true };
      }
      if (begin < chunk.length) rest.push(chunk.subarray(begin));
      restBytes += chunk.length - begin;
      if (restBytes > LINE_MOST_BYTES) throw new Fault('backup-line', { file: path, line: number });
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    if (isOfFile(error)) throw new Fault('file-unreadable', { file: path, reason: reasonOf(error) }, error);
    throw new Fault('backup-unpacking', { file: path, line: number - 1, reason: reasonOf(error) }, error);
  } finally {
    file.destroy();
    unpack?.destroy();
  }
  if (rest.length > 0) yield { number, bytes: Buffer.concat(rest), isWhole: false };
}
