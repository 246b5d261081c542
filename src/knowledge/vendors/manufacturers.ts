import { fold, MAX_NAME_LENGTH } from '../text.ts';
import { fraction, list, oneOf, type ParsedTable, parseTable } from '../table.ts';

/** A `component` maker's name or MAC address names a part inside (a network module, a board), not the device. */
export const MAKER_ROLES = ['maker', 'software', 'component'] as const;
export type MakerRole = (typeof MAKER_ROLES)[number];

export interface Manufacturer {
  /** The name used everywhere in the product; unique. */
  readonly name: string;
  readonly nameJa: string;
  readonly aliases: readonly string[];
  readonly role: MakerRole;
  readonly productAreas: string;
  readonly relations: string;
  /** Assignments known to belong to this maker, as the IEEE writes them: 6, 7 or 9 upper-case digits. */
  readonly ouiPrefixes: readonly string[];
  /** How sure it is that the MAC prefixes are this maker's, 0 to 1. */
  readonly confidence: number;
  readonly source: string;
}

/**
 * Where an alias counts. `any`: wherever it stands. `medical`: only in text that a medical protocol carried, since the
 * same word means another company elsewhere (Siemens, Canon, Toshiba). `exact`: only when it is the whole name, since
 * it is a common word or begins other companies' names.
 */
export const ALIAS_SCOPES = ['any', 'medical', 'exact'] as const;
export type AliasScope = (typeof ALIAS_SCOPES)[number];

export interface ManufacturerAlias {
  readonly alias: string;
  readonly manufacturer: string;
  readonly scope: AliasScope;
  readonly source: string;
}

/** `medical` for text out of DICOM, HL7 and other medical protocols, `any` for everything else. */
export type NameContext = 'medical' | 'any';

export interface MakerMatch {
  readonly manufacturer: string;
  readonly role: MakerRole;
  /** 0 to 1: how well the name fits. */
  readonly confidence: number;
  /** The name or alias that fitted, in folded form. */
  readonly matched: string;
}

const CONFIDENCE_OF_WORD: Readonly<Record<string, number>> = { high: 1, medium: 0.85, low: 0.6 };

/** Reads one table of makers. `confidence` is high, medium or low, or a number from 0 to 1. Never throws. */
export function parseManufacturers(text: string): ParsedTable<Manufacturer> {
  return parseTable(text, {
    columns: [
      'name',
      'name_ja',
      'aliases',
      'role',
      'product_areas',
      'relations',
      'oui_prefixes',
      'confidence',
      'source',
    ],
    key: (row) => fold(row.name),
    read: (cells) => {
      const role = oneOf(cells.role, MAKER_ROLES);
      const confidence = CONFIDENCE_OF_WORD[cells.confidence] ?? fraction(cells.confidence);
      const ouiPrefixes = cells.oui_prefixes.split(' ').filter((prefix) => prefix !== '');
      if (cells.name === '') return 'no name';
      if (role === undefined) return `unknown role ${cells.role}`;
      if (confidence === undefined) return `unknown confidence ${cells.confidence}`;
      if (cells.source === '') return 'no source';
      const wrong = ouiPrefixes.find((prefix) => !/^(?:[0-9A-F]{6,7}|[0-9A-F]{9})$/.test(prefix));
      if (wrong !== undefined) return `not a MAC prefix: ${wrong}`;
      return {
        name: cells.name,
        nameJa: cells.name_ja,
        aliases: list(cells.aliases),
        role,
        productAreas: cells.product_areas,
        relations: cells.relations,
        ouiPrefixes,
        confidence,
        source: cells.source,
      };
    },
  });
}

/** Reads the table of aliases. Never throws. */
export function parseManufacturerAliases(text: string): ParsedTable<ManufacturerAlias> {
  return parseTable(text, {
    columns: ['alias', 'manufacturer', 'scope', 'source'],
    key: (row) => `${fold(row.alias)} (${row.scope})`,
    read: (cells) => {
      const scope = oneOf(cells.scope, ALIAS_SCOPES);
      if (fold(cells.alias) === '') return 'no alias';
      if (cells.manufacturer === '') return 'no manufacturer';
      if (scope === undefined) return `unknown scope ${cells.scope}`;
      if (cells.source === '') return 'no source';
      return { alias: cells.alias, manufacturer: cells.manufacturer, scope, source: cells.source };
    },
  });
}

// Company forms, in the spellings that registries and devices use.
const COMPANY_FORMS = new Set(
  'ab ag aps as asa bv co company companies corp corporation enterprises gmbh group holding holdings inc incorporated kg kgaa kk limited llc ltd mbh mfg nv oy oyj plc pte pty sa sarl se spa srl the und and'.split(
    ' ',
  ),
);
// The same after punctuation between the letters became a space: "S.p.A.", "B.V.", "AG & Co. KG aA".
const SPACED_FORMS = / (?:s p a|s r l|b v|n v|s a|s a s|a s|k k|l l c|kg aa|sp z o o)$/;
const JAPANESE_FORMS = /株式会社|有限会社|合同会社|(?:^| )株(?: |$)/g;

/** The folded name without company forms: "Mortara Instrument, Inc." and "MORTARA INSTRUMENT" are one name. */
export function companyKey(text: string): string {
  let key = fold(text).replace(JAPANESE_FORMS, ' ').replace(/\s+/g, ' ').trim();
  let before = '';
  while (before !== key) {
    before = key;
    key = key.replace(SPACED_FORMS, '');
    const lastSpace = key.lastIndexOf(' ');
    if (lastSpace > 0 && COMPANY_FORMS.has(key.slice(lastSpace + 1))) key = key.slice(0, lastSpace);
  }
  return key.startsWith('the ') ? key.slice(4) : key;
}

/** A word that begins a longer name says less than the whole name. */
const WHOLE_NAME = 0.95;
const BEGINNING = 0.8;
const INSIDE = 0.6;
/** Shorter single words ("top", "hp") stand at the beginning of too many other names. */
const MIN_BEGINNING_LENGTH = 4;
const MIN_INSIDE_LENGTH = 6;
/** More words than any company name has. */
const MAX_WORDS = 16;

interface Entry {
  readonly manufacturer: Manufacturer;
  readonly exactOnly: boolean;
}

/** Turns the many names of a maker into the one used in the product. */
export class Manufacturers {
  readonly rows: readonly Manufacturer[];
  readonly #byName = new Map<string, Manufacturer>();
  readonly #byPrefix = new Map<string, Manufacturer>();
  readonly #any = new Map<string, Entry>();
  readonly #medical = new Map<string, Entry>();

  /**
   * @param medical makers of medical devices; they own a shared name in medical text
   * @param others makers of everything else; they own it elsewhere
   */
  constructor(
    medical: readonly Manufacturer[],
    others: readonly Manufacturer[],
    aliases: readonly ManufacturerAlias[] = [],
  ) {
    this.rows = [...medical, ...others];
    for (const row of this.rows) {
      if (!this.#byName.has(row.name)) this.#byName.set(row.name, row);
      for (const prefix of row.ouiPrefixes) if (!this.#byPrefix.has(prefix)) this.#byPrefix.set(prefix, row);
    }
    for (const { alias, manufacturer, scope } of aliases) {
      const row = this.#byName.get(manufacturer);
      if (row === undefined) continue;
      const key = companyKey(alias);
      if (scope === 'medical') this.#medical.set(key, { manufacturer: row, exactOnly: false });
      else this.#any.set(key, { manufacturer: row, exactOnly: scope === 'exact' });
    }
    // A maker's own name wins over the same name listed as an alias of the group that bought it.
    for (const namesOf of [ownNames, (row: Manufacturer) => row.aliases]) {
      for (const row of medical) addNames(row, namesOf(row), this.#medical);
      for (const row of [...others, ...medical]) addNames(row, namesOf(row), this.#any);
    }
  }

  /** The row of a name used in the product. */
  byName(name: string): Manufacturer | undefined {
    return this.#byName.get(name);
  }

  /** The maker that a table names as holder of exactly this assignment. */
  byOuiPrefix(prefix: string): Manufacturer | undefined {
    return this.#byPrefix.get(prefix);
  }

  /** Which maker `text` names. Undefined when no known name fits; never a guess by likeness. */
  match(text: string, context: NameContext = 'any'): MakerMatch | undefined {
    const key = companyKey(text.slice(0, MAX_NAME_LENGTH));
    if (key === '') return undefined;
    const whole = this.#entry(key, context);
    if (whole !== undefined) return matchOf(whole, key, WHOLE_NAME);
    const words = key.split(' ').slice(0, MAX_WORDS);
    for (let count = words.length - 1; count > 0; count -= 1) {
      const part = words.slice(0, count).join(' ');
      const entry = this.#entry(part, context);
      if (entry !== undefined && !entry.exactOnly && (count > 1 || isLongEnough(part, MIN_BEGINNING_LENGTH)))
        return matchOf(entry, part, BEGINNING);
    }
    if (context === 'any') return undefined;
    for (let from = 1; from < words.length; from += 1) {
      for (let to = words.length; to > from; to -= 1) {
        const part = words.slice(from, to).join(' ');
        const entry = this.#entry(part, context);
        if (entry !== undefined && !entry.exactOnly && isLongEnough(part, MIN_INSIDE_LENGTH))
          return matchOf(entry, part, INSIDE);
      }
    }
    return undefined;
  }

  #entry(key: string, context: NameContext): Entry | undefined {
    return (context === 'medical' ? this.#medical.get(key) : undefined) ?? this.#any.get(key);
  }
}

/** "Sony (medical)": the part before the bracket is the name, the bracket tells it from a namesake. */
function ownNames(row: Manufacturer): readonly string[] {
  return [row.name, row.name.replace(/\s*\(.*$/, ''), row.nameJa];
}

function addNames(manufacturer: Manufacturer, names: readonly string[], map: Map<string, Entry>): void {
  for (const name of names) {
    const key = companyKey(name);
    if (key !== '' && !map.has(key)) map.set(key, { manufacturer, exactOnly: false });
  }
}

/** Letters of Latin script need the length; a Japanese name of four characters is already distinct. */
function isLongEnough(key: string, length: number): boolean {
  return key.length >= (/^[\p{Script=Latin}\p{N} ]+$/u.test(key) ? length : 2);
}

function matchOf(entry: Entry, matched: string, confidence: number): MakerMatch {
  return { manufacturer: entry.manufacturer.name, role: entry.manufacturer.role, confidence, matched };
}
