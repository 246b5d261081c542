import { oneOf, type ParsedTable, parseTable } from '../table.ts';

/**
 * How a row is known. `M`: seen by us in public files or in the maker's own open source. `P`: in a public dictionary or
 * registry. `U`: widely used, unverified.
 */
export const CONFIDENCE_LETTERS = ['M', 'P', 'U'] as const;
export type ConfidenceLetter = (typeof CONFIDENCE_LETTERS)[number];

/** Who uses an OID as root of its implementation class UIDs. */
export interface UidRoot {
  readonly root: string;
  readonly owner: string;
  /** Canonical name, or empty. */
  readonly manufacturer: string;
  /** The software that uses the root, or empty where it is a maker's own. */
  readonly component: string;
  /** Finds the version in what follows the root, or undefined. */
  readonly versionPattern: RegExp | undefined;
  readonly confidence: ConfidenceLetter;
  readonly source: string;
}

/** What an implementation version name (PS3.7 D.3.3.2) says. */
export interface VersionName {
  readonly id: string;
  readonly pattern: RegExp;
  readonly component: string;
  /** `$1` to `$9` stand for the groups of the pattern; empty when the name carries no version. */
  readonly version: string;
  readonly manufacturer: string;
  readonly confidence: ConfidenceLetter;
  readonly source: string;
}

/** Owner of a private block of a data set (PS3.5 7.8.1): good evidence for the maker of an object. */
export interface PrivateCreator {
  /** A trailing `*` stands for any rest. */
  readonly creator: string;
  readonly manufacturer: string;
  readonly confidence: ConfidenceLetter;
  readonly source: string;
}

/** A pair that public files carry, and the device whose data they hold. */
export interface ObservedPair {
  readonly classUid: string;
  readonly versionName: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly modality: string;
  readonly files: number;
  readonly source: string;
}

const OID = /^[0-2](?:\.(?:0|[1-9]\d{0,38}))+$/;
/** What stands in files: also UIDs that break the rules, such as one with "-beta" in it. */
const SEEN_UID = /^\d[\w.-]{0,63}$/;
/** Version names have at most 16 characters (PS3.7 D.3.3.2); patterns are not much longer. */
const MAX_PATTERN_LENGTH = 80;

/** Reads the table of UID roots. Never throws. */
export function parseUidRoots(text: string): ParsedTable<UidRoot> {
  return parseTable(text, {
    columns: ['root', 'owner', 'manufacturer', 'component', 'version_pattern', 'confidence', 'source'],
    key: (row) => row.root,
    read: (cells) => {
      const confidence = oneOf(cells.confidence, CONFIDENCE_LETTERS);
      const versionPattern = cells.version_pattern === '' ? undefined : patternOf(cells.version_pattern);
      if (!OID.test(cells.root)) return `not an OID: ${cells.root}`;
      if (cells.owner === '') return 'no owner';
      if (confidence === undefined) return `unknown confidence ${cells.confidence}`;
      if (cells.version_pattern !== '' && versionPattern === undefined) return `bad pattern ${cells.version_pattern}`;
      if (cells.source === '') return 'no source';
      const { root, owner, manufacturer, component, source } = cells;
      return { root, owner, manufacturer, component, versionPattern, confidence, source };
    },
  });
}

/** Reads the table of version names. Never throws. */
export function parseVersionNames(text: string): ParsedTable<VersionName> {
  return parseTable(text, {
    columns: ['id', 'pattern', 'component', 'version', 'manufacturer', 'confidence', 'source'],
    key: (row) => row.id,
    read: (cells) => {
      const confidence = oneOf(cells.confidence, CONFIDENCE_LETTERS);
      const pattern = patternOf(cells.pattern);
      if (!/^V\d{2,3}$/.test(cells.id)) return 'no id V00';
      if (pattern === undefined) return `bad pattern ${cells.pattern}`;
      if (cells.component === '' && cells.manufacturer === '') return 'neither component nor manufacturer';
      if (confidence === undefined) return `unknown confidence ${cells.confidence}`;
      if (cells.source === '') return 'no source';
      const { id, component, version, manufacturer, source } = cells;
      return { id, pattern, component, version, manufacturer, confidence, source };
    },
  });
}

/** Reads the table of private creators. Never throws. */
export function parsePrivateCreators(text: string): ParsedTable<PrivateCreator> {
  return parseTable(text, {
    columns: ['creator', 'manufacturer', 'confidence', 'source'],
    key: (row) => row.creator,
    read: (cells) => {
      const confidence = oneOf(cells.confidence, CONFIDENCE_LETTERS);
      if (cells.creator.replace('*', '') === '') return 'no creator';
      if (cells.manufacturer === '') return 'no manufacturer';
      if (confidence === undefined) return `unknown confidence ${cells.confidence}`;
      if (cells.source === '') return 'no source';
      const { creator, manufacturer, source } = cells;
      return { creator, manufacturer, confidence, source };
    },
  });
}

/** Reads the table of observed pairs. Never throws. */
export function parseObservedPairs(text: string): ParsedTable<ObservedPair> {
  return parseTable(text, {
    columns: ['class_uid', 'version_name', 'manufacturer', 'model', 'modality', 'files', 'source'],
    key: (row) => [row.classUid, row.versionName, row.manufacturer, row.model, row.modality].join('\t'),
    read: (cells) => {
      if (!SEEN_UID.test(cells.class_uid)) return `not a UID: ${cells.class_uid}`;
      if (!/^[1-9]\d{0,8}$/.test(cells.files)) return `not a count: ${cells.files}`;
      if (cells.source === '') return 'no source';
      const { manufacturer, model, modality, source } = cells;
      return {
        classUid: cells.class_uid,
        versionName: cells.version_name,
        manufacturer,
        model,
        modality,
        files: Number(cells.files),
        source,
      };
    },
  });
}

function patternOf(text: string): RegExp | undefined {
  if (!text.startsWith('^') || text.length > MAX_PATTERN_LENGTH) return undefined;
  try {
    return new RegExp(text, 'u');
  } catch {
    return undefined;
  }
}
