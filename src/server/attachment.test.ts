import { expect, test } from 'vitest';
import { attachmentOf } from './attachment.ts';

test.each([
  ['ward 3.pcap', `attachment; filename="ward 3.pcap"; filename*=UTF-8''ward%203.pcap`],
  ['CT室.pcap', `attachment; filename="CT_.pcap"; filename*=UTF-8''CT%E5%AE%A4.pcap`],
  [
    'a"; filename=evil.exe',
    `attachment; filename="a__ filename_evil.exe"; filename*=UTF-8''a%22%3B%20filename%3Devil.exe`,
  ],
  ['../../a\r\nset-cookie: b', `attachment; filename="aset-cookie_ b"; filename*=UTF-8''aset-cookie%3A%20b`],
  ["it's (1)*.pcap", `attachment; filename="it_s _1__.pcap"; filename*=UTF-8''it%27s%20%281%29%2A.pcap`],
  ['..', `attachment; filename="capture"; filename*=UTF-8''capture`],
  ['\ud800.pcap', `attachment; filename="_.pcap"; filename*=UTF-8''%EF%BF%BD.pcap`],
])('%j leaves as a name that no browser takes for anything else', (name, header) => {
  expect(attachmentOf(name)).toBe(header);
});
