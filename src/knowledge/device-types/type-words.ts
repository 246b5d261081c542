import { fold } from '../text.ts';
import { fraction, oneOf, type ParsedTable, parseTable } from '../table.ts';
import type { TypeGuess } from './type-guess.ts';

/** A word, phrase or pattern that names a kind of device or a product of one kind. */
export interface TypeWord {
  readonly id: string;
  readonly kind: 'word' | 'regex';
  readonly text: string;
  readonly language: 'en' | 'ja';
  readonly deviceTypeId: string;
  /** Canonical name of the maker when the word is a product name, else empty. */
  readonly manufacturer: string;
  readonly weight: number;
  readonly source: string;
}

/** A single letter says nothing; two are also what the index needs. */
const MIN_WORD_LENGTH = 2;
/** Patterns are short and are matched against folded text; nested repetition would be quadratic or worse. */
const MAX_PATTERN_LENGTH = 80;
const NESTED_REPETITION = /[*+}]\)[*+{]/;

/** Reads the table of type words. Never throws. */
export function parseTypeWords(text: string): ParsedTable<TypeWord> {
  return parseTable(text, {
    columns: ['id', 'kind', 'text', 'lang', 'type_id', 'manufacturer', 'weight', 'source'],
    key: (row) => row.id,
    read: (cells) => {
      const kind = oneOf(cells.kind, ['word', 'regex']);
      const language = oneOf(cells.lang, ['en', 'ja']);
      const weight = fraction(cells.weight);
      if (!/^W\d{4}$/.test(cells.id)) return 'no id W0000';
      if (kind === undefined) return `unknown kind ${cells.kind}`;
      if (language === undefined) return `unknown language ${cells.lang}`;
      if (cells.type_id === '') return 'no device type';
      if (weight === undefined) return `weight ${cells.weight} is not between 0 and 1`;
      if (cells.source === '') return 'no source';
      if (kind === 'word' && compact(fold(cells.text)).length < MIN_WORD_LENGTH) return `text too short: ${cells.text}`;
      if (kind === 'regex' && !isSafePattern(cells.text)) return `pattern not allowed: ${cells.text}`;
      return {
        id: cells.id,
        kind,
        text: cells.text,
        language,
        deviceTypeId: cells.type_id,
        manufacturer: cells.manufacturer,
        weight,
        source: cells.source,
      };
    },
  });
}

function isSafePattern(pattern: string): boolean {
  if (pattern.length > MAX_PATTERN_LENGTH || NESTED_REPETITION.test(pattern)) return false;
  try {
    return new RegExp(pattern, 'u').source !== '';
  } catch {
    return false;
  }
}

/** A product name says less when nothing else names its maker: other makers use the same words. */
const UNCONFIRMED_MAKER = 0.9;

interface Hit {
  readonly row: TypeWord;
  readonly from: number;
  readonly to: number;
  readonly confidence: number;
}

interface IndexedWord {
  readonly row: TypeWord;
  /** Folded text without spaces, and where in it a space may stand. */
  readonly letters: string;
  readonly spaces: ReadonlySet<number>;
}

/** Guesses a device type from free text: a host name, a description, a model, a bed label. */
export class TypeWords {
  /** By the codes of the first two letters as one number; thousands of words are looked for in every text. */
  readonly #words = new Map<number, IndexedWord[]>();
  readonly #patterns: { readonly row: TypeWord; readonly pattern: RegExp }[] = [];

  constructor(rows: readonly TypeWord[]) {
    for (const row of rows) {
      if (row.kind === 'regex') this.#patterns.push({ row, pattern: boundedPattern(row.text) });
      else this.#addWord(row);
    }
  }

  /**
   * One guess per device type, the best first. A word inside a longer match does not count ("CT" in "CT injector").
   *
   * @param manufacturer canonical name of the maker, where known; product names of other makers are then left out
   */
  match(text: string, manufacturer = ''): readonly TypeGuess[] {
    const folded = fold(text);
    const hits: Hit[] = [];
    this.#addWordHits(hits, folded, manufacturer);
    this.#addPatternHits(hits, folded, manufacturer);
    if (hits.length === 0) return NO_GUESSES;
    const outermost = hits.filter(
      (hit) => !hits.some((other) => other.from <= hit.from && other.to >= hit.to && length(other) > length(hit)),
    );
    const best = new Map<string, Hit>();
    for (const hit of outermost) {
      const known = best.get(hit.row.deviceTypeId);
      if (known === undefined || isBetter(hit, known)) best.set(hit.row.deviceTypeId, hit);
    }
    return [...best.values()].sort((a, b) => (isBetter(a, b) ? -1 : 1)).map((hit) => guessOf(hit, folded));
  }

  #addWord(row: TypeWord): void {
    const folded = fold(row.text);
    const letters = compact(folded);
    const spaces = new Set<number>();
    let count = 0;
    for (const char of folded) {
      if (char === ' ') spaces.add(count);
      else count += char.length;
    }
    const start = startOf(letters, 0);
    const bucket = this.#words.get(start);
    if (bucket === undefined) this.#words.set(start, [{ row, letters, spaces }]);
    else bucket.push({ row, letters, spaces });
  }

  #addWordHits(hits: Hit[], folded: string, manufacturer: string): void {
    const letters = compact(folded);
    let offsets: readonly number[] | undefined;
    for (let at = 0; at + MIN_WORD_LENGTH <= letters.length; at += 1) {
      const words = this.#words.get(startOf(letters, at));
      if (words === undefined) continue;
      for (const word of words) {
        if (!letters.startsWith(word.letters, at)) continue;
        offsets ??= offsetsOfLetters(folded);
        const from = offsets[at] ?? 0;
        const to = (offsets[at + word.letters.length - 1] ?? 0) + 1;
        const isOthers = word.row.manufacturer !== '' && manufacturer !== '' && word.row.manufacturer !== manufacturer;
        if (isOthers || isPartOfLonger(folded, from, to) || !spacesFit(folded, from, to, word)) continue;
        hits.push({ row: word.row, from, to, confidence: confidenceOf(word.row, manufacturer) });
      }
    }
  }

  /** A pattern of one maker's model numbers fits other makers' numbers too, so it needs to know the maker. */
  #addPatternHits(hits: Hit[], folded: string, manufacturer: string): void {
    for (const { row, pattern } of this.#patterns) {
      if (row.manufacturer !== '' && row.manufacturer !== manufacturer) continue;
      const found = pattern.exec(folded);
      if (found === null || found[0] === '') continue;
      const to = found.index + found[0].length;
      hits.push({ row, from: found.index, to, confidence: confidenceOf(row, manufacturer) });
    }
  }
}

const NO_GUESSES: readonly TypeGuess[] = [];

const startOf = (letters: string, at: number): number => (letters.charCodeAt(at) << 16) | letters.charCodeAt(at + 1);

const length = (hit: Hit): number => hit.to - hit.from;

const compact = (folded: string): string => (folded.includes(' ') ? folded.replaceAll(' ', '') : folded);

function offsetsOfLetters(folded: string): readonly number[] {
  const offsets: number[] = [];
  for (let at = 0; at < folded.length; at += 1) if (folded[at] !== ' ') offsets.push(at);
  return offsets;
}

/**
 * "ct" counts in "ct01" and "room ct", not in "act"; "cs300" not in "cs3000". Japanese is written without spaces, so
 * its words count anywhere.
 */
function isPartOfLonger(folded: string, from: number, to: number): boolean {
  return isSameWord(folded[from - 1], folded[from]) || isSameWord(folded[to - 1], folded[to]);
}

function isSameWord(left = ' ', right = ' '): boolean {
  return (isLatin(left) && isLatin(right)) || (isDigit(left) && isDigit(right));
}

const isLatin = (char: string): boolean => char >= 'a' && char <= 'z';
const isDigit = (char: string): boolean => char >= '0' && char <= '9';

/** Spaces of the phrase may be missing ("InfusionPump"), but the text may not have one inside a word ("c t"). */
function spacesFit(folded: string, from: number, to: number, word: IndexedWord): boolean {
  let count = 0;
  for (let at = from; at < to; at += 1) {
    if (folded[at] !== ' ') count += 1;
    else if (!word.spaces.has(count)) return false;
  }
  return true;
}

function confidenceOf(row: TypeWord, manufacturer: string): number {
  return row.weight * (row.manufacturer !== '' && manufacturer === '' ? UNCONFIRMED_MAKER : 1);
}

/** Total order: confidence, then the longer match, then the row that stands first. */
function isBetter(a: Hit, b: Hit): boolean {
  if (a.confidence !== b.confidence) return a.confidence > b.confidence;
  if (length(a) !== length(b)) return length(a) > length(b);
  return a.row.id < b.row.id;
}

function guessOf(hit: Hit, folded: string): TypeGuess {
  return {
    deviceTypeId: hit.row.deviceTypeId,
    confidence: Math.round(hit.confidence * 100) / 100,
    matched: folded.slice(hit.from, hit.to),
    rule: hit.row.id,
    ...(hit.row.manufacturer === '' ? {} : { manufacturer: hit.row.manufacturer }),
  };
}

function boundedPattern(pattern: string): RegExp {
  return new RegExp(`(?<![a-z])(?:${pattern})(?![a-z\\d])`, 'u');
}
