import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clearBytesOf, opened, sealed, sealFile, SealedFileRefused } from './sealed-file.ts';

const KEY = randomBytes(32);
const HEADER = 57;
const PIECE = 65_536 + 16;

async function all(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const seal = (clear: Uint8Array, chunk = 50_000) => all(sealed(inChunks(clear, chunk), KEY));
const open = (bytes: Uint8Array, key = KEY) => all(opened(inChunks(bytes, 40_000), key));

/** What left before the refusal, and why it was refused. */
async function refusalOf(bytes: Uint8Array, key = KEY): Promise<{ clear: Buffer; reason: string }> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of opened(inChunks(bytes, 30_000), key)) chunks.push(chunk);
  } catch (error) {
    if (error instanceof SealedFileRefused) return { clear: Buffer.concat(chunks), reason: error.reason };
    throw error;
  }
  throw new Error('it was opened');
}

const CLEAR = randomBytes(3 * 65_536 + 1000);

describe('a sealed file', () => {
  test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 197_608])('of %i bytes opens as it was', async (size) => {
    const clear = CLEAR.subarray(0, size);
    const bytes = await seal(clear);
    expect(clearBytesOf(bytes.length)).toBe(size);
    expect((await open(bytes)).equals(clear)).toBe(true);
  });

  test('does not depend on how the bytes come', async () => {
    const clear = CLEAR.subarray(0, 70_000);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1000, max: 80_000 }), fc.integer({ min: 1000, max: 80_000 }), async (a, b) => {
        const bytes = await seal(clear, a);
        expect((await all(opened(inChunks(bytes, b), KEY))).equals(clear)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test('shows nothing of what is in it, and is another one each time', async () => {
    const clear = Buffer.from('YAMADA^HANAKO'.repeat(100));
    const [one, two] = [await seal(clear), await seal(clear)];
    expect(one.includes('YAMADA')).toBe(false);
    expect(one.subarray(9).equals(two.subarray(9))).toBe(false);
    expect(one.subarray(HEADER).equals(two.subarray(HEADER))).toBe(false);
  });

  test('with any bit altered is refused, and only what stands before it leaves', async () => {
    const bytes = await seal(CLEAR);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: 0, max: 7 }),
        async (at, bit) => {
          const altered = Buffer.from(bytes);
          altered[at] = (altered[at] ?? 0) ^ (1 << bit);
          const { clear } = await refusalOf(altered);
          const piecesBefore = at < HEADER ? 0 : Math.floor((at - HEADER) / PIECE);
          expect(clear.equals(CLEAR.subarray(0, piecesBefore * 65_536))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('cut anywhere is refused, also between two pieces', async () => {
    const bytes = await seal(CLEAR);
    const between = [0, 1, 2, 3].map((pieces) => HEADER + pieces * PIECE);
    for (const length of [0, 5, HEADER - 1, ...between, HEADER + 8, HEADER + PIECE + 8, bytes.length - 1]) {
      expect((await refusalOf(bytes.subarray(0, length))).reason, `${length}`).toBe('damaged');
    }
  });

  test('with pieces exchanged, left out, repeated or added is refused', async () => {
    const bytes = await seal(CLEAR);
    const header = bytes.subarray(0, HEADER);
    const pieces = [0, 1, 2, 3].map((at) => bytes.subarray(HEADER + at * PIECE, HEADER + (at + 1) * PIECE));
    const of = (...order: number[]) => Buffer.concat([header, ...order.map((at) => pieces[at] ?? Buffer.alloc(0))]);
    expect((await open(of(0, 1, 2, 3))).equals(CLEAR)).toBe(true);
    for (const order of [[1, 0, 2, 3], [0, 2, 3], [0, 1, 1, 2, 3], [0, 1, 2], [3], [0, 1, 2, 3, 3]]) {
      expect((await refusalOf(of(...order))).reason, String(order)).toBe('damaged');
    }
    const other = await seal(CLEAR);
    const mixed = Buffer.concat([header, other.subarray(HEADER)]);
    expect(await refusalOf(mixed)).toMatchObject({ reason: 'damaged', clear: Buffer.alloc(0) });
  });

  test('under another key is told from a damaged one', async () => {
    const bytes = await seal(CLEAR);
    expect((await refusalOf(bytes, randomBytes(32))).reason).toBe('wrong-key');
    expect((await refusalOf(Buffer.from('no such file, but long enough to have a header, perhaps'))).reason).toBe(
      'damaged',
    );
  });

  test('has a size that tells how much is in it, and others have none', () => {
    expect([0, HEADER, HEADER + 15, HEADER + PIECE + 16].map(clearBytesOf)).toEqual(Array(4).fill(undefined));
    expect(clearBytesOf(HEADER + 16)).toBe(0);
    expect(clearBytesOf(HEADER + PIECE)).toBe(65_536);
    expect(clearBytesOf(HEADER + PIECE + 17)).toBe(65_537);
  });
});

describe('sealing a file', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mimamori-sealed-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('leaves it whole, for its owner only', async () => {
    const [from, to] = [join(folder, 'clear'), join(folder, 'kept')];
    writeFileSync(from, CLEAR);
    const size = await sealFile(from, to, KEY, new AbortController().signal);
    expect(size).toBe(statSync(to).size);
    expect(statSync(to).mode & 0o777).toBe(0o600);
    expect((await open(readFileSync(to))).equals(CLEAR)).toBe(true);
    expect(readdirSync(folder)).toEqual(['clear', 'kept']);
  });

  test('leaves nothing when it fails or is aborted', async () => {
    const [from, to] = [join(folder, 'clear'), join(folder, 'kept')];
    const { signal } = new AbortController();
    await expect(sealFile(from, to, KEY, signal)).rejects.toMatchObject({ code: 'file-unwritable' });
    writeFileSync(from, CLEAR);
    await expect(sealFile(from, join(folder, 'none', 'kept'), KEY, signal)).rejects.toMatchObject({
      code: 'file-unwritable',
      details: { reason: 'ENOENT' },
    });
    await expect(sealFile(from, to, KEY, AbortSignal.abort())).rejects.toThrow('abort');
    expect(readdirSync(folder)).toEqual(['clear']);
  });
});
