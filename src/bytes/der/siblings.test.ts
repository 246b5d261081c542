import { expect, test } from 'vitest';
import { readSiblings } from './siblings.ts';

// 02 01 05  INTEGER 5
// 05 00     NULL
// 04 05 aa  OCTET STRING that is cut
const bytes = Uint8Array.of(0x02, 0x01, 0x05, 0x05, 0x00, 0x04, 0x05, 0xaa);

test('keeps what stands before the fault', () => {
  const { elements, fault } = readSiblings(bytes, 0, bytes.length, 10);
  expect(elements.map(({ start, end }) => [start, end])).toEqual([
    [0, 3],
    [3, 5],
  ]);
  expect(fault).toEqual({ ok: false, at: 5, reason: 'content-truncated' });
});

test('stops at the bound on the count', () => {
  expect(readSiblings(bytes, 0, 5, 2).fault).toBeUndefined();
  const { elements, fault } = readSiblings(bytes, 0, 5, 1);
  expect(elements).toHaveLength(1);
  expect(fault).toEqual({ ok: false, at: 3, reason: 'too-many-elements' });
});
