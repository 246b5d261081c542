import { closeSync, openSync, readSync } from 'node:fs';
import { Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { CaptureSummary, Engine } from '#wire';

const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];
const STANDARD_INPUT = 0;
const COMPRESSED_PIECE_BYTES = 1 << 16;

/**
 * Called after each piece with the packets and container bytes read so far; answering false stops the reading. Reading
 * goes on when a promise is kept, which is how a slow uplink holds a fast file back.
 */
export type Progress = (packets: number, bytes: number) => boolean | Promise<boolean>;

/** Reads a whole capture file into the engine; `-` is standard input. Throws only if the file cannot be opened or read. */
export async function readCapture(path: string, engine: Engine, progress: Progress): Promise<CaptureSummary> {
  if (path === '-') return readDescriptor(STANDARD_INPUT, engine, progress);
  const descriptor = openSync(path, 'r');
  try {
    return await readDescriptor(descriptor, engine, progress);
  } finally {
    closeSync(descriptor);
  }
}

/** The same from an open descriptor, which stays open. Compressed captures are unpacked on the way. */
export async function readDescriptor(descriptor: number, engine: Engine, progress: Progress): Promise<CaptureSummary> {
  engine.beginCapture();
  const head = engine.room();
  const count = readSome(descriptor, head);
  const compression = compressionOf(head.subarray(0, count));
  if (compression === undefined) {
    if (count > 0) engine.filled(count);
    await readPlain(descriptor, engine, count, progress);
    return engine.endCapture();
  }
  const damaged = await readCompressed(descriptor, head.slice(0, count), compression(), engine, progress);
  const summary = engine.endCapture();
  if (!damaged) return summary;
  const anomaly = { kind: 'capture-compression', count: 1, frames: [summary.packets] };
  return { ...summary, anomalies: [...summary.anomalies, anomaly] };
}

function compressionOf(head: Uint8Array): (() => Transform) | undefined {
  const is = (magic: readonly number[]): boolean => magic.every((byte, at) => head[at] === byte);
  return is(GZIP) ? createGunzip : is(ZSTD) ? createZstdDecompress : undefined;
}

const IDLE_MS = 5;
const IDLE = new Int32Array(new SharedArrayBuffer(4));

/** A pipe that has nothing yet answers EAGAIN when it was opened without blocking; then there is nothing to do but ask again. */
function readSome(descriptor: number, into: Uint8Array): number {
  for (;;) {
    try {
      return readSync(descriptor, into, 0, into.length, null);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(IDLE, 0, 0, IDLE_MS);
    }
  }
}

async function readPlain(descriptor: number, engine: Engine, already: number, progress: Progress): Promise<void> {
  let bytes = already;
  for (;;) {
    const count = readSome(descriptor, engine.room());
    if (count === 0) return;
    engine.filled(count);
    bytes += count;
    const goOn = progress(engine.packets, bytes);
    if (!(typeof goOn === 'boolean' ? goOn : await goOn)) return;
  }
}

/** Answers whether the compressed data ended in damage; what came before it has been read. */
async function readCompressed(
  descriptor: number,
  head: Uint8Array,
  unpack: Transform,
  engine: Engine,
  progress: Progress,
): Promise<boolean> {
  Readable.from(pieces(descriptor, head)).pipe(unpack);
  let bytes = 0;
  try {
    for await (const chunk of unpack) {
      bytes += feed(engine, chunk as Uint8Array);
      if (!(await progress(engine.packets, bytes))) break;
    }
  } catch {
    return true;
  } finally {
    unpack.destroy();
  }
  return false;
}

function* pieces(descriptor: number, head: Uint8Array): Generator<Uint8Array> {
  yield head;
  for (;;) {
    const piece = new Uint8Array(COMPRESSED_PIECE_BYTES);
    const count = readSome(descriptor, piece);
    if (count === 0) return;
    yield piece.subarray(0, count);
  }
}

function feed(engine: Engine, chunk: Uint8Array): number {
  for (let at = 0; at < chunk.length; ) {
    const room = engine.room();
    const part = chunk.subarray(at, at + room.length);
    room.set(part);
    engine.filled(part.length);
    at += part.length;
  }
  return chunk.length;
}
