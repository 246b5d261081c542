import { expect, test } from 'vitest';
import { booleanArray, partsOf, storableText, textArray, wholeArray } from './arrays.ts';

test('texts are quoted by the rules for array literals', () => {
  // PostgreSQL documentation §8.15.2 and §8.15.6.
  expect(textArray([])).toBe('{}');
  expect(textArray(['', 'NULL', 'a,b', '{}', 'a"b', String.raw`a\b`])).toBe(
    String.raw`{"","NULL","a,b","{}","a\"b","a\\b"}`,
  );
});

test('a character zero is shown as its sign', () => {
  expect(storableText('a\0b\0')).toBe('a␀b␀');
  expect(textArray(['\0'])).toBe('{"␀"}');
});

test('numbers are whole and yes is t', () => {
  expect(wholeArray([1, -2, 1_795_262_400_000_000, 2.9])).toBe('{1,-2,1795262400000000,2}');
  expect(booleanArray([true, false])).toBe('{t,f}');
});

test('a list falls into parts that together are the list', () => {
  expect([...partsOf([1, 2, 3, 4, 5], 2)]).toEqual([[1, 2], [3, 4], [5]]);
  expect([...partsOf([], 2)]).toEqual([]);
});
