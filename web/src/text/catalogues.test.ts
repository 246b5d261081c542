import { describe, expect, it } from 'vitest';
import { en } from './en/index.ts';
import { ja } from './ja/index.ts';

type Leaf = readonly [path: string, value: unknown];

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, each]) => leaves(each, `${path}/${name}`));
}

const EN = new Map(leaves(en));
const JA = new Map(leaves(ja));

/** Words that the glossary of the project asks to avoid on pages, with what stands in their place. */
const AVOIDED =
  /デバイスインベントリ|モデル名|シリアル番号|アセットID|患者モニター|トポロジー|カバレッジ|異常通信|信頼度|ロールバック|スコアカード/;

describe('the catalogues', () => {
  it('have the same texts, dictionaries too', () => {
    expect([...JA.keys()].sort()).toEqual([...EN.keys()].sort());
    expect(EN.size).toBeGreaterThan(500);
  });

  it.each([
    ['English', EN],
    ['Japanese', JA],
  ])('have no empty text in %s', (_language, texts) => {
    expect([...texts].filter(([, value]) => typeof value === 'string' && value.trim() === '')).toEqual([]);
  });

  it('have functions with the same number of values', () => {
    const arities = (texts: Map<string, unknown>): Map<string, number> =>
      new Map(
        [...texts].flatMap(([path, value]) => (typeof value === 'function' ? [[path, value.length] as const] : [])),
      );
    expect(arities(JA)).toEqual(arities(EN));
  });

  it('use the words of the glossary', () => {
    expect([...JA].filter(([, value]) => typeof value === 'string' && AVOIDED.test(value))).toEqual([]);
  });

  it('leave no Japanese in English', () => {
    const found = [...EN].filter(
      ([, value]) => typeof value === 'string' && /[\u3040-\u30ff\u4e00-\u9fff]/.test(value),
    );
    // Each language is named in itself.
    expect(found.map(([path]) => path)).toEqual(['/general/languages/ja']);
  });
});
