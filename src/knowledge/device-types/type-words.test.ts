import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManufacturers } from '../vendors/manufacturers.ts';
import { parseDeviceTypes, parseOtherTypes } from './device-types.ts';
import { parseTypeWords, type TypeWord, TypeWords } from './type-words.ts';

const data = (name: string): string => readFileSync(new URL(`../../../data/${name}`, import.meta.url), 'utf8');
const table = parseTypeWords(data('type-words/type-words.tsv'));
const words = new TypeWords(table.rows);
const best = (text: string): string | undefined => words.match(text)[0]?.deviceTypeId;

const row = (id: string, text: string, more: Partial<TypeWord> = {}): TypeWord => ({
  id,
  kind: 'word',
  text,
  language: 'en',
  deviceTypeId: 'T061',
  manufacturer: '',
  weight: 0.5,
  source: 'test',
  ...more,
});

describe('the table of type words', () => {
  it('is read completely, with a source in every row', () => {
    expect(table.errors).toEqual([]);
    expect(table.rows.length).toBeGreaterThan(1_700);
  });

  it('has each word once', () => {
    const texts = table.rows.map((word) => `${word.kind} ${word.text.toLowerCase()}`);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });

  it('names types and makers that exist', () => {
    const types = new Set(
      [
        ...parseDeviceTypes(data('device-types/device-types.tsv')).rows,
        ...parseOtherTypes(data('device-types/it-and-building.tsv')).rows,
      ].map((type) => type.id),
    );
    const makers = new Set(
      ['manufacturers', 'additional'].flatMap((name) =>
        parseManufacturers(data(`manufacturers/${name}.tsv`)).rows.map((maker) => maker.name),
      ),
    );
    expect(table.rows.filter((word) => !types.has(word.deviceTypeId))).toEqual([]);
    expect(table.rows.filter((word) => word.manufacturer !== '' && !makers.has(word.manufacturer))).toEqual([]);
  });

  it('finds every word in itself', () => {
    const lost = table.rows.filter(
      (word) =>
        word.kind === 'word' &&
        !words.match(word.text, word.manufacturer).some((guess) => guess.deviceTypeId === word.deviceTypeId),
    );
    expect(lost).toEqual([]);
  });
});

describe('TypeWords with the table', () => {
  it.each([
    ['CT', 'T061'],
    ['CT-ROOM2', 'T061'],
    ['MRI01', 'T062'],
    ['IntelliVue MX700', 'T023'],
    ['Alaris', 'T001'],
    ['infusion pump', 'T001'],
    ['InfusionPump-3F', 'T001'],
    ['infusion pump server', 'T007'],
    ['CT injector', 'T076'],
    ['Steam Sterilizer', 'T143'],
    ['plasma sterilizer', 'T144'],
    ['Air handling unit', 'X054'],
    ['AHU-3 supply fan', 'X054'],
    ['Sysmex XN-1000', 'T118'],
    ['PACS01', 'T077'],
    ['HP LaserJet 4100', 'X031'],
    ['輸液ポンプ TE-LM800', 'T001'],
    ['ﾍﾞｯﾄﾞｻｲﾄﾞﾓﾆﾀ', 'T023'],
    ['3階ナースコール親機', 'T137'],
    ['画像サーバ', 'T077'],
    ['内視鏡洗浄消毒器', 'T095'],
    ['中央監視装置', 'X052'],
  ])('%s is %s', (text, id) => {
    expect(best(text)).toBe(id);
  });

  it.each([
    ['D-Link', 'DCS-930LB', 'X041'],
    ['D-Link', 'DSP-W215', 'X045'],
    ['TP-Link', 'HS100(EU)', 'X045'],
    ['Zebra Technologies', 'ZD421-203dpi', 'X033'],
    ['Ricoh', 'IM C3000', 'X032'],
    ['Philips', 'Philips_FM30', 'T034'],
  ])('%s %s is %s, and nothing of another maker', (maker, text, id) => {
    expect(words.match(text, maker)[0]?.deviceTypeId).toBe(id);
    expect(words.match(text, 'Daikin')).toEqual([]);
  });

  it.each(['', 'act', 'usb device', 'window', 'product', 'c t', '???', 'Zebra DS8108'])(
    'says nothing for %j',
    (text) => {
      expect(words.match(text)).toEqual([]);
    },
  );

  it('never throws, and gives each type once, best first', () => {
    const pieces = fc.constantFrom('ct', 'pump', 'infusion', ' ', '-', '9', 'server', '輸液', 'ポンプ', 'mr', 'switch');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (text) => {
          const guesses = words.match(text);
          expect(new Set(guesses.map((guess) => guess.deviceTypeId)).size).toBe(guesses.length);
          expect(guesses.map((guess) => guess.confidence)).toEqual(
            guesses.map((guess) => guess.confidence).toSorted((a, b) => b - a),
          );
        },
      ),
    );
  });
});

describe('TypeWords', () => {
  it('prefers weight, then the longer match, then the earlier row', () => {
    const two = new TypeWords([row('W0001', 'alpha'), row('W0002', 'beta', { deviceTypeId: 'T062', weight: 0.6 })]);
    expect(two.match('alpha beta').map((guess) => guess.rule)).toEqual(['W0002', 'W0001']);
    const same = new TypeWords([row('W0002', 'alpha'), row('W0001', 'betas', { deviceTypeId: 'T062' })]);
    expect(same.match('alpha betas').map((guess) => guess.rule)).toEqual(['W0001', 'W0002']);
  });

  it('does not count a word inside a longer match', () => {
    const nested = new TypeWords([
      row('W0001', 'ct', { weight: 0.9 }),
      row('W0002', 'ct injector', { deviceTypeId: 'T076' }),
    ]);
    expect(nested.match('CT injector').map((guess) => guess.rule)).toEqual(['W0002']);
    expect(nested.match('CT, CT injector').map((guess) => guess.rule)).toEqual(['W0001', 'W0002']);
  });

  it('trusts a product name less without its maker, and not at all with another', () => {
    const product = new TypeWords([row('W0001', 'alaris', { manufacturer: 'BD', weight: 0.8 })]);
    expect(product.match('Alaris', 'BD')[0]?.confidence).toBe(0.8);
    expect(product.match('Alaris')[0]).toMatchObject({ confidence: 0.72, manufacturer: 'BD' });
    expect(product.match('Alaris', 'Baxter')).toEqual([]);
  });

  it('uses a pattern of model numbers only when its maker is known', () => {
    const pattern = new TypeWords([row('W0001', 'ds ?8\\d{3}', { kind: 'regex', manufacturer: 'Fukuda Denshi' })]);
    expect(pattern.match('DS-8007', 'Fukuda Denshi')[0]?.matched).toBe('ds 8007');
    expect(pattern.match('DS-80071', 'Fukuda Denshi')).toEqual([]);
    expect(pattern.match('DS-8007')).toEqual([]);
  });

  it('refuses patterns that could take long, and words of one letter', () => {
    const text = [
      'id\tkind\ttext\tlang\ttype_id\tmanufacturer\tweight\tsource',
      'W0001\tregex\t(a+)+b\ten\tT001\t-\t0.5\tx',
      `W0002\tregex\t${'a'.repeat(81)}\ten\tT001\t-\t0.5\tx`,
      'W0003\tregex\t(a\ten\tT001\t-\t0.5\tx',
      'W0004\tword\ta\ten\tT001\t-\t0.5\tx',
      'W0005\tword\tab\ten\tT001\t-\t1.5\tx',
    ].join('\n');
    const parsed = parseTypeWords(text);
    expect(parsed.rows).toEqual([]);
    expect(parsed.errors.map((error) => error.line)).toEqual([2, 3, 4, 5, 6]);
  });
});
