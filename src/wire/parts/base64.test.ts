import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { defineAttributes } from '../dissector.ts';
import { BASE64_BYTES, Base64Out, decodeBase64 } from './base64.ts';
import type { FactSink } from './pieced-out.ts';

test('decodes what the platform encodes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(5), (bytes, before) => {
      const text = bytesOf(new Uint8Array(before), Buffer.from(bytes).toString('base64'), ' trailing');
      expect(decodeBase64(text, before, text.length - 9)).toEqual(bytes);
    }),
  );
});

test('stops at the first character that is none, and at its bound', () => {
  expect(decodeBase64(bytesOf('QUJD\r\nQUJD'), 0, 10)).toEqual(bytesOf('ABC'));
  expect(decodeBase64(bytesOf('====', 'QUJD'), 0, 8)).toEqual(new Uint8Array(0));
  const long = new Uint8Array(BASE64_BYTES + 400).fill(0x41);
  expect(decodeBase64(long, 0, long.length)).toHaveLength((BASE64_BYTES * 3) / 4);
});

test('positions in the decoded bytes become those of the characters that carry them', () => {
  const { name } = defineAttributes('test', { name: ['name-seen', 'a name'] });
  const text = Buffer.from('..SECRET..MONITOR..').toString('base64');
  const seen: string[] = [];
  const sink: FactSink = {
    ports: {} as FactSink['ports'],
    text: () => expect.unreachable(),
    value: (_attribute, _subject, value, from, to) => seen.push(`${value}:${text.slice(from - 7, to - 7)}`),
    personal: (category, count) => seen.push(`${category} ${count}`),
    anomaly: (kind) => seen.push(kind),
  };
  const decoded = decodeBase64(bytesOf('Basic: ', text), 7, 7 + text.length);
  const out = new Base64Out(sink, decoded, 7);
  out.text(name, 1, 10, 17);
  out.personal('account', 1);
  out.anomaly('odd');
  const shown = seen[0]!.split(':');
  expect(shown[0]).toBe('MONITOR');
  // Four characters carry three bytes, so that at most one byte on each side comes along.
  expect(text).toContain(shown[1]!);
  expect(shown[1]!.length).toBeLessThanOrEqual(11);
  expect(seen.slice(1)).toEqual(['account 1', 'odd']);
});
