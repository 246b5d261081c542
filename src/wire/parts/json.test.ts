import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf } from '../../../tests/packets.ts';
import { decodeJsonText, JSON_DEPTH, JsonScanner } from './json.ts';

function tokensOf(text: string): string[] {
  const bytes = bytesOf(text);
  const json = new JsonScanner().set(bytes, 0, bytes.length);
  const tokens: string[] = [];
  for (;;) {
    const token = json.next();
    if (token === 'key' || token === 'string' || token === 'other') {
      tokens.push(`${token}:${decodeJsonText(bytes, json.textFrom, json.textTo)}`);
    } else tokens.push(token);
    if (token === 'finished' || token === 'cut' || token === 'broken') return tokens;
  }
}

test.each([
  [
    '{"a": [1, "b"], "c": null}',
    ['object', 'key:a', 'array', 'other:1', 'string:b', 'close', 'key:c', 'other:null', 'close', 'finished'],
  ],
  ['["a\\"\\u75c5", {}]', ['array', 'string:a"病', 'object', 'close', 'close', 'finished']],
  ['{"a":"b', ['object', 'key:a', 'cut']],
  ['{"a"', ['object', 'key:a', 'cut']],
  ['{"a":1]', ['object', 'key:a', 'other:1', 'broken']],
  ['{1:2}', ['object', 'broken']],
  ['}', ['broken']],
  ['<a/>', ['broken']],
])('reads %j', (text, tokens) => {
  expect(tokensOf(text)).toEqual(tokens);
});

test('bounds how deep containers go', () => {
  expect(tokensOf('['.repeat(JSON_DEPTH + 1)).at(-1)).toBe('broken');
});

test('reads whatever a serialiser writes', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      expect(tokensOf(text).at(-1)).toBe('finished');
    }),
  );
});
