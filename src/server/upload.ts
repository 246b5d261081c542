import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Fault } from '#kernel';
import type { SpooledFile } from './ports.ts';
import { InvalidInput } from './problem.ts';

/** Only the server may read what people have uploaded. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const FIELD = 'file';
const NAME_MOST_CHARACTERS = 200;

export interface Spool {
  readonly folder: string;
  readonly mostBytes: number;
}

/**
 * Writes the file of a multipart request to the disk, whole and synced, before anybody hears of it. Rejects with
 * `upload-too-large` and `input-invalid`; nothing is left behind then.
 */
export async function receiveFile(request: FastifyRequest, { folder, mostBytes }: Spool): Promise<SpooledFile> {
  if (!request.isMultipart()) throw missingFile();
  const part = await request.file({ limits: { fileSize: mostBytes, files: 1, fields: 0 } });
  if (part === undefined || part.fieldname !== FIELD) throw missingFile();
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  const path = join(folder, randomUUID());
  try {
    const sizeBytes = await write(part, path);
    if (part.file.truncated) throw new Fault('upload-too-large', { limitBytes: mostBytes });
    return { path, name: nameOf(part.filename), sizeBytes };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

async function write(part: MultipartFile, path: string): Promise<number> {
  const handle = await open(path, 'wx', FILE_MODE);
  try {
    let sizeBytes = 0;
    await pipeline(part.file, async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        await handle.writeFile(chunk);
        sizeBytes += chunk.length;
      }
    });
    await handle.sync();
    return sizeBytes;
  } finally {
    await handle.close();
  }
}

const missingFile = (): Fault => new InvalidInput([{ path: `body.${FIELD}`, message: 'multipart/form-data' }]);

/** The last part of the path that some browsers send, without control characters. */
export function nameOf(given: string | undefined): string {
  const base = (given ?? '').split(/[/\\]/).at(-1) ?? '';
  const name = base
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .slice(0, NAME_MOST_CHARACTERS);
  return name === '' || name === '.' || name === '..' ? 'capture' : name;
}
