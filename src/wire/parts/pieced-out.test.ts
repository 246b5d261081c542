import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FrameRange } from '#kernel';
import { rangesWithin } from './pieced-out.ts';

const ranges = fc.array(
  fc.record({ frame: fc.nat(9), offset: fc.nat(1500), length: fc.integer({ min: 1, max: 40 }) }),
  {
    maxLength: 8,
  },
);
const positions = (list: readonly FrameRange[]) =>
  list.flatMap(({ frame, offset, length }) => Array.from({ length }, (_, i) => `${frame}:${offset + i}`));

test('a part of ranges is the same part of the bytes they name', () => {
  fc.assert(
    fc.property(ranges, fc.nat(200), fc.nat(200), (list, skip, length) => {
      expect(positions(rangesWithin(list, skip, length))).toEqual(positions(list).slice(skip, skip + length));
    }),
  );
});
