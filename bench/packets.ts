import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type CaptureOptions, optionsOf } from './captures/flags.ts';
import { makeCapture } from './captures/make.ts';
import { compete, type Contest, medianRatio } from './packets/contest.ts';
import { FLOORS, type Judged, judge } from './packets/floors.ts';
import { flowsOf } from './packets/flows-of.ts';
import { canMeasure, measure, median } from './packets/measure.ts';
import { type Options, type Part, parseOptions, USAGE } from './packets/options.ts';
import { installed, OURS, OURS_KEEPING, PEERS, type Program } from './packets/programs.ts';
import { contestText, floorsText, missingText } from './packets/report.ts';

const EXIT_BELOW_FLOOR = 1;
const EXIT_USAGE = 2;

/** The size at which tshark is bearable. */
const MQ_FLOWS = 125_000;
/** Exchanges of `churn` that leave about one and about two million flows open. */
const LIVE_EXCHANGES = [1_090_000, 2_180_000] as const;
const START_RUNS = 11;
/** tshark takes minutes on the large captures and is judged on mq only. */
const FULL_SIZE = new Set(['ndpiReader', 'argus', 'nfpcapd']);

const CAPTURES: Readonly<Record<Exclude<Part, 'memory' | 'start'>, CaptureOptions>> = {
  mq: optionsOf('mixed', { flows: MQ_FLOWS }),
  mixed: optionsOf('mixed', {}),
  small: optionsOf('small', {}),
  bulk: optionsOf('bulk', {}),
  churn: optionsOf('churn', {}),
};

interface Memory {
  /** Peak and live flows at about one and about two million. */
  readonly points: readonly { readonly flows: number; readonly peakBytes: number }[];
  readonly bytesAFlow: number;
}

interface Measured {
  readonly contests: Contest[];
  memory?: Memory;
  startSeconds?: number;
}

/** What the parts of one run of the benchmark share. */
interface Bench {
  readonly options: Options;
  readonly folder: string;
  readonly present: readonly Program[];
  readonly say: (text: string) => void;
}

/** CPU and memory of the product and of its peers, side by side in one run. */
export function run(args: readonly string[]): number {
  let options: Options | 'help';
  try {
    options = parseOptions(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return EXIT_USAGE;
  }
  if (options === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  if (!canMeasure()) {
    process.stderr.write('GNU time is missing, which measures CPU and memory (Debian: apt-get install time)\n');
    return EXIT_USAGE;
  }
  const folder = mkdtempSync(join(options.folder ?? tmpdir(), 'mimamori-bench-'));
  const present = PEERS.map(installed).filter((program) => program !== undefined);
  const say = (text: string): void => void (process.stderr.isTTY && process.stderr.write(`\r\x1b[K${text}`));
  const measured: Measured = { contests: [] };
  try {
    const bench = { options, folder, present, say };
    if (options.capture !== undefined) {
      const capture = { name: basename(options.capture), path: options.capture };
      measured.contests.push(compete(capture, [OURS, ...present], { ...options, folder, say }));
    } else for (const part of options.parts) measurePart(part, bench, measured);
  } catch (error) {
    say('');
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT_BELOW_FLOOR;
  } finally {
    say('');
    rmSync(folder, { recursive: true, force: true });
  }
  const floors = options.scale === 1 && options.capture === undefined ? judgeAll(options, measured) : [];
  report(options, measured, floors, present);
  return floors.some(({ verdict }) => verdict === 'FAILED') ? EXIT_BELOW_FLOOR : 0;
}

function measurePart(part: Part, bench: Bench, measured: Measured): void {
  if (part === 'memory') measured.memory = memoryOfFlows(bench);
  else if (part === 'start') measured.startSeconds = secondsToStart(bench);
  else {
    const path = make(part, CAPTURES[part], bench);
    const peers = part === 'mq' ? bench.present : bench.present.filter(({ id }) => FULL_SIZE.has(id));
    measured.contests.push(
      compete({ name: part, path }, [OURS, ...peers], { ...bench.options, folder: bench.folder, say: bench.say }),
    );
    rmSync(path);
  }
}

/** Makes a capture in the folder, scaled as asked, and answers its path. */
function make(name: string, full: CaptureOptions, { options, folder, say }: Bench): string {
  say(`${name}: making the capture`);
  const out = join(folder, `${name}.pcap`);
  const scaled = (value: number): number => Math.ceil(value * options.scale);
  makeCapture({ ...full, out, flows: scaled(full.flows), packets: scaled(full.packets), bytes: scaled(full.bytes) });
  return out;
}

/** The difference between two peaks, so that what the program needs anyway does not count. */
function memoryOfFlows(bench: Bench): Memory {
  const points = LIVE_EXCHANGES.map((flows, index) => {
    const path = make(`churn-${index + 1}`, optionsOf('churn', { flows }), bench);
    bench.say(`memory: live flows, ${index + 1} of ${LIVE_EXCHANGES.length}`);
    const peaks = Array.from(
      { length: bench.options.rounds },
      () => measure(OURS_KEEPING.command(path, bench.folder), bench.folder).peakBytes,
    );
    const point = { flows: flowsOf(path), peakBytes: median(peaks) };
    rmSync(path);
    return point;
  });
  const [one, two] = [points[0]!, points[1]!];
  return { points, bytesAFlow: (two.peakBytes - one.peakBytes) / (two.flows - one.flows) };
}

function secondsToStart(bench: Bench): number {
  const path = make('sample', optionsOf('sample', {}), { ...bench, options: { ...bench.options, scale: 1 } });
  bench.say('start: a small capture');
  const runs = Array.from({ length: START_RUNS }, () => measure(OURS.command(path, bench.folder), bench.folder));
  return median(runs.map(({ wallSeconds }) => wallSeconds));
}

function judgeAll(options: Options, { contests, memory, startSeconds }: Measured): Judged[] {
  const contest = (name: string): Contest | undefined => contests.find(({ capture }) => capture === name);
  const wanted = (part: Part, judged: Judged): Judged[] => (options.parts.includes(part) ? [judged] : []);
  return [
    ...wanted('mq', judge(FLOORS.tsharkMq, medianRatio(contest('mq'), 'tshark'))),
    ...wanted('mq', judge(FLOORS.ndpiMq, medianRatio(contest('mq'), 'ndpiReader'))),
    ...wanted('mixed', judge(FLOORS.ndpiMixed, medianRatio(contest('mixed'), 'ndpiReader'))),
    ...wanted('memory', judge(FLOORS.flowBytes, memory?.bytesAFlow)),
    ...wanted('start', judge(FLOORS.startSeconds, startSeconds)),
  ];
}

function report(options: Options, measured: Measured, floors: readonly Judged[], present: readonly Program[]): void {
  const machine = { node: process.version, processor: cpus()[0]?.model ?? 'unknown', processors: cpus().length };
  if (options.json) {
    const document = { schema: 'mimamori.bench.packets/1', machine, ...measured, floors };
    process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    return;
  }
  process.stdout.write(`${machine.processors} × ${machine.processor}, Node ${machine.node}\n`);
  for (const contest of measured.contests) process.stdout.write(contestText(contest));
  const { memory, startSeconds } = measured;
  if (memory !== undefined) {
    const points = memory.points.map(({ flows, peakBytes }) => `${flows} live flows ${Math.round(peakBytes / 1e6)} MB`);
    process.stdout.write(`\nmemory: ${points.join(', ')}: ${memory.bytesAFlow.toFixed(1)} B a flow\n`);
  }
  if (startSeconds !== undefined) process.stdout.write(`\nstart: ${startSeconds.toFixed(2)} s\n`);
  if (floors.length > 0) process.stdout.write(floorsText(floors));
  process.stdout.write(missingText(present));
}
