import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Frames, framesOf } from './frames-of.ts';

export interface Corpus {
  /** Captures by their frames. */
  readonly captures: readonly Frames[];
  /** Files small enough to be damaged as a whole. */
  readonly files: readonly Uint8Array[];
}

const CAPTURE = /\.(?:pcap|pcapng|cap)$/;
const WHOLE_MAX_BYTES = 65_536;
/** More frames of one capture say the same again. */
const FRAMES_MAX = 4000;

export function captureFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => CAPTURE.test(path))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .toSorted();
}

/** @throws Error when the folder is missing or holds no capture. */
export function readCorpus(folder: string): Corpus {
  if (!existsSync(folder)) throw new Error(`${folder}: no such folder`);
  const captures: Frames[] = [];
  const files: Uint8Array[] = [];
  for (const path of captureFiles(folder)) {
    const bytes = new Uint8Array(readFileSync(path));
    if (bytes.length <= WHOLE_MAX_BYTES) files.push(bytes);
    const read = framesOf(bytes);
    if (read === undefined || read.frames.length === 0) continue;
    captures.push({ linkType: read.linkType, frames: read.frames.slice(0, FRAMES_MAX) });
  }
  if (captures.length === 0 || files.length === 0) throw new Error(`${folder}: no captures in it`);
  return { captures, files };
}
