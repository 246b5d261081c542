import { existsSync, readFileSync } from 'node:fs';
import { type DeviceScore, addScores } from './devices.ts';
import type { FileResult } from './examine.ts';

export interface FamilyScore {
  readonly expected: number;
  readonly found: number;
  readonly excluded: number;
  readonly said: number;
  readonly unjudged: number;
  readonly extras: number;
  readonly confirmed: number;
  readonly explained: number;
  readonly wrong: number;
}

/** What all files together come to. */
export interface Score {
  readonly files: number;
  readonly families: Readonly<Record<string, FamilyScore>>;
  readonly ja4: { readonly expected: number; readonly found: number; readonly differences: number };
  readonly labels: { readonly both: number; readonly agreed: number };
  readonly devices: Omit<DeviceScore, 'complaints'>;
}

const NOTHING: FamilyScore = {
  expected: 0,
  found: 0,
  excluded: 0,
  said: 0,
  unjudged: 0,
  extras: 0,
  confirmed: 0,
  explained: 0,
  wrong: 0,
};

function familyScore(id: string, results: readonly FileResult[]): FamilyScore {
  return results.reduce((total, { families }) => {
    const result = families.get(id);
    if (result === undefined) return total;
    return {
      expected: total.expected + result.expected,
      found: total.found + result.found,
      excluded: total.excluded + result.excluded,
      said: total.said + result.said,
      unjudged: total.unjudged + result.unjudged,
      extras: total.extras + result.extras,
      confirmed: total.confirmed + result.confirmed.length,
      explained: total.explained + result.explained.length,
      wrong: total.wrong + result.wrong.length,
    };
  }, NOTHING);
}

/** `more` holds device scores of documents that are about several captures. */
export function scoreOf(results: readonly FileResult[], ids: readonly string[], more: readonly DeviceScore[]): Score {
  const sum = (of: (result: FileResult) => number | undefined) =>
    results.reduce((total, result) => total + (of(result) ?? 0), 0);
  const { complaints: _, ...devices } = addScores([
    ...results.flatMap((result) => (result.devices === undefined ? [] : [result.devices])),
    ...more,
  ]);
  return {
    files: results.length,
    families: Object.fromEntries(ids.map((id) => [id, familyScore(id, results)])),
    ja4: {
      expected: sum((result) => result.ja4?.expected),
      found: sum((result) => result.ja4?.found),
      differences: sum((result) => result.ja4?.differences.length),
    },
    labels: { both: sum((result) => result.labels?.both), agreed: sum((result) => result.labels?.agreed) },
    devices,
  };
}

export const ratio = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
export const recall = (score: FamilyScore) => ratio(score.found, score.expected);

/** What the families are built for. */
export const TARGET = { recall: 0.98, smallFamily: 50, wrongShare: 0.01, labels: 0.95, devices: 0.9 } as const;

/** A family below 50 values may miss one. */
export function reachesRecall(score: FamilyScore): boolean {
  return recall(score) >= TARGET.recall || (score.expected < TARGET.smallFamily && score.expected - score.found <= 1);
}

export function reachesTarget(score: FamilyScore): boolean {
  return reachesRecall(score) && score.wrong <= score.said * TARGET.wrongShare;
}

/** Differences in the last digit of a division are none. */
const EPSILON = 1e-9;

/** What became worse, in words; empty when nothing did. */
export function worsened(now: FamilyScore, before: FamilyScore | undefined): readonly string[] {
  if (before === undefined) return [];
  const reasons: string[] = [];
  if (recall(now) < recall(before) - EPSILON) reasons.push(`recall fell from ${percent(recall(before))}`);
  if (now.wrong > before.wrong) reasons.push(`wrong values rose from ${before.wrong}`);
  return reasons;
}

export const percent = (share: number) => `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;

/** @throws Error when the file is no score. */
export function readScore(path: string): Score | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Score) : undefined;
}

/** The committed score with every part replaced that did not become worse. */
export function improved(now: Score, before: Score | undefined): Score {
  if (before === undefined) return now;
  const families = Object.fromEntries(
    Object.entries(now.families).map(([id, score]) => {
      const committed = before.families[id];
      return [id, committed !== undefined && worsened(score, committed).length > 0 ? committed : score];
    }),
  );
  return {
    files: now.files,
    families,
    ja4: now.ja4.differences <= before.ja4.differences ? now.ja4 : before.ja4,
    labels: isBetterLabels(now, before) ? now.labels : before.labels,
    devices: isBetterDevices(now, before) ? now.devices : before.devices,
  };
}

export function isBetterLabels(now: Score, before: Score): boolean {
  return ratio(now.labels.agreed, now.labels.both) >= ratio(before.labels.agreed, before.labels.both) - EPSILON;
}

export function isBetterDevices(now: Score, before: Score): boolean {
  const shares = (score: Score) => [
    ratio(score.devices.once, score.devices.sought),
    ratio(score.devices.typesRight, score.devices.typesGiven),
    ratio(score.devices.sureRight, score.devices.sure),
    -score.devices.wrongMerges,
  ];
  const old = shares(before);
  return shares(now).every((share, at) => share >= (old[at] ?? 0) - EPSILON);
}
