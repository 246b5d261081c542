import { expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { findUdi } from './udi.ts';

const PIPE = 0x7c;

test.each([
  ['x|(01)00812345678903(21)ABC123|y', '(01)00812345678903(21)ABC123', '00812345678903', 'ABC123'],
  ['(01)00812345678903(11)250101(21)A-1(10)LOT', '(01)00812345678903(11)250101(21)A-1(10)LOT', '00812345678903', 'A-1'],
  ['(01)00812345678903', '(01)00812345678903', '00812345678903', ''],
  ['(01)0081(01)00812345678903(21)', '(01)00812345678903(21)', '00812345678903', ''],
])('finds the UDI in %j', (text, whole, device, serial) => {
  const bytes = bytesOf(text);
  const udi = findUdi(bytes, 0, bytes.length, (byte) => byte === PIPE)!;
  const part = (from: number, to: number) => new TextDecoder().decode(bytes.subarray(from, to));
  expect(part(udi.from, udi.to)).toBe(whole);
  expect(part(udi.deviceFrom, udi.deviceTo)).toBe(device);
  expect(part(udi.serialFrom, udi.serialTo)).toBe(serial);
});

test.each(['', '(01)', '(01)0081234567890', '(01)0081234567890X(21)A', '(10)00812345678903'])(
  'finds none in %j',
  (text) => {
    const bytes = bytesOf(text);
    expect(findUdi(bytes, 0, bytes.length, () => false)).toBeUndefined();
  },
);

test('looks no further than it may', () => {
  const bytes = bytesOf('(01)00812345678903(21)ABC');
  expect(findUdi(bytes, 0, 17, () => false)).toBeUndefined();
  expect(findUdi(bytes, 1, bytes.length, () => false)).toBeUndefined();
});
