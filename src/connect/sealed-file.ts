import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Fault } from '#kernel';

/**
 * One file, encrypted as a whole and in pieces that can be checked one by one: STREAM (Hoang, Reyhanitabar, Rogaway and
 * Vizár, CRYPTO 2015, figure 9) over AES-256-GCM (NIST SP 800-38D). The nonce is the number of the piece in eleven bytes
 * and one octet that says whether it is the last; so a piece that was altered, moved, left out or added is refused, and
 * so is a file that ends early. The key is the file's own, from the master key by HKDF with SHA-256 (RFC 5869), so no
 * nonce is used twice with one key. The header is authenticated with every piece.
 *
 *     magic (8) · version (1) · salt (32) · key check (16) · pieces, each 65,536 bytes and a tag of 16, the last shorter
 *
 * GCM alone does not tell a wrong key from damage; the key check, from the same master key and salt, does.
 */
const MAGIC = Buffer.from('MMSEALED');
const VERSION = 1;
const SALT_BYTES = 32;
const KEY_CHECK_BYTES = 16;
const HEADER_BYTES = MAGIC.length + 1 + SALT_BYTES + KEY_CHECK_BYTES;
const PIECE_BYTES = 65_536;
const TAG_BYTES = 16;
const COUNTER_BYTES = 11;
const KEY_BYTES = 32;
const KEY_INFO = 'mimamori kept capture';
const KEY_CHECK_INFO = 'mimamori kept capture key check';
const ALGORITHM = 'aes-256-gcm';
/** Only the server may read what it keeps. */
const FILE_MODE = 0o600;

/** Of a master key. */
export const MASTER_KEY_BYTES = 32;
/** At the end of a name while the file is being written; such a file is never a whole one. */
export const UNFINISHED_ENDING = '.part';

/** Why a sealed file cannot be opened. */
export class SealedFileRefused extends Error {
  override readonly name = 'SealedFileRefused';
  readonly reason: 'damaged' | 'wrong-key';

  constructor(reason: SealedFileRefused['reason']) {
    super(`sealed file: ${reason}`);
    this.reason = reason;
  }
}

/**
 * Seals `from` as `to`, which is there whole and synced when this resolves, or not at all; answers its size. Rejects with
 * `file-unwritable` when either file cannot be used, and with an AbortError.
 */
export async function sealFile(from: string, to: string, masterKey: Uint8Array, signal: AbortSignal): Promise<number> {
  const unfinished = `${to}${UNFINISHED_ENDING}`;
  try {
    await pipeline(
      createReadStream(from, { highWaterMark: PIECE_BYTES }),
      (clear: AsyncIterable<Buffer>) => sealed(clear, masterKey),
      createWriteStream(unfinished, { mode: FILE_MODE, flush: true }),
      { signal },
    );
    await rename(unfinished, to);
    await syncFolder(dirname(to));
    return (await stat(to)).size;
  } catch (error) {
    for (const path of [unfinished, to]) await rm(path, { force: true }).catch(() => {});
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error;
    throw new Fault('file-unwritable', { file: basename(to), reason: String(error.code) }, error);
  }
}

/** A new name is on the disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(join(folder, '.'));
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Size of what was sealed in a file of this size; undefined for a size that no sealed file has. */
export function clearBytesOf(sealedBytes: number): number | undefined {
  const rest = sealedBytes - HEADER_BYTES;
  const pieces = Math.ceil(rest / (PIECE_BYTES + TAG_BYTES));
  const clearBytes = rest - pieces * TAG_BYTES;
  const least = pieces <= 1 ? 0 : (pieces - 1) * PIECE_BYTES + 1;
  return pieces < 1 || clearBytes < least ? undefined : clearBytes;
}

/** What `sealed` made, as it was. Throws SealedFileRefused, before the bytes that it concerns. */
export async function* opened(
  bytes: AsyncIterable<Uint8Array>,
  masterKey: Uint8Array,
): AsyncGenerator<Buffer, void, undefined> {
  const pieces = piecesOf(bytes, HEADER_BYTES, PIECE_BYTES + TAG_BYTES);
  const first = await pieces.next();
  const header = first.done === true ? Buffer.alloc(0) : first.value.bytes;
  const key = keyOf(header, masterKey);
  let number = 0;
  let hasEnded = false;
  for await (const { bytes, isLast } of pieces) {
    if (bytes.length < TAG_BYTES) break;
    const decipher = createDecipheriv(ALGORITHM, key, nonceOf(number++, isLast), { authTagLength: TAG_BYTES });
    decipher.setAAD(header);
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    const clear = decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES));
    try {
      decipher.final();
    } catch {
      // The tag does not fit.
      break;
    }
    hasEnded = isLast;
    yield clear;
  }
  if (!hasEnded) throw new SealedFileRefused('damaged');
}

/** `bytes` sealed under a new salt. */
export async function* sealed(
  bytes: AsyncIterable<Uint8Array>,
  masterKey: Uint8Array,
): AsyncGenerator<Buffer, void, undefined> {
  const salt = randomBytes(SALT_BYTES);
  const check = derived(masterKey, salt, KEY_CHECK_INFO, KEY_CHECK_BYTES);
  const header = Buffer.concat([MAGIC, Buffer.of(VERSION), salt, check]);
  yield header;
  const key = derived(masterKey, salt, KEY_INFO, KEY_BYTES);
  let number = 0;
  for await (const { bytes: clear, isLast } of piecesOf(bytes, PIECE_BYTES, PIECE_BYTES)) {
    const cipher = createCipheriv(ALGORITHM, key, nonceOf(number++, isLast), { authTagLength: TAG_BYTES });
    cipher.setAAD(header);
    yield Buffer.concat([cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Throws SealedFileRefused. */
function keyOf(header: Buffer, masterKey: Uint8Array): Buffer {
  const isOurs = header.length === HEADER_BYTES && header.subarray(0, MAGIC.length).equals(MAGIC);
  if (!isOurs || header[MAGIC.length] !== VERSION) throw new SealedFileRefused('damaged');
  const salt = header.subarray(MAGIC.length + 1, HEADER_BYTES - KEY_CHECK_BYTES);
  const check = header.subarray(HEADER_BYTES - KEY_CHECK_BYTES);
  if (!timingSafeEqual(check, derived(masterKey, salt, KEY_CHECK_INFO, KEY_CHECK_BYTES))) {
    throw new SealedFileRefused('wrong-key');
  }
  return derived(masterKey, salt, KEY_INFO, KEY_BYTES);
}

function derived(masterKey: Uint8Array, salt: Uint8Array, info: string, lengthBytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, salt, info, lengthBytes));
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(COUNTER_BYTES + 1);
  // Six bytes count further than any disk.
  nonce.writeUIntBE(number, COUNTER_BYTES - 6, 6);
  nonce[COUNTER_BYTES] = isLast ? 1 : 0;
  return nonce;
}

interface Piece {
  readonly bytes: Buffer;
  readonly isLast: boolean;
}

/** Cut anew: the first piece of one size, all others of another, the last shorter. There is one even of nothing. */
async function* piecesOf(
  bytes: AsyncIterable<Uint8Array>,
  firstBytes: number,
  otherBytes: number,
): AsyncGenerator<Piece, void, undefined> {
  let wanted = firstBytes;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  for await (const chunk of bytes) {
    waiting.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    waitingBytes += chunk.byteLength;
    // One byte more than a piece shows that it is not the last.
    while (waitingBytes > wanted) {
      const all = Buffer.concat(waiting);
      yield { bytes: all.subarray(0, wanted), isLast: false };
      waiting = [all.subarray(wanted)];
      waitingBytes -= wanted;
      wanted = otherBytes;
    }
  }
  yield { bytes: Buffer.concat(waiting), isLast: true };
}
