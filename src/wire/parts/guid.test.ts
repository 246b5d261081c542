import { expect, test } from 'vitest';
import { bytesOf, fromHex } from '../../../tests/packets.ts';
import { guidText, isNilGuid } from './guid.ts';

/** [MS-DTYP] §2.3.4.3: the first three parts are little endian, the others are as written. */
test('a GUID is written as Windows does', () => {
  const bytes = bytesOf(0xff, fromHex('33221100 5544 7766 8899 aabbccddeeff'));
  expect(guidText(bytes, 1)).toBe('00112233-4455-6677-8899-aabbccddeeff');
  expect(isNilGuid(bytes, 1)).toBe(false);
  expect(isNilGuid(new Uint8Array(17), 1)).toBe(true);
});
