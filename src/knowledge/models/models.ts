import { fold } from '../text.ts';
import { type ParsedTable, parseTable } from '../table.ts';
import type { Manufacturers } from '../vendors/manufacturers.ts';

export interface Model {
  /** D001 and up; never reused. */
  readonly id: string;
  /** The maker as the catalogue writes it; `Manufacturers` knows the canonical name. */
  readonly vendor: string;
  /** One model or a family: "IntelliVue MP2/X2/MP30", "LOGIQ (family)". */
  readonly name: string;
  readonly deviceTypeId: string;
  /** What the device itself sends in (0008,0070) and (0008,1090), where a public file shows it; else empty. */
  readonly dicomManufacturer: string;
  readonly dicomModel: string;
  /** DICOM modality code, or empty. */
  readonly modality: string;
  readonly protocols: string;
  readonly evidence: string;
  readonly source: string;
}

export interface ModelMatch {
  readonly model: Model;
  /** Canonical name of the maker. */
  readonly manufacturer: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** The variant of the model name that fitted, in folded form. */
  readonly matched: string;
}

/** Reads the table of models. Never throws. */
export function parseModels(text: string): ParsedTable<Model> {
  return parseTable(text, {
    columns: [
      'id',
      'vendor',
      'model',
      'type_id',
      'dicom_manufacturer',
      'dicom_model',
      'modality',
      'protocols',
      'evidence',
      'source',
    ],
    key: (row) => row.id,
    read: (cells) => {
      if (!/^D\d{3}$/.test(cells.id)) return 'no id D000';
      if (cells.vendor === '' || cells.model === '') return 'no vendor and model';
      if (cells.type_id === '') return 'no device type';
      if (cells.source === '') return 'no source';
      return {
        id: cells.id,
        vendor: cells.vendor,
        name: cells.model,
        deviceTypeId: cells.type_id,
        dicomManufacturer: cells.dicom_manufacturer,
        dicomModel: cells.dicom_model,
        modality: cells.modality,
        protocols: cells.protocols,
        evidence: cells.evidence,
        source: cells.source,
      };
    },
  });
}

/** Words at the end of a name that say nothing. */
const EMPTY_WORDS = / (?:family|series)$/;
/** A shorter or purely numeric variant ("6100") must be the whole text: it is part of too many others. */
const MIN_INSIDE_LENGTH = 4;
const MIN_ALTERNATIVE_LENGTH = 2;

/**
 * The names one catalogue row stands for, folded: "IntelliVue MP2/X2" → "intellivue mp2", "intellivue x2";
 * "Pulsera (718095) / Endura (718075)" → "pulsera", "718095", "endura", "718075".
 */
export function modelVariants(name: string): readonly string[] {
  const variants = new Set<string>();
  const add = (text: string): void => {
    const folded = fold(text).replace(EMPTY_WORDS, '');
    if (folded.length >= MIN_ALTERNATIVE_LENGTH) variants.add(folded);
  };
  for (const part of [name, ...name.split(/ \/ /)]) {
    const outside = part.replace(/\([^)]*\)/g, ' ');
    add(part);
    add(outside);
    // A number in brackets is a part or model number; words there explain ("Windows XP", "family").
    for (const bracket of part.matchAll(/\(([^)]*\d[^)]*)\)/g)) add(bracket[1] ?? '');
    const words = outside.trim().split(/\s+/);
    const listAt = words.findIndex((word) => /[^/]\/[^/]/.test(word));
    if (listAt < 0) continue;
    for (const alternative of (words[listAt] ?? '').split('/')) {
      if (alternative.length >= MIN_ALTERNATIVE_LENGTH) add([...words.slice(0, listAt), alternative].join(' '));
    }
  }
  return [...variants];
}

const WHOLE_WITH_MAKER = 0.95;
const INSIDE_WITH_MAKER = 0.85;
const WHOLE_ALONE = 0.7;
const INSIDE_ALONE = 0.6;

interface IndexedModel {
  readonly model: Model;
  readonly manufacturer: string;
  readonly variants: readonly Variant[];
}

interface Variant {
  readonly text: string;
  /** With a space on each side, to be found as whole words. */
  readonly asWords: string;
  /** May stand inside a longer text. */
  readonly isTelling: boolean;
}

/** Finds the catalogue row of a (maker, model) pair as devices and people write it. */
export class Models {
  readonly rows: readonly Model[];
  readonly #manufacturers: Manufacturers;
  readonly #indexed: readonly IndexedModel[];

  constructor(rows: readonly Model[], manufacturers: Manufacturers) {
    this.rows = rows;
    this.#manufacturers = manufacturers;
    this.#indexed = rows.map((model) => ({
      model,
      manufacturer: manufacturers.match(model.vendor, 'medical')?.manufacturer ?? model.vendor,
      variants: [...new Set([...modelVariants(model.name), ...modelVariants(model.dicomModel)])].map(variantOf),
    }));
  }

  /**
   * The row that fits best, or undefined. With a known maker only its own models count; without one a model name has to
   * be whole or long, and is trusted less.
   */
  match(manufacturer: string, model: string): ModelMatch | undefined {
    const text = fold(model);
    if (text === '') return undefined;
    const maker = this.#manufacturers.match(manufacturer, 'medical')?.manufacturer;
    if (maker === undefined && fold(manufacturer) !== '') return undefined;
    const words = ` ${text} `;
    let best: ModelMatch | undefined;
    for (const row of this.#indexed) {
      if (maker !== undefined && row.manufacturer !== maker) continue;
      for (const variant of row.variants) {
        const confidence = fit(text, words, variant, maker !== undefined);
        if (confidence === 0) continue;
        const isBetter =
          best === undefined ||
          confidence > best.confidence ||
          (confidence === best.confidence && variant.text.length > best.matched.length);
        if (isBetter) best = { model: row.model, manufacturer: row.manufacturer, confidence, matched: variant.text };
      }
    }
    return best;
  }
}

function variantOf(text: string): Variant {
  return { text, asWords: ` ${text} `, isTelling: text.length >= MIN_INSIDE_LENGTH && !/^[\d ]+$/.test(text) };
}

/** 0 when the variant does not stand in the text as whole words. */
function fit(text: string, words: string, variant: Variant, isMakerKnown: boolean): number {
  if (text === variant.text) return isMakerKnown ? WHOLE_WITH_MAKER : WHOLE_ALONE;
  if (!variant.isTelling || !words.includes(variant.asWords)) return 0;
  return isMakerKnown ? INSIDE_WITH_MAKER : INSIDE_ALONE;
}
