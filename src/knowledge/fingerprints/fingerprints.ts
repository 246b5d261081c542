import { literalBeginning } from './literal-beginning.ts';
import type { Fingerprint, FingerprintField, FingerprintTable } from './recog.ts';

/** What a fingerprint says about one thing: the service, the operating system, the hardware. */
export interface ProductFacts {
  readonly vendor?: string;
  readonly product?: string;
  readonly version?: string;
  readonly family?: string;
  /** Upstream's word for the kind of device, "Printer" or "WAP". */
  readonly device?: string;
  readonly model?: string;
  readonly edition?: string;
  /** A CPE 2.3 name in the 2.2 URI spelling that upstream uses. */
  readonly cpe?: string;
}

export interface FingerprintMatch {
  /** Row that matched, "ssh.banner#12". */
  readonly id: string;
  readonly description: string;
  /** Of the service that sent the text. */
  readonly vendor?: string;
  readonly product?: string;
  readonly version?: string;
  readonly service: ProductFacts;
  readonly os: ProductFacts;
  readonly hw: ProductFacts;
  /** 0 to 1: the lowest certainty that upstream gives one of the facts, 0.8 where it gives none. */
  readonly certainty: number;
  /** How much upstream trusts this field against others, 0 to 1. */
  readonly preference: number;
  /** Every fact under upstream's name, with values filled in. */
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Longer text is cut. The longest worked example has 838 characters, and the patterns backtrack: what a hostile text
 * can cost grows with its length.
 */
export const MAX_FINGERPRINT_TEXT = 1_024;
const DEFAULT_CERTAINTY = 0.8;
/** Upstream's names for helpers that are filled into other values and then dropped. */
const TEMPORARY = '_tmp.';

interface Compiled {
  readonly fingerprint: Fingerprint;
  /** What a text of one line begins with, in lower case; undefined where the pattern does not say. */
  readonly beginning: string | undefined;
  /** For text of one line; an anchored pattern then fails at once and is not tried at every position. */
  oneLine?: RegExp;
  manyLines?: RegExp;
}

interface Field {
  readonly preference: number;
  readonly compiled: readonly Compiled[];
}

/** Matches texts from the network against recog's patterns. Files are read and patterns compiled at first use. */
export class Fingerprints {
  readonly #load: (field: FingerprintField) => FingerprintTable;
  readonly #fields = new Map<FingerprintField, Field>();

  constructor(load: (field: FingerprintField) => FingerprintTable) {
    this.#load = load;
  }

  /** The first row of the field that matches, as upstream orders them: specific before generic. */
  match(field: FingerprintField, text: string): FingerprintMatch | undefined {
    const { compiled, preference } = this.#field(field);
    const bounded = text.slice(0, MAX_FINGERPRINT_TEXT);
    const isOneLine = !LINE_ENDS.test(bounded);
    const start = bounded.slice(0, LONGEST_BEGINNING).toLowerCase();
    for (const entry of compiled) {
      if (isOneLine && entry.beginning !== undefined && !start.startsWith(entry.beginning)) continue;
      const found = execute(entry, bounded);
      if (found !== null) return matchOf(entry.fingerprint, found, preference);
    }
    return undefined;
  }

  #field(name: FingerprintField): Field {
    const known = this.#fields.get(name);
    if (known !== undefined) return known;
    const { rows, preference } = this.#load(name);
    const field = { preference, compiled: rows.map(compiledOf) };
    this.#fields.set(name, field);
    return field;
  }
}

/** One row against one text; undefined when it does not match. */
export function matchFingerprint(
  fingerprint: Fingerprint,
  text: string,
  preference: number,
): FingerprintMatch | undefined {
  const bounded = text.slice(0, MAX_FINGERPRINT_TEXT);
  const found = execute(compiledOf(fingerprint), bounded);
  return found === null ? undefined : matchOf(fingerprint, found, preference);
}

const LINE_ENDS = /[\n\r\u2028\u2029]/;
const LONGEST_BEGINNING = 16;

const compiledOf = (fingerprint: Fingerprint): Compiled => ({
  fingerprint,
  beginning: literalBeginning(fingerprint.pattern)?.toLowerCase(),
});

function execute(entry: Compiled, text: string): RegExpExecArray | null {
  const { maxLength = MAX_FINGERPRINT_TEXT } = entry.fingerprint;
  return text.length > maxLength ? null : patternFor(entry, text).exec(text);
}

function patternFor(entry: Compiled, text: string): RegExp {
  if (LINE_ENDS.test(text)) {
    entry.manyLines ??= compile(entry.fingerprint, 'm');
    return entry.manyLines;
  }
  entry.oneLine ??= compile(entry.fingerprint, '');
  return entry.oneLine;
}

const NEVER = /(?!)/;

function compile({ pattern, flags }: Fingerprint, lines: '' | 'm'): RegExp {
  try {
    return new RegExp(pattern, flags + lines);
  } catch {
    // A table that was tampered with; the row then matches nothing.
    return NEVER;
  }
}

function matchOf(fingerprint: Fingerprint, found: RegExpExecArray, preference: number): FingerprintMatch {
  const params = paramsOf(fingerprint, found);
  const service = factsOf(params, 'service');
  return {
    id: fingerprint.id,
    description: fingerprint.description,
    ...pickProduct(service),
    service,
    os: factsOf(params, 'os'),
    hw: factsOf(params, 'hw'),
    certainty: certaintyOf(params),
    preference,
    params,
  };
}

function paramsOf(fingerprint: Fingerprint, found: RegExpExecArray): Readonly<Record<string, string>> {
  const raw = new Map<string, string>();
  for (const [group, name, fixed] of fingerprint.params) {
    const value = group === 0 ? fixed : found[group];
    if (value !== undefined && value !== '') raw.set(name, value);
  }
  const params: Record<string, string> = {};
  for (const [name, value] of raw) {
    const filled = name.startsWith(TEMPORARY) ? undefined : fill(name, value, raw);
    if (filled !== undefined) params[name] = filled;
  }
  return params;
}

/**
 * Puts other facts into `{name}` places. A CPE name with an unknown version gets "-", as upstream does; any other value
 * with a missing part would be wrong and is left out.
 */
function fill(name: string, value: string, raw: ReadonlyMap<string, string>): string | undefined {
  let isComplete = true;
  const filled = value.replace(/\{([^\s{}]+)\}/g, (_, key: string) => {
    const part = raw.get(key);
    if (part === undefined && !name.endsWith('.cpe23')) isComplete = false;
    return part ?? '-';
  });
  return isComplete ? filled : undefined;
}

function factsOf(params: Readonly<Record<string, string>>, subject: 'service' | 'os' | 'hw'): ProductFacts {
  const fact = <Key extends keyof ProductFacts>(key: Key, name: string = key): Pick<ProductFacts, Key> | object => {
    const value = params[`${subject}.${name}`];
    return value === undefined ? {} : { [key]: value };
  };
  return {
    ...fact('vendor'),
    ...fact('product'),
    ...fact('version'),
    ...fact('family'),
    ...fact('device'),
    ...fact('model'),
    ...fact('edition'),
    ...fact('cpe', 'cpe23'),
  };
}

function pickProduct(facts: ProductFacts): Pick<ProductFacts, 'vendor' | 'product' | 'version'> {
  return {
    ...(facts.vendor === undefined ? {} : { vendor: facts.vendor }),
    ...(facts.product === undefined ? {} : { product: facts.product }),
    ...(facts.version === undefined ? {} : { version: facts.version }),
  };
}

function certaintyOf(params: Readonly<Record<string, string>>): number {
  const stated = ['service', 'os', 'hw']
    .map((subject) => Number(params[`${subject}.certainty`] ?? Number.NaN))
    .filter((value) => value >= 0 && value <= 1);
  return stated.length === 0 ? DEFAULT_CERTAINTY : Math.min(...stated);
}
