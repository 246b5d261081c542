import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from './base64.ts';

test('the vectors of RFC 4648 10', () => {
  const vectors = {
    '': '',
    f: 'Zg==',
    fo: 'Zm8=',
    foo: 'Zm9v',
    foob: 'Zm9vYg==',
    fooba: 'Zm9vYmE=',
    foobar: 'Zm9vYmFy',
  };
  for (const [text, encoded] of Object.entries(vectors)) {
    expect(toBase64(new TextEncoder().encode(text))).toBe(encoded);
    expect(new TextDecoder().decode(fromBase64(encoded))).toBe(text);
  }
});

test('what is written reads back, white space or not', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(text)).toEqual(bytes);
      expect(fromBase64(text.replaceAll(/.{7}/g, '$&\r\n '))).toEqual(bytes);
    }),
  );
});

test.each(['A', 'AA', 'AAA', 'AA=', 'AB==', 'AAB=', '====', 'AA==AA==', 'A-_A', 'AAA!', '='])(
  '%o is refused',
  (text) => {
    expect(fromBase64(text)).toBeUndefined();
  },
);
