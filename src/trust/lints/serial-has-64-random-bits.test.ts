import { expect, test } from 'vitest';
import { certificateObject } from '../../../tests/lint-objects.ts';
import { serialHas64RandomBits as lint } from './serial-has-64-random-bits.ts';

test('long and not the same octet again and again', async () => {
  expect(lint.check(await certificateObject())).toEqual([]);
  for (const serial of [Uint8Array.of(1, 2, 3), new Uint8Array(16).fill(0x41)])
    expect(lint.check(await certificateObject({ serial }))).toHaveLength(1);
});
