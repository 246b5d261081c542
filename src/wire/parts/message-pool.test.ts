import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Out } from '../dissector.ts';
import { MESSAGE_FRAGMENTS, MessagePool, POOL_BYTES } from './message-pool.ts';

/** Stands for the engine: a range is a position in the view. */
const out: Pick<Out, 'locate'> = { locate: (from, to) => [{ frame: 1, offset: from, length: to - from }] };
const MESSAGE = Uint8Array.from({ length: 60 }, (_, i) => i + 1);
/** Adds MESSAGE[from, to), which stands 100 bytes further in the view. */
const add = (pool: MessagePool, message: ReturnType<MessagePool['open']>, from: number, to: number) =>
  pool.add(message, from, MESSAGE, from, to, 100 + from, out);

describe('a message', () => {
  test('comes together from fragments in any order, with any overlap', () => {
    const cut = fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 20 }), (cuts) => {
        const pool = new MessagePool();
        const message = pool.open();
        const known = new Set<number>();
        for (const [from, to] of cuts) {
          expect(add(pool, message, from, to)).toBe(true);
          for (let at = from; at < to; at++) known.add(at);
        }
        let contiguous = 0;
        while (known.has(contiguous)) contiguous++;
        expect(message.contiguous).toBe(contiguous);
        expect(message.join(contiguous)).toEqual(MESSAGE.subarray(0, contiguous));
        expect(message.bytesHeld).toBe(known.size);
        const pieces = message.pieces(pool.datagram);
        for (const piece of pieces) expect(piece.from).toBe(100 + piece.at);
      }),
    );
  });

  test('knows frames of earlier datagrams by range, those of this one by position', () => {
    const pool = new MessagePool();
    const message = pool.open();
    add(pool, message, 0, 20);
    pool.next();
    add(pool, message, 20, 60);
    expect(message.pieces(pool.datagram)).toEqual([
      { at: 0, length: 20, ranges: [{ frame: 1, offset: 100, length: 20 }] },
      { at: 20, length: 40, from: 120 },
    ]);
  });

  test('has a bounded number of fragments', () => {
    const pool = new MessagePool();
    const message = pool.open();
    const one = new Uint8Array(1);
    for (let i = 0; i < MESSAGE_FRAGMENTS; i++) expect(pool.add(message, i * 2, one, 0, 1, 0, out)).toBe(true);
    expect(pool.add(message, MESSAGE_FRAGMENTS * 2, one, 0, 1, 0, out)).toBe(false);
  });
});

test('all messages together have a bound, and the oldest gives way', () => {
  const pool = new MessagePool();
  const large = new Uint8Array(POOL_BYTES / 4);
  const messages = Array.from({ length: 6 }, () => {
    const message = pool.open();
    pool.add(message, 0, large, 0, large.length, 0, out);
    return message;
  });
  expect(messages.map((message) => message.contiguous > 0)).toEqual([false, false, true, true, true, true]);
  // What was pushed out begins anew.
  expect(add(pool, messages[0]!, 0, 10)).toBe(true);
  expect(messages[0]!.contiguous).toBe(10);
});
