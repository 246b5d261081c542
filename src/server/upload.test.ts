import { expect, test } from 'vitest';
import { nameOf } from './upload.ts';

test.each([
  ['ward.pcap', 'ward.pcap'],
  ['C:\\Users\\me\\ward.pcap', 'ward.pcap'],
  ['../../etc/passwd', 'passwd'],
  ['病棟 3.pcapng', '病棟 3.pcapng'],
  ['a\u0000\u001b[31mb.pcap', 'a[31mb.pcap'],
  ['', 'capture'],
  ['..', 'capture'],
  ['folder/', 'capture'],
  [undefined, 'capture'],
])('the name of %o is %s', (given, name) => {
  expect(nameOf(given)).toBe(name);
});

test('a name is not longer than a page can show', () => {
  expect(nameOf('x'.repeat(5000))).toHaveLength(200);
});
