import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sample } from './collection.ts';
import { type Comparison, compare } from './compare.ts';
import { type DeviceScore, type KnownDevice, type TypeNames, scoreDevices } from './devices.ts';
import type { Exclusions } from './exclusions.ts';
import type { Extras } from './extra.ts';
import type { Family } from './family.ts';
import { type Ja4Result, type Ja4Stream, compareJa4 } from './ja4.ts';
import { type Agreement, type ExpectedFlow, type Meaning, agreement } from './labels.ts';
import {
  DOCUMENTED_EXIT_CODES,
  type InspectDocument,
  type Inspection,
  type ProductFact,
  inspect,
  parseDocument,
} from './product.ts';
import { confirmation } from './second-reading/confirm.ts';
import { type Frame, readFrames } from './second-reading/frames.ts';
import { type Truth, readTruth } from './truth.ts';

/** Everything that the documents are held against. */
export interface Yardsticks {
  readonly families: readonly Family[];
  readonly exclusions: Exclusions;
  readonly extras: Extras;
  readonly ja4: ReadonlyMap<string, readonly Ja4Stream[]>;
  readonly flows: ReadonlyMap<string, readonly ExpectedFlow[]>;
  readonly meanings: ReadonlyMap<string, Meaning>;
  readonly typeNames: TypeNames;
  readonly labelled: (deviceType: string, mac: string) => KnownDevice | undefined;
  readonly constructed: readonly KnownDevice[];
}

/** A value that the truth lacks and that stands in the bytes it is said to come from. */
export interface Confirmed {
  readonly fact: ProductFact;
  /** What the second reading has shown. */
  readonly shown: string;
}

export interface FamilyResult extends Comparison {
  /** Values that the truth lacks and that somebody looked at: the list of extras explains them. */
  readonly extras: number;
  /** Confirmed by the second reading, and no reason is known why the truth lacks them. */
  readonly confirmed: readonly Confirmed[];
  /** Confirmed by the second reading; why the truth lacks each. */
  readonly explained: readonly string[];
  readonly wrong: readonly ProductFact[];
}

export interface FileResult {
  readonly file: string;
  /** True when the program ran for this result; a stored document says nothing about crashes. */
  readonly isFresh: boolean;
  /** Why there is no document; undefined when there is one. */
  readonly crash: string | undefined;
  readonly isHanging: boolean;
  /** `said x, truth y or z`; undefined when equal. */
  readonly packetDifference: string | undefined;
  readonly families: ReadonlyMap<string, FamilyResult>;
  readonly ja4: Ja4Result | undefined;
  readonly labels: Agreement | undefined;
  readonly devices: DeviceScore | undefined;
}

const GENERATED = 'generated/';
/** README of the captures: a list of the truth stops here. */
const TRUTH_LIST_LIMIT = 200;

/** The last line of what a program wrote before it ended is the one that says why. */
function reasonOf(inspection: Inspection): string {
  const lines = inspection.stderr.split('\n').filter((line) => line.trim() !== '');
  const error = lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
  return `exit ${inspection.exitCode ?? 'by signal'}: ${error.trim()}`;
}

/** Why the truth lacks a value of this family, as far as it is known. */
function gapOf(family: Family, truth: Truth, fact: ProductFact): string | undefined {
  const isFull = family.truthKeys.some((key) => truth.rows(key).length >= TRUTH_LIST_LIMIT);
  return family.gap?.(truth, fact) ?? (isFull ? `the truth keeps ${TRUTH_LIST_LIMIT} values of a list` : undefined);
}

function familyResult(
  family: Family,
  document: InspectDocument,
  truth: Truth,
  { extras, exclusions }: Yardsticks,
  frames: () => readonly Frame[],
): FamilyResult {
  const comparison = compare(family, truth, document.facts, exclusions);
  const layers = new Set(truth.hierarchy.flatMap((path) => path.split(';')));
  const confirmed: Confirmed[] = [];
  const explained: string[] = [];
  const wrong: ProductFact[] = [];
  let listed = 0;
  for (const fact of comparison.unknown) {
    if (extras.explains(truth.file, fact)) {
      listed++;
      continue;
    }
    const shown = confirmation(fact, frames(), layers);
    const gap = shown === undefined ? undefined : gapOf(family, truth, fact);
    if (shown === undefined) wrong.push(fact);
    else if (gap === undefined) confirmed.push({ fact, shown });
    else explained.push(gap);
  }
  return { ...comparison, extras: listed, confirmed, explained, wrong };
}

/** The count of the document as text, unless it is one of the truth's or the truth is known to be wrong about it. */
function packetDifference(file: string, packets: number, truth: Truth, exclusions: Exclusions): string | undefined {
  if (truth.packetCounts.includes(packets) || exclusions.ofPackets(file) >= 0) return undefined;
  return `${file}: ${packets}, the truth has ${truth.packetCounts.join(' or ')}`;
}

function knownDevices(truth: Truth, yardsticks: Yardsticks): readonly KnownDevice[] {
  if (truth.label !== undefined) {
    const known = yardsticks.labelled(truth.label.deviceType, truth.label.mac);
    if (known === undefined) throw new Error(`${truth.file}: no meaning of label ${truth.label.deviceType}`);
    return [known];
  }
  if (!truth.file.startsWith(GENERATED)) return [];
  return yardsticks.constructed.filter((host) => truth.macsSending.includes(host.mac));
}

/** Holds one document against its truth. */
export function judge(sample: Sample, document: InspectDocument, truth: Truth, yardsticks: Yardsticks): FileResult {
  let read: readonly Frame[] | undefined;
  const frames = () => {
    read ??= readFrames(sample.capture);
    return read;
  };
  const { file } = sample;
  const packets = document.captures.reduce((total, capture) => total + capture.packets, 0);
  const streams = yardsticks.ja4.get(file);
  const flows = yardsticks.flows.get(file);
  const known = knownDevices(truth, yardsticks);
  return {
    file,
    isFresh: true,
    crash: undefined,
    isHanging: false,
    packetDifference: packetDifference(file, packets, truth, yardsticks.exclusions),
    families: new Map(
      yardsticks.families.map((family) => [family.id, familyResult(family, document, truth, yardsticks, frames)]),
    ),
    ja4: streams === undefined ? undefined : compareJa4(file, streams, document),
    labels: flows === undefined ? undefined : agreement(file, flows, document, yardsticks),
    devices: known.length === 0 ? undefined : scoreDevices(file, document, known, yardsticks.typeNames),
  };
}

function failure(file: string, crash: string, isHanging: boolean): FileResult {
  return {
    file,
    isFresh: true,
    crash,
    isHanging,
    packetDifference: undefined,
    families: new Map(),
    ja4: undefined,
    labels: undefined,
    devices: undefined,
  };
}

async function documentText(
  sample: Sample,
  program: readonly string[],
  kept: string | undefined,
): Promise<Inspection & { readonly isFresh: boolean }> {
  const path = kept === undefined ? undefined : join(kept, `${sample.file}.json`);
  if (path !== undefined && existsSync(path)) {
    return { exitCode: 0, timedOut: false, stdout: readFileSync(path, 'utf8'), stderr: '', isFresh: false };
  }
  const inspection = await inspect(program, [sample.capture]);
  if (path !== undefined && DOCUMENTED_EXIT_CODES.includes(inspection.exitCode)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, inspection.stdout);
  }
  return { ...inspection, isFresh: true };
}

/** Runs the reader on one capture and judges what it says. A crash is a result, not an exception. */
export async function examine(
  sample: Sample,
  program: readonly string[],
  kept: string | undefined,
  yardsticks: Yardsticks,
): Promise<FileResult> {
  const inspection = await documentText(sample, program, kept);
  if (inspection.timedOut) return failure(sample.file, 'no end within the limit', true);
  if (!DOCUMENTED_EXIT_CODES.includes(inspection.exitCode)) return failure(sample.file, reasonOf(inspection), false);
  let document: InspectDocument;
  try {
    document = parseDocument(inspection.stdout);
  } catch (error) {
    return failure(sample.file, `no document: ${String(error)}`, false);
  }
  const result = judge(sample, document, readTruth(sample.file, sample.truth), yardsticks);
  return { ...result, isFresh: inspection.isFresh };
}
