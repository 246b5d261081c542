import { describe, expect, it } from 'vitest';
import { createFormats } from './formats.ts';

const en = createFormats('en', 'Asia/Tokyo');
const ja = createFormats('ja', 'Asia/Tokyo');
const AT = '2026-11-21T18:23:37.398209Z';

describe('formats', () => {
  it('show times in the zone of the person, to the second or the minute', () => {
    expect(en.instant(AT)).toBe('22 Nov 2026, 03:23:37');
    expect(en.minute(AT)).toBe('22 Nov 2026, 03:23');
    expect(ja.minute(AT)).toBe('2026/11/22 03:23');
    expect(createFormats('en', 'UTC').day(AT)).toBe('21 Nov 2026');
  });

  it('give the date of a period once when it is one day', () => {
    expect(ja.period(AT, '2026-11-21T18:25:07.000000Z')).toBe('2026/11/22 03:23:37 – 03:25:07');
    expect(ja.period(AT, '2026-11-23T18:25:07.000000Z')).toBe('2026/11/22 03:23:37 – 2026/11/24 03:25:07');
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [102_436_184, '102.4 MB'],
    [38_422_118_002, '38.4 GB'],
    [9e21, '9,000,000 PB'],
  ])('write %d bytes as %s', (bytes, text) => {
    expect(en.bytes(bytes)).toBe(text);
  });

  it('never round a share to nothing', () => {
    expect([0, 0.0002, 0.031, 0.13, 1].map(en.percent)).toEqual(['0%', '< 0.1%', '3.1%', '13%', '100%']);
  });

  it('give the two largest units of a duration', () => {
    expect(en.duration('2026-06-09T21:00:00Z', '2026-06-10T02:59:59Z')).toBe('5 hrs 59 mins');
    expect(en.duration(AT, AT)).toBe('0 secs');
    expect(ja.duration('2026-06-09T21:00:00Z', '2026-06-11T21:00:05Z')).toBe('2 日 5 秒');
  });

  it('turn hours of UTC into hours of the zone', () => {
    expect([0, 14, 15, 23].map(ja.localHour)).toEqual([9, 23, 0, 8]);
  });
});
