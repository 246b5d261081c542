import { expect, test } from 'vitest';
import { certificateObject } from '../../../tests/lint-objects.ts';
import { serialIsPositive as lint } from './serial-is-positive.ts';

test('from 1 to 20 octets', async () => {
  const found = async (serial: Uint8Array) => lint.check(await certificateObject({ serial }));
  expect(await found(Uint8Array.of(1))).toEqual([]);
  expect(await found(new Uint8Array(20).fill(0x7f))).toEqual([]);
  expect(await found(Uint8Array.of(0))).toMatchObject([{ detail: '00' }]);
  expect(await found(new Uint8Array(21).fill(0x7f))).toHaveLength(1);
});
