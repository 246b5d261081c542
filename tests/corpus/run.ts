import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Check, checksOf } from './checks.ts';
import { type Collection, type Sample, readCollection } from './collection.ts';
import { type DeviceScore, readConstruction, readLabels, readTypeNames, scoreDevices } from './devices.ts';
import { type FileResult, type Yardsticks, examine } from './examine.ts';
import { readExclusions } from './exclusions.ts';
import { extraRows, readExtras, unlistedExtras, writeExtras } from './extra.ts';
import { families, unscored } from './families/index.ts';
import { readJa4 } from './ja4.ts';
import { readExpectedFlows, readMeanings } from './labels.ts';
import { type MissRow, missRows, unlisted, writeMisses } from './misses.ts';
import { type Options, USAGE, parseOptions } from './options.ts';
import { inspect, parseDocument } from './product.ts';
import { accuracyPage } from './report.ts';
import { type Score, improved, readScore, scoreOf } from './score.ts';

const here = import.meta.dirname;
const checkout = join(here, '..', '..');
const program = [join(checkout, 'bin', 'mimamori')];
const paths = {
  score: join(here, 'score.json'),
  misses: join(here, 'misses.tsv'),
  causes: join(here, 'causes.tsv'),
  exclusions: join(here, 'exclusions.tsv'),
  extras: join(here, 'extra.tsv'),
  labels: join(here, 'labels.tsv'),
  deviceLabels: join(here, 'device-labels.tsv'),
  deviceHosts: join(here, 'device-hosts.tsv'),
  deviceTypes: join(checkout, 'data', 'device-types'),
  accuracy: join(checkout, 'docs', 'reference', 'accuracy.md'),
};

/** One process a core of the smallest machine that the checks run on. */
const PROCESSES = 2;
const PROGRESS_STEP = 100;
const SHOWN_COMPLAINTS = 20;

/** What the truth says about several captures at once lies beside the groups, and may be absent. */
function optionalTruth<Value>(path: string, read: (path: string) => Value, none: Value): Value {
  return existsSync(path) ? read(path) : none;
}

function readYardsticks(options: Options): Yardsticks {
  return {
    families: families.filter((family) => options.family === undefined || family.id === options.family),
    exclusions: readExclusions(paths.exclusions),
    extras: readExtras(paths.extras),
    ja4: optionalTruth(join(options.truth, 'upstream-ja4.json'), readJa4, new Map()),
    flows: optionalTruth(join(options.truth, 'upstream-ndpi.json'), readExpectedFlows, new Map()),
    meanings: readMeanings(paths.labels),
    typeNames: readTypeNames(paths.deviceTypes),
    labelled: readLabels(paths.deviceLabels),
    constructed: readConstruction(join(options.truth, 'generated', '_construction.json'), paths.deviceHosts),
  };
}

async function examineAll(
  samples: readonly Sample[],
  options: Options,
  yardsticks: Yardsticks,
): Promise<readonly FileResult[]> {
  const results: FileResult[] = [];
  const queue = [...samples.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, sample] = next;
      results[index] = await examine(sample, program, options.documents, yardsticks);
      const done = samples.length - queue.length;
      if (done % PROGRESS_STEP === 0) console.log(`${done} of ${samples.length} captures`);
    }
  };
  await Promise.all(Array.from({ length: PROCESSES }, work));
  return results;
}

/** The generated captures show the same hosts from several sides; read together, each host must still stand once. */
async function examineTogether(samples: readonly Sample[], yardsticks: Yardsticks): Promise<readonly DeviceScore[]> {
  const generated = samples.filter((sample) => sample.file.startsWith('generated/'));
  if (generated.length < 2 || yardsticks.constructed.length === 0) return [];
  const captures = generated.map((sample) => sample.capture);
  const { stdout } = await inspect(program, captures);
  const where = 'generated captures together';
  try {
    return [scoreDevices(where, parseDocument(stdout), yardsticks.constructed, yardsticks.typeNames)];
  } catch (error) {
    console.log(`${where}: ${String(error)}`);
    return [];
  }
}

function plainResults(results: readonly FileResult[], score: Score): string {
  const files = results.map(({ families: byFamily, ...rest }) => ({ ...rest, families: Object.fromEntries(byFamily) }));
  return `${JSON.stringify({ score, files }, undefined, 1)}\n`;
}

function print(checks: readonly Check[]): void {
  for (const check of checks) {
    console.log(`${check.passed ? 'ok  ' : 'FAIL'} ${check.name}: ${check.detail}`);
    if (check.passed) continue;
    for (const complaint of check.complaints.slice(0, SHOWN_COMPLAINTS)) console.log(`       ${complaint}`);
    const hidden = check.complaints.length - SHOWN_COMPLAINTS;
    if (hidden > 0) console.log(`       and ${hidden} more`);
  }
}

function printMisses(results: readonly FileResult[], misses: readonly MissRow[]): void {
  for (const { file, family, attribute, value, host, cause } of misses) {
    console.log(`miss  ${family} ${file} ${attribute} ${JSON.stringify(value)} ${host} (${cause})`);
  }
  for (const { file, families: byFamily } of results) {
    for (const [family, result] of byFamily) {
      for (const fact of result.wrong) {
        const at = fact.ranges.map((range) => `${range.frame}+${range.offset}:${range.length}`).join(' ');
        console.log(
          `wrong ${family} ${file} ${fact.attribute} ${JSON.stringify(fact.value)} ${fact.ip ?? fact.mac} @${at}`,
        );
      }
    }
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** @returns the exit code */
async function run(options: Options): Promise<number> {
  const collection: Collection = readCollection(options);
  const { samples } = collection;
  if (samples.length === 0) {
    console.log(`no captures with truth under ${options.captures}`);
    console.log('0 passed, 1 failed');
    return 1;
  }
  const yardsticks = readYardsticks(options);
  const results = await examineAll(samples, options, yardsticks);
  const together = await examineTogether(samples, yardsticks);
  const ids = yardsticks.families.map((family) => family.id);
  const score = scoreOf(results, ids, together);
  const misses = missRows(results, paths.misses, paths.causes);
  const extras = extraRows(results, paths.extras);
  const committed = options.isWhole ? readScore(paths.score) : undefined;
  if (options.isWhole && options.update) {
    writeMisses(misses, paths.misses);
    writeExtras(extras, paths.extras);
    write(paths.score, `${JSON.stringify(improved(score, committed), undefined, 2)}\n`);
  }
  const deviceComplaints = [...results.flatMap((result) => result.devices ?? []), ...together].flatMap(
    (each) => each.complaints,
  );
  const checks = checksOf(
    results,
    score,
    { committed, isWhole: options.isWhole },
    deviceComplaints,
    collection.orphans,
    { misses: unlisted(misses, paths.misses), extras: unlistedExtras(extras, paths.extras) },
  );
  if (options.isWhole) {
    const page = accuracyPage(families, unscored, results, score, checks, misses, yardsticks.exclusions.reasons);
    write(paths.accuracy, page);
  }
  if (options.json !== undefined) write(options.json, plainResults(results, score));
  if (options.showMisses) printMisses(results, misses);
  print(checks);
  const failed = checks.filter((check) => !check.passed).length;
  console.log(`${checks.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await run(parseOptions(process.argv.slice(2), checkout));
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 2;
}
