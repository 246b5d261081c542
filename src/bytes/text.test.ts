import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, decodeText, decodeUtf16le, hex, ipv4Text, ipv6Text, macText } from './text.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

test.each([
  ['padding of both kinds goes', bytes(0x20, 0x43, 0x54, 0x20, 0, 0), 'CT'],
  ['UTF-8', new TextEncoder().encode('東京 CT'), '東京 CT'],
  ['not UTF-8, so ISO 8859-1', bytes(0x4b, 0xf6, 0x6c, 0x6e), 'Köln'],
  ['control characters become spaces', bytes(0x41, 0x07, 0x42, 0x7f), 'A B'],
  ['line ends stay as line feeds', bytes(0x41, 13, 10, 0x42), 'A\nB'],
])('decodeText: %s', (_name, given, expected) => {
  expect(decodeText(given, 0, given.length)).toBe(expected);
});

test('decodeText never throws and shows no control character but line feeds', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (given) => {
      expect(decodeText(given, 0, given.length)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }),
  );
});

test('addresses as the field writes them', () => {
  expect(macText(bytes(0x44, 0x4b, 0x5d, 0, 0, 0x11), 0)).toBe('44:4b:5d:00:00:11');
  expect(ipv4Text(bytes(10, 0, 0, 1), 0)).toBe('10.0.0.1');
  expect(hex(bytes(1, 0xab), 0, 2)).toBe('01ab');
});

/** RFC 5952 §4 and §5, examples of the document among them. */
test.each([
  ['20010db8000000000000000000000001', '2001:db8::1'],
  ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
  ['20010000000000010000000000000001', '2001:0:0:1::1'],
  ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
  ['00000000000000000000000000000000', '::'],
  ['00000000000000000000ffffc0000201', '::ffff:192.0.2.1'],
  ['fe800000000000007e94b2fffe100012', 'fe80::7e94:b2ff:fe10:12'],
])('IPv6 text of %s', (digits, expected) => {
  const address = Uint8Array.from(digits.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  expect(ipv6Text(address, 0)).toBe(expected);
});

test('UTF-16 of Windows names, an odd last byte left out', () => {
  expect(decodeUtf16le(bytes(0x43, 0, 0x54, 0, 0x31), 0, 5)).toBe('CT');
  expect(cleanText(' a\tb ')).toBe('a b');
});
