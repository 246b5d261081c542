import { describe, expect, it } from 'vitest';
import { languageOf } from './language.ts';

describe('languageOf', () => {
  it.each([
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['ja,en;q=0.8', 'ja'],
    ['en;q=0.3, ja-JP;q=0.7', 'ja'],
    ['fr, en;q=0.1', 'en'],
    ['EN', 'en'],
    ['en;q=0', 'ja'],
    ['fr', 'ja'],
    ['*', 'ja'],
    ['', 'ja'],
    [undefined, 'ja'],
    ['en;q=abc, ja;q=0.1', 'ja'],
  ])('of %s is %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
