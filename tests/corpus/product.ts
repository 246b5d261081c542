import { spawn } from 'node:child_process';

export interface FrameRange {
  /** Counted from 1 in file order. */
  readonly frame: number;
  readonly offset: number;
  readonly length: number;
}

export interface ProductFact {
  readonly kind: string;
  readonly attribute: string;
  readonly value: string;
  readonly ip: string | undefined;
  readonly mac: string | undefined;
  readonly protocol: string;
  readonly ranges: readonly FrameRange[];
  readonly derived: string | undefined;
}

export interface ProductEdge {
  readonly client: string;
  readonly server: string;
  readonly transport: string;
  readonly port: number | undefined;
  readonly protocol: string;
}

/** A conclusion about a device. The confidence is undefined where the document gives none. */
export interface Conclusion {
  readonly value: string;
  readonly confidence: number | undefined;
}

export interface ProductDevice {
  readonly id: string;
  readonly macs: readonly string[];
  readonly ips: readonly string[];
  /** `type`, `manufacturer`, `model`, `serial`, `os`, `role`, `place`; `software` has several. */
  readonly conclusions: ReadonlyMap<string, readonly Conclusion[]>;
}

/** The document of `bin/mimamori inspect --json --facts` as far as the corpus asks. */
export interface InspectDocument {
  readonly captures: readonly { readonly path: string; readonly packets: number }[];
  readonly facts: readonly ProductFact[];
  readonly edges: readonly ProductEdge[];
  readonly devices: readonly ProductDevice[];
  readonly truncated: ReadonlyMap<string, number>;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const optionalText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(optionalText).filter((each): each is string => each !== undefined) : [];

function parseFact(row: Json): ProductFact {
  const subject = isObject(row['subject']) ? row['subject'] : {};
  const source = isObject(row['source']) ? row['source'] : {};
  return {
    kind: optionalText(row['kind']) ?? '',
    attribute: optionalText(row['attribute']) ?? '',
    value: optionalText(row['value']) ?? '',
    ip: optionalText(subject['ip']),
    mac: optionalText(subject['mac']),
    protocol: optionalText(row['protocol']) ?? '',
    ranges: objects(source['ranges']).map((range) => ({
      frame: Number(range['frame']),
      offset: Number(range['offset']),
      length: Number(range['length']),
    })),
    derived: optionalText(source['derived']),
  };
}

function parseEdge(row: Json): ProductEdge {
  return {
    client: optionalText(row['client']) ?? '',
    server: optionalText(row['server']) ?? '',
    transport: optionalText(row['transport']) ?? '',
    port: typeof row['port'] === 'number' ? row['port'] : undefined,
    protocol: optionalText(row['protocol']) ?? '',
  };
}

function conclusionsOf(value: unknown): readonly Conclusion[] {
  if (Array.isArray(value)) return value.flatMap(conclusionsOf);
  if (isObject(value)) {
    const text = optionalText(value['value']);
    const confidence = typeof value['confidence'] === 'number' ? value['confidence'] : undefined;
    return text === undefined ? [] : [{ value: text, confidence }];
  }
  const text = optionalText(value);
  return text === undefined ? [] : [{ value: text, confidence: undefined }];
}

const CONCLUDED = ['type', 'manufacturer', 'model', 'serial', 'os', 'software', 'role', 'place'];

function parseDevice(row: Json): ProductDevice {
  return {
    id: optionalText(row['id']) ?? '',
    macs: strings(row['macs']).map((mac) => mac.toLowerCase()),
    ips: strings(row['ips']),
    conclusions: new Map(CONCLUDED.map((name) => [name, conclusionsOf(row[name])])),
  };
}

/** @throws Error when the text is no document of schema `mimamori.inspect/1`. */
export function parseDocument(json: string): InspectDocument {
  const value: unknown = JSON.parse(json);
  if (!isObject(value) || value['schema'] !== 'mimamori.inspect/1') throw new Error('no mimamori.inspect/1 document');
  const truncated = isObject(value['truncated']) ? value['truncated'] : {};
  return {
    captures: objects(value['captures']).map((row) => ({
      path: optionalText(row['path']) ?? '',
      packets: Number(row['packets']),
    })),
    facts: objects(value['facts']).map(parseFact),
    edges: objects(value['edges']).map(parseEdge),
    devices: objects(value['devices']).map(parseDevice),
    truncated: new Map(Object.entries(truncated).map(([name, count]) => [name, Number(count)])),
  };
}

export interface Inspection {
  /** Exit code; null when a signal ended the process. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Captures of the corpus are small; a minute means that the reader does not come back. */
export const INSPECT_LIMIT_MS = 60_000;

/** Exit codes that `inspect` documents: 0 also with anomalies, 3 when nothing could be read. */
export const DOCUMENTED_EXIT_CODES: readonly (number | null)[] = [0, 3];

/** Runs `inspect` on the given captures in a process of its own, so that one crash spoils one result. */
export function inspect(program: readonly string[], captures: readonly string[]): Promise<Inspection> {
  return new Promise((resolve, reject) => {
    const [command, ...rest] = program;
    if (command === undefined) throw new Error('no program to run');
    const child = spawn(command, [...rest, 'inspect', ...captures, '--json', '--facts'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, INSPECT_LIMIT_MS);
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      resolve({
        exitCode,
        timedOut,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      });
    });
  });
}
