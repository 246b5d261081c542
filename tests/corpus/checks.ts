import type { FileResult } from './examine.ts';
import {
  type Score,
  TARGET,
  isBetterDevices,
  isBetterLabels,
  percent,
  ratio,
  reachesTarget,
  recall,
  worsened,
} from './score.ts';

/** One line of the result. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  /** Numbers behind the verdict, in one line. */
  readonly detail: string;
  /** What is wrong, one line each. */
  readonly complaints: readonly string[];
}

/** What the committed lists lack, one line each. */
export interface Unlisted {
  readonly misses: readonly string[];
  readonly extras: readonly string[];
}

/** What a run is held to: the committed score, or the targets where the score is not about these files. */
export interface Standard {
  readonly committed: Score | undefined;
  readonly isWhole: boolean;
}

function rule(name: string, complaints: readonly string[], looked: number): Check {
  return { name, passed: complaints.length === 0, detail: `${looked} files, ${complaints.length} not`, complaints };
}

function familyCheck(id: string, score: Score, standard: Standard): Check | undefined {
  const now = score.families[id];
  if (now === undefined || (now.expected === 0 && now.said === 0)) return undefined;
  const before = standard.isWhole ? standard.committed?.families[id] : undefined;
  const isOnTarget = reachesTarget(now);
  const reasons = [...worsened(now, before)];
  // Nothing committed to compare with: then the target decides, or a family nobody reads would pass.
  if (before === undefined && !isOnTarget) reasons.push('below the target');
  const note = isOnTarget ? '' : ', below the target';
  return {
    name: `family ${id}`,
    passed: reasons.length === 0,
    detail: `${now.found} of ${now.expected} found (${percent(recall(now))}), ${now.wrong} of ${now.said} wrong${note}`,
    complaints: reasons,
  };
}

function ja4Check(results: readonly FileResult[], score: Score): Check {
  return {
    name: 'ja4 equals the list of its project',
    passed: score.ja4.expected > 0 && score.ja4.differences === 0,
    detail: `${score.ja4.found} of ${score.ja4.expected} found, ${score.ja4.differences} differences`,
    complaints: results.flatMap((result) => result.ja4?.differences ?? []),
  };
}

function labelCheck(results: readonly FileResult[], score: Score, standard: Standard): Check {
  const { both, agreed } = score.labels;
  const share = ratio(agreed, both);
  const { committed } = standard;
  const isKept = !standard.isWhole || committed === undefined || isBetterLabels(score, committed);
  const isOnTarget = both > 0 && share >= TARGET.labels;
  return {
    name: 'protocols agree with nDPI',
    passed: isKept && isOnTarget,
    detail: `${agreed} of ${both} flows (${percent(share)})${isOnTarget ? '' : ', below the target'}`,
    complaints: results.flatMap((result) =>
      (result.labels?.disagreements ?? []).map(
        (each) => `${each.file}: ${each.flow}: ${each.label}, said ${each.said}`,
      ),
    ),
  };
}

export function devicesReachTarget({ devices }: Score): boolean {
  return (
    devices.sought > 0 &&
    devices.once === devices.sought &&
    devices.wrongMerges === 0 &&
    devices.typesGiven > 0 &&
    ratio(devices.typesRight, devices.typesGiven) >= TARGET.devices &&
    ratio(devices.sureRight, devices.sure) >= TARGET.devices
  );
}

function deviceCheck(complaints: readonly string[], score: Score, standard: Standard): Check {
  const { devices } = score;
  const { committed } = standard;
  const isOnTarget = devicesReachTarget(score);
  const isKept = !standard.isWhole || committed === undefined || isBetterDevices(score, committed);
  return {
    name: 'devices',
    passed: isKept && isOnTarget,
    detail: [
      `${devices.once} of ${devices.sought} stand once`,
      `${devices.wrongMerges} wrong merges`,
      `${devices.typesRight} of ${devices.typesGiven} types right`,
      `${devices.sureRight} of ${devices.sure} sure conclusions right${isOnTarget ? '' : ', below the target'}`,
    ].join(', '),
    complaints,
  };
}

/** One check a family and one a rule about all files. A rule that no file of the run is about is left out. */
export function checksOf(
  results: readonly FileResult[],
  score: Score,
  standard: Standard,
  deviceComplaints: readonly string[],
  orphans: readonly string[],
  unlisted: Unlisted,
): readonly Check[] {
  const fresh = results.filter((result) => result.isFresh);
  const crashes = results.filter((result) => result.crash !== undefined && !result.isHanging);
  const checks: Check[] = [
    rule('every capture has its truth', orphans, results.length + orphans.length),
    rule(
      'packet counts are equal',
      results.flatMap((result) => (result.packetDifference === undefined ? [] : [result.packetDifference])),
      results.length,
    ),
  ];
  // Stored documents cannot crash: without a run there is nothing to say.
  if (fresh.length > 0) {
    const hanging = results.filter((result) => result.isHanging).map((result) => result.file);
    checks.push(
      rule(
        'no crash',
        crashes.map((result) => `${result.file}: ${result.crash}`),
        fresh.length,
      ),
      rule('no hang', hanging, fresh.length),
    );
  }
  for (const id of Object.keys(score.families)) {
    const check = familyCheck(id, score, standard);
    if (check !== undefined) checks.push(check);
  }
  if (standard.isWhole || score.ja4.expected > 0) checks.push(ja4Check(results, score));
  if (standard.isWhole || score.labels.both > 0) checks.push(labelCheck(results, score, standard));
  if (standard.isWhole || score.devices.sought > 0) checks.push(deviceCheck(deviceComplaints, score, standard));
  if (standard.isWhole) {
    checks.push({
      name: 'every miss is listed with its cause',
      passed: unlisted.misses.length === 0,
      detail: `${unlisted.misses.length} not`,
      complaints: unlisted.misses,
    });
    checks.push({
      name: 'every value beyond the truth is listed or explained',
      passed: unlisted.extras.length === 0,
      detail: `${unlisted.extras.length} not`,
      complaints: unlisted.extras,
    });
  }
  return checks;
}
