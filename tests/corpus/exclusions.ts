import type { Expected } from './family.ts';
import { readTsv } from './tsv.ts';

const COLUMNS = ['file', 'family', 'attribute', 'value', 'host', 'side', 'frame', 'reason'] as const;

const ANY = '*';
const PACKETS = 'packets';

/** What the truth is not asked about: values that are no misses, or values said that cannot be judged. */
type Side = 'miss' | 'wrong' | 'both';

interface Exclusion {
  readonly file: RegExp;
  readonly family: string;
  readonly attribute: string;
  readonly value: RegExp | undefined;
  /** The truth says the value about this host; undefined for any. */
  readonly host: string | undefined;
  readonly side: Side;
}

/** Known faults of the truth, each with its reason. */
export interface Exclusions {
  /** Index of the exclusion that takes the value out of the truth, or -1. */
  ofExpected(file: string, family: string, expected: Expected): number;
  /** Index of the exclusion that says so of the packet count; only a row of the family `packets` does. */
  ofPackets(file: string): number;
  /** Index of the exclusion that forbids to call a value wrong, or -1. */
  ofSaid(file: string, family: string, attribute: string, value: string): number;
  readonly reasons: readonly string[];
}

/** `*` stands for any run of characters. */
function glob(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** `*` is any value, `/…/` a regular expression, everything else the value itself. */
function valuePattern(cell: string): RegExp | undefined {
  if (cell === ANY) return undefined;
  if (cell.length > 2 && cell.startsWith('/') && cell.endsWith('/')) return new RegExp(cell.slice(1, -1), 'su');
  return new RegExp(`^${cell.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, 's');
}

function parseSide(cell: string): Side {
  if (cell === 'miss' || cell === 'wrong' || cell === 'both') return cell;
  throw new Error(`exclusions: no side ${cell}`);
}

/** @throws Error when the table is malformed or a row has no reason. */
export function readExclusions(path: string): Exclusions {
  const table = readTsv(path, COLUMNS);
  const rows: readonly Exclusion[] = table.map((row) => {
    if (row.reason === '') throw new Error(`exclusions: no reason for ${row.file} ${row.attribute} ${row.value}`);
    return {
      file: glob(row.file),
      family: row.family,
      attribute: row.attribute,
      value: valuePattern(row.value),
      host: row.host === ANY ? undefined : row.host,
      side: parseSide(row.side),
    };
  });
  const find = (
    side: Side,
    file: string,
    family: string,
    attributes: readonly string[],
    value: string,
    hosts: readonly string[],
  ) =>
    rows.findIndex(
      (row) =>
        (row.side === 'both' || row.side === side) &&
        (row.family === ANY || row.family === family) &&
        (row.attribute === ANY || attributes.includes(row.attribute)) &&
        (row.host === undefined || hosts.includes(row.host)) &&
        row.file.test(file) &&
        (row.value === undefined || row.value.test(value)),
    );
  return {
    ofExpected: (file, family, expected) =>
      find('miss', file, family, expected.attributes, expected.value, expected.hosts),
    ofSaid: (file, family, attribute, value) => find('wrong', file, family, [attribute], value, []),
    ofPackets: (file) => rows.findIndex((row) => row.family === PACKETS && row.file.test(file)),
    reasons: table.map((row) => row.reason),
  };
}
