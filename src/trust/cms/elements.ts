import { IDENTIFIER, integerIsNegative } from '#bytes';
import { DerCursor } from '../der-cursor.ts';
import { attempt, type TrustFault } from '../fault.ts';

/** First octet of a context tag: primitive for implicit strings, constructed for lists and explicit tags. */
export const primitiveTag = (tagNumber: number): number => 0x80 | tagNumber;
export const constructedTag = (tagNumber: number): number => 0xa0 | tagNumber;

/** Reads until the end of `cursor`, at most `maxCount` times. */
export function readList<Item>(cursor: DerCursor, maxCount: number, read: (cursor: DerCursor) => Item): Item[] {
  const items: Item[] = [];
  while (!cursor.done) {
    if (items.length === maxCount) cursor.refuse('too-many-elements', cursor.at);
    items.push(read(cursor));
  }
  return items;
}

/** The next element, tag and length included. */
export function takeWhole(cursor: DerCursor, identifier?: number): Uint8Array {
  const { start, end } = cursor.take(identifier);
  return cursor.bytes.subarray(start, end);
}

/** The content of the next element, a string. */
export function takeContent(cursor: DerCursor, identifier: number = IDENTIFIER.octetString): Uint8Array {
  const { contentStart, end } = cursor.take(identifier);
  return cursor.bytes.subarray(contentStart, end);
}

/** The DER of the next INTEGER, of at most `maxOctets` of content. */
export function takeInteger(cursor: DerCursor, maxOctets: number, allowNegative = false): Uint8Array {
  const { start, contentStart, end } = cursor.integer();
  if (end - contentStart > maxOctets) cursor.refuse('integer-too-large', start);
  if (!allowNegative && integerIsNegative(cursor.bytes, contentStart, end)) cursor.refuse('value-out-of-range', start);
  return cursor.bytes.subarray(start, end);
}

/** A BOOLEAN in the place of DEFAULT FALSE, so only true may be written (X.690 11.5). */
export function takeDefaultFalse(cursor: DerCursor): boolean {
  if (!cursor.is(IDENTIFIER.boolean)) return false;
  const { at } = cursor;
  return cursor.boolean() || cursor.refuse('default-encoded', at);
}

/** Reads all of `bytes` with `read`, and refuses what follows. */
export function readWhole<Value>(
  bytes: Uint8Array,
  clause: string,
  read: (cursor: DerCursor) => Value,
): { readonly ok: true; readonly value: Value } | TrustFault {
  return attempt(() => {
    const cursor = new DerCursor(bytes, 0, bytes.length, clause);
    const value = read(cursor);
    cursor.close();
    return { ok: true as const, value };
  });
}
