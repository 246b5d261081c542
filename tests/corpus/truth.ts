import { readFileSync } from 'node:fs';

/** One entry of a fact list in a truth file. The keys differ from list to list; see the README beside the captures. */
export type TruthRow = Readonly<Record<string, unknown>>;

export interface TruthConversation {
  readonly proto: string;
  readonly a: string;
  readonly ap: number;
  readonly b: string;
  readonly bp: number;
  readonly app: readonly string[];
}

/** What is known to be true about one capture. */
export interface Truth {
  /** `<group>/<file>`, the path below the captures folder. */
  readonly file: string;
  /** The two counts of the truth; either is right (they differ in files that hold records which are no packets). */
  readonly packetCounts: readonly number[];
  readonly linkType: string;
  /** Protocol paths such as `frame;eth;ip;udp;dns`. */
  readonly hierarchy: readonly string[];
  readonly conversations: readonly TruthConversation[];
  readonly macsSending: readonly string[];
  readonly label: { readonly deviceType: string; readonly mac: string } | undefined;
  rows(key: string): readonly TruthRow[];
}

/** The value of a key as text: numbers and booleans are written out, absent is undefined. */
export function text(row: TruthRow, key: string): string | undefined {
  const value = row[key];
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

/** The values of a key that holds a list (or a single value), as texts; absent is an empty list. */
export function texts(row: TruthRow, key: string): readonly string[] {
  const value = row[key];
  if (Array.isArray(value)) return value.filter((each): each is string => typeof each === 'string');
  const single = text(row, key);
  return single === undefined ? [] : [single];
}

/** Those of the named keys that the row has: addresses that a subject may carry. `0.0.0.0` and `::` name nobody. */
export function hosts(row: TruthRow, ...keys: readonly string[]): readonly string[] {
  return keys
    .map((key) => text(row, key))
    .filter((each): each is string => each !== undefined && each !== '' && each !== '0.0.0.0' && each !== '::');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordsOf(value: unknown): readonly TruthRow[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function conversation(row: TruthRow): TruthConversation {
  return {
    proto: text(row, 'proto') ?? '',
    a: text(row, 'a') ?? '',
    ap: Number(row['ap'] ?? 0),
    b: text(row, 'b') ?? '',
    bp: Number(row['bp'] ?? 0),
    app: texts(row, 'app'),
  };
}

/** @throws Error when the value is no truth file. */
export function parseTruth(file: string, value: unknown): Truth {
  if (!isRecord(value)) throw new Error(`${file}: the truth is no object`);
  const capture = isRecord(value['capture']) ? value['capture'] : {};
  const facts = isRecord(value['facts']) ? value['facts'] : {};
  const label = isRecord(value['label']) ? value['label'] : undefined;
  const counts = [capture['packets'], value['packets']].filter((each): each is number => typeof each === 'number');
  const hierarchy = Array.isArray(value['hierarchy']) ? value['hierarchy'] : [];
  return {
    file,
    packetCounts: [...new Set(counts)],
    linkType: text(capture, 'encapsulation') ?? 'unknown',
    hierarchy: hierarchy.map((row: unknown) => (Array.isArray(row) ? String(row[0]) : '')),
    conversations: recordsOf(value['conversations']).map(conversation),
    macsSending: isRecord(value['macs_sending']) ? Object.keys(value['macs_sending']) : [],
    label:
      label === undefined
        ? undefined
        : { deviceType: text(label, 'device_type') ?? '', mac: text(label, 'device_mac') ?? '' },
    rows: (key) => recordsOf(facts[key]),
  };
}

/** @throws Error when the file cannot be read or holds no truth. */
export function readTruth(file: string, path: string): Truth {
  return parseTruth(file, JSON.parse(readFileSync(path, 'utf8')) as unknown);
}

/**
 * True when packets were carried inside other packets. The truth then names the outer addresses, a reader that looks
 * inside names the inner ones, and both are right.
 */
export function isTunnelled(truth: Truth): boolean {
  return truth.hierarchy.some((path) => {
    const layers = path.split(';');
    const quoted = layers.findIndex((layer) => layer === 'icmp' || layer === 'icmpv6');
    const carried = quoted < 0 ? layers : layers.slice(0, quoted);
    return carried.filter((layer) => layer === 'ip' || layer === 'ipv6').length > 1;
  });
}
