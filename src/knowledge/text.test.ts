import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, MAX_NAME_LENGTH } from './text.ts';

describe('fold', () => {
  it('folds case, width, accents and punctuation', () => {
    expect(fold('Drägerwerk AG & Co. KGaA')).toBe('dragerwerk ag co kgaa');
    expect(fold('ＣＴ−０１')).toBe('ct 01');
    expect(fold('ｼｽﾒｯｸｽ')).toBe('シスメックス');
    expect(fold('bioMérieux')).toBe('biomerieux');
  });

  it('keeps Japanese voicing marks, which change the word', () => {
    expect(fold('ベッド')).toBe('ベッド');
    expect(fold('ﾍﾞｯﾄﾞ')).toBe('ベッド');
    expect(fold('ヘット')).not.toBe(fold('ベッド'));
  });

  it('folds plain text the same way on both paths', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        // A trailing accented letter takes the long path and adds one letter.
        expect(fold(`${text} é`)).toBe(`${fold(text)} e`.trim());
      }),
    );
  });

  it('looks at a bounded part and never throws', () => {
    expect(fold('x'.repeat(10_000))).toHaveLength(MAX_NAME_LENGTH);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});
