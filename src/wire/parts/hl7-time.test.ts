import { expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { roundedOffset, zonedSeconds } from './hl7-time.ts';

const seconds = (text: string): number | undefined => {
  const bytes = bytesOf(text);
  return zonedSeconds(bytes, 0, bytes.length);
};

test.each([
  ['19700101000000+0000', 0],
  ['197001010900+0900', 0],
  ['20250101090000+0900', 1_735_689_600],
  ['20250101000000.1234-0330', 1_735_702_200],
])('%s has a zone', (text, value) => {
  expect(seconds(text)).toBe(value);
});

test.each(['', '2025', '20250101090000', '202501010900001+0900', '20250101090000+09', '20250101090000+ab00', 'today'])(
  '%j is no time with a zone',
  (text) => {
    expect(seconds(text)).toBeUndefined();
  },
);

test.each([
  [59, 0],
  [-59, 0],
  [89, 60],
  [-3599, -3600],
  [5400, 7200],
  [100_000, 86_400],
])('an offset of %d s is told as %d', (offset, told) => {
  expect(roundedOffset(offset)).toBe(told);
});
