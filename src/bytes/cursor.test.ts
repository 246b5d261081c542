import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cursor, i32At, indexOf, startsWith, u16At, u16leAt, u32At, u32leAt } from './cursor.ts';

test('reads as a DataView does, in both byte orders', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      expect([u16At(bytes, 0), u16leAt(bytes, 0)]).toEqual([view.getUint16(0), view.getUint16(0, true)]);
      expect([u32At(bytes, 0), u32leAt(bytes, 0)]).toEqual([view.getUint32(0), view.getUint32(0, true)]);
      expect(i32At(bytes, 0)).toBe(view.getInt32(0));
      const cursor = new Cursor(bytes);
      expect([cursor.u8(), cursor.u24(), cursor.left]).toEqual([bytes[0], view.getUint32(0) % 2 ** 24, 0]);
    }),
  );
});

test('past the end it answers 0, says so for good, and never moves beyond', () => {
  const cursor = new Cursor(Uint8Array.of(1, 2, 3), 0, 3);
  expect(cursor.u16le()).toBe(0x0201);
  expect(cursor.u32()).toBe(0);
  expect([cursor.ok, cursor.at, cursor.u8(), cursor.peek()]).toEqual([false, 3, 0, -1]);
  cursor.set(Uint8Array.of(9), 0, 1);
  cursor.skip(-1);
  expect(cursor.ok).toBe(false);
});

test('finds what the text functions of the language find', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, fc.nat(12), (hay, needle, from) => {
      const encode = (value: string): Uint8Array => new TextEncoder().encode(value);
      const begin = Math.min(from, hay.length);
      expect(indexOf(encode(hay), encode(needle), begin, hay.length)).toBe(hay.indexOf(needle, begin));
      expect(startsWith(encode(hay), begin, hay.length, encode(needle))).toBe(hay.startsWith(needle, begin));
    }),
  );
});
