import { Credentials, parseCredentials } from './credentials/credentials.ts';
import { DeviceTypes, parseDeviceTypes, parseOtherTypes } from './device-types/device-types.ts';
import { Modalities, parseModalities } from './device-types/modalities.ts';
import type { TypeGuess } from './device-types/type-guess.ts';
import { parseTypeWords, TypeWords } from './device-types/type-words.ts';
import { DicomImplementations } from './dicom-implementations/dicom-implementations.ts';
import {
  parseObservedPairs,
  parsePrivateCreators,
  parseUidRoots,
  parseVersionNames,
} from './dicom-implementations/tables.ts';
import { EnterpriseNumbers, parseEnterpriseNumbers } from './enterprise-numbers/enterprise-numbers.ts';
import { Fingerprints } from './fingerprints/fingerprints.ts';
import { FINGERPRINT_FIELDS, type FingerprintField, parseFingerprints } from './fingerprints/recog.ts';
import { Models, parseModels } from './models/models.ts';
import { parseServices, Services } from './services/services.ts';
import type { ParsedTable, RowError } from './table.ts';
import {
  type MakerMatch,
  type MakerRole,
  Manufacturers,
  type NameContext,
  parseManufacturerAliases,
  parseManufacturers,
} from './vendors/manufacturers.ts';
import { macDigits, macScope, type MacScope, OuiRegistry, parseOui } from './vendors/oui.ts';

/** The data files, relative to the folder `data/`. */
export const KNOWLEDGE_FILES = [
  'device-types/device-types.tsv',
  'device-types/it-and-building.tsv',
  'device-types/dicom-modalities.tsv',
  'type-words/type-words.tsv',
  'manufacturers/manufacturers.tsv',
  'manufacturers/additional.tsv',
  'manufacturers/aliases.tsv',
  'models/models.tsv',
  'oui/assignments.tsv',
  'oui/supplement.tsv',
  'dicom-implementations/uid-roots.tsv',
  'dicom-implementations/version-names.tsv',
  'dicom-implementations/private-creators.tsv',
  'dicom-implementations/observed.tsv',
  'services/services.tsv',
  'credentials/credentials.tsv',
  'enterprise-numbers/enterprise-numbers.tsv',
  ...FINGERPRINT_FIELDS.map((field) => `fingerprints/recog/${field}.jsonl` as const),
] as const;
export type KnowledgeFile = (typeof KNOWLEDGE_FILES)[number];

/** Gives the content of a file, or undefined when there is none. Called when the file is first needed. */
export type KnowledgeReader = (file: KnowledgeFile) => string | Uint8Array | undefined;

/** A line of a data file that could not be read. */
export interface KnowledgeProblem extends RowError {
  readonly file: KnowledgeFile;
}

/** What a MAC address says about its holder. */
export interface OuiMaker {
  /** `local` addresses (random or virtual) and `group` addresses have no holder. */
  readonly scope: MacScope;
  /** As registered with the IEEE. */
  readonly organisation?: string;
  /** 6, 7 or 9 upper-case hexadecimal digits. */
  readonly prefix?: string;
  /** Canonical name, where the organisation is one we know. */
  readonly manufacturer?: string;
  /** `component`: the address names a network module or board inside the device, not the device. */
  readonly role?: MakerRole;
  /** 0 to 1: how sure the step from prefix to manufacturer is. The address itself can be forged. */
  readonly confidence?: number;
}

/** What is known about the world. Every table is read when it is first asked. */
export interface Knowledge {
  readonly deviceTypes: DeviceTypes;
  readonly manufacturers: Manufacturers;
  readonly models: Models;
  readonly fingerprints: Fingerprints;
  readonly dicomImplementations: DicomImplementations;
  readonly services: Services;
  readonly credentials: Credentials;
  readonly enterpriseNumbers: EnterpriseNumbers;
  /** From a DICOM modality code such as CT. */
  typeFromModality(code: string): TypeGuess | undefined;
  /** From maker and model as a device or an asset list writes them; the maker may be empty. */
  typeFromModel(manufacturer: string, model: string): TypeGuess | undefined;
  /**
   * From any text: a host name, a description, a model, a bed label. Best first. `manufacturer`: canonical name of the
   * maker where it is known; products of other makers are then left out, and the numbers of its own models are known.
   */
  typeFromWords(text: string, manufacturer?: string): readonly TypeGuess[];
  /** From a MAC address in any usual spelling; undefined when it is none. */
  makerFromOui(mac: string): OuiMaker | undefined;
  /** From a name as devices, registries and people write it. */
  makerFromName(text: string, context?: NameContext): MakerMatch | undefined;
  /** Reads every table and returns what is wrong with the files. For tests and diagnosis: it takes a while. */
  problems(): readonly KnowledgeProblem[];
}

/** Builds the tables over `read`. Reads nothing yet. */
export function loadKnowledge(read: KnowledgeReader): Knowledge {
  return new LazyKnowledge(read);
}

/** A word in a model name points to a kind of device less surely than the model itself. */
const WORDS_IN_MODEL = 0.9;

class LazyKnowledge implements Knowledge {
  readonly #read: KnowledgeReader;
  readonly #built = new Map<string, unknown>();
  readonly #problems: KnowledgeProblem[] = [];
  readonly fingerprints = new Fingerprints((field) => this.#fingerprintTable(field));

  constructor(read: KnowledgeReader) {
    this.#read = read;
  }

  get deviceTypes(): DeviceTypes {
    return this.#once('deviceTypes', () => {
      const medical = this.#rows('device-types/device-types.tsv', parseDeviceTypes);
      return new DeviceTypes([...medical, ...this.#rows('device-types/it-and-building.tsv', parseOtherTypes)]);
    });
  }

  get manufacturers(): Manufacturers {
    return this.#once('manufacturers', () => {
      const medical = this.#rows('manufacturers/manufacturers.tsv', parseManufacturers);
      const others = this.#rows('manufacturers/additional.tsv', parseManufacturers);
      return new Manufacturers(medical, others, this.#rows('manufacturers/aliases.tsv', parseManufacturerAliases));
    });
  }

  get models(): Models {
    return this.#once('models', () => new Models(this.#rows('models/models.tsv', parseModels), this.manufacturers));
  }

  get dicomImplementations(): DicomImplementations {
    return this.#once('dicomImplementations', () => {
      const tables = {
        roots: this.#rows('dicom-implementations/uid-roots.tsv', parseUidRoots),
        versionNames: this.#rows('dicom-implementations/version-names.tsv', parseVersionNames),
        creators: this.#rows('dicom-implementations/private-creators.tsv', parsePrivateCreators),
        observed: this.#rows('dicom-implementations/observed.tsv', parseObservedPairs),
      };
      return new DicomImplementations(tables, this.manufacturers, this.enterpriseNumbers);
    });
  }

  get services(): Services {
    return this.#once('services', () => new Services(this.#rows('services/services.tsv', parseServices)));
  }

  get credentials(): Credentials {
    return this.#once(
      'credentials',
      () => new Credentials(this.#table('credentials/credentials.tsv', parseCredentials)),
    );
  }

  get enterpriseNumbers(): EnterpriseNumbers {
    return this.#once(
      'enterpriseNumbers',
      () => new EnterpriseNumbers(this.#rows('enterprise-numbers/enterprise-numbers.tsv', parseEnterpriseNumbers)),
    );
  }

  typeFromModality(code: string): TypeGuess | undefined {
    return this.#once(
      'modalities',
      () => new Modalities(this.#rows('device-types/dicom-modalities.tsv', parseModalities)),
    ).typeOf(code);
  }

  typeFromModel(manufacturer: string, model: string): TypeGuess | undefined {
    const found = this.models.match(manufacturer, model);
    if (found !== undefined) {
      const { model: row, confidence, matched } = found;
      return { deviceTypeId: row.deviceTypeId, confidence, matched, rule: row.id, manufacturer: found.manufacturer };
    }
    const maker = this.manufacturers.match(manufacturer, 'medical')?.manufacturer ?? '';
    const [guess] = this.#typeWords.match(model, maker);
    if (guess === undefined) return undefined;
    return { ...guess, confidence: Math.round(guess.confidence * WORDS_IN_MODEL * 100) / 100 };
  }

  typeFromWords(text: string, manufacturer = ''): readonly TypeGuess[] {
    return this.#typeWords.match(text, manufacturer);
  }

  makerFromOui(mac: string): OuiMaker | undefined {
    const digits = macDigits(mac);
    if (digits === undefined) return undefined;
    const scope = macScope(digits);
    const assignment = this.#oui.lookUp(mac);
    if (assignment === undefined) return { scope };
    const curated = this.manufacturers.byOuiPrefix(assignment.prefix);
    if (curated !== undefined) {
      const { name, role, confidence } = curated;
      return { scope, ...assignment, manufacturer: name, role, confidence };
    }
    const named = this.manufacturers.match(assignment.organisation);
    if (named === undefined) return { scope, ...assignment };
    const { manufacturer, role, confidence } = named;
    return { scope, ...assignment, manufacturer, role, confidence };
  }

  makerFromName(text: string, context: NameContext = 'any'): MakerMatch | undefined {
    return this.manufacturers.match(text, context);
  }

  problems(): readonly KnowledgeProblem[] {
    const readers: readonly (() => unknown)[] = [
      () => this.deviceTypes,
      () => this.typeFromModality(''),
      () => this.#typeWords,
      () => this.models,
      () => this.dicomImplementations,
      () => this.services,
      () => this.credentials,
      ...FINGERPRINT_FIELDS.map((field) => () => this.fingerprints.match(field, '')),
    ];
    for (const reader of readers) reader();
    // The registry is searched, not read, when it is asked; only here every line is looked at.
    const found: KnowledgeProblem[] = [];
    for (const file of ['oui/assignments.tsv', 'oui/supplement.tsv'] as const) {
      for (const error of parseOui(this.#text(file, found)).errors) found.push({ file, ...error });
    }
    return [...this.#problems, ...found];
  }

  get #typeWords(): TypeWords {
    return this.#once('typeWords', () => new TypeWords(this.#rows('type-words/type-words.tsv', parseTypeWords)));
  }

  get #oui(): OuiRegistry {
    return this.#once(
      'oui',
      () => new OuiRegistry(this.#text('oui/assignments.tsv'), this.#text('oui/supplement.tsv')),
    );
  }

  #fingerprintTable(field: FingerprintField) {
    return this.#table(`fingerprints/recog/${field}.jsonl`, parseFingerprints);
  }

  #rows<Row>(file: KnowledgeFile, parse: (text: string) => ParsedTable<Row>): readonly Row[] {
    return this.#table(file, parse).rows;
  }

  #table<Table extends ParsedTable<unknown>>(file: KnowledgeFile, parse: (text: string) => Table): Table {
    const table = parse(this.#text(file));
    for (const error of table.errors) this.#problems.push({ file, ...error });
    return table;
  }

  /** The text of a file; a missing one reads as empty and is a problem, never an exception. */
  #text(file: KnowledgeFile, problems: KnowledgeProblem[] = this.#problems): string {
    const content = this.#read(file);
    if (content === undefined) problems.push({ file, line: 0, message: 'no such file' });
    if (content === undefined || typeof content === 'string') return content ?? '';
    return new TextDecoder('utf-8').decode(content);
  }

  #once<Value>(name: string, build: () => Value): Value {
    const known = this.#built.get(name) as Value | undefined;
    if (known !== undefined) return known;
    const value = build();
    this.#built.set(name, value);
    return value;
  }
}
