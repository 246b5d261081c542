import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { liveCapture } from '../tests/available.ts';
import { type Sent, Wire } from '../tests/interop/wire.ts';
import { optionsOf as captureOptions } from './captures/flags.ts';
import { makeCapture } from './captures/make.ts';
import { type Counts, type Part, PARTS, SensorProcess } from './live/sensor-process.ts';
import { type Floor, judge } from './packets/floors.ts';
import { median } from './packets/measure.ts';
import { floorsText, table } from './packets/report.ts';

const EXIT_BELOW_FLOOR = 1;
const EXIT_USAGE = 2;
const USAGE = `usage: npm run bench -- live [--rate N] [--seconds S] [--rounds N] [--json]

  --rate     packets a second that are offered (210000, since a sender falls behind a little)
  --seconds  length of a round (6)
  --rounds   the median counts (3)
  --json     one document on standard output

Needs root, iproute2 and tcpdump; tcpreplay sends, or perl where that is missing.
`;
const FLOOR: Floor = {
  what: 'packets/s of live capture without a loss',
  floor: 200_000,
  aim: 400_000,
  sense: 'at-least',
  unit: '/s',
};
/** Packets of an exchange of the capture `mixed`, on average. */
const PACKETS_PER_EXCHANGE = 8.7;
/** A sender keeps its rate to about this share. */
const RATE_TOLERANCE = 0.02;
/** Nothing more comes when nothing has come for so long. */
const PATIENCE_MS = 4000;

interface Round {
  readonly sent: Sent;
  readonly counts: Counts;
  readonly cpuSeconds: Readonly<Record<Part, number>>;
}

/** Live capture through the command line, over a cable of the kernel, from the bench's own packets. */
export async function run(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  if (options === undefined) {
    process.stderr.write(USAGE);
    return EXIT_USAGE;
  }
  if (liveCapture() === undefined) return EXIT_USAGE;
  const { rate, seconds, rounds, json } = options;
  const say = (text: string): void => void (json || process.stdout.write(text));
  const machine = { node: process.version, processor: cpus()[0]?.model ?? 'unknown', processors: cpus().length };
  say(`${machine.processors} × ${machine.processor}, Node ${machine.node}; the sender takes one of them\n`);
  const folder = mkdtempSync(join(tmpdir(), 'mimamori-bench-'));
  const wire = new Wire('bench');
  try {
    const capture = join(folder, 'live.pcap');
    const flows = Math.ceil((rate * seconds) / PACKETS_PER_EXCHANGE);
    makeCapture({ ...captureOptions('mixed', { flows }), out: capture });
    const measured: Round[] = [];
    for (let round = 0; round < rounds; round++) measured.push(await measure(wire, capture, rate));
    say(roundsText(measured));
    const judged = judge(FLOOR, median(measured.map(lossless)));
    say(floorsText([judged]));
    say(offeredText(measured, rate));
    if (json) {
      const document = { schema: 'mimamori.bench.live/1', machine, rate, rounds: measured, floors: [judged] };
      process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    }
    return judged.verdict === 'FAILED' ? EXIT_BELOW_FLOOR : 0;
  } finally {
    wire.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(wire: Wire, capture: string, rate: number): Promise<Round> {
  const sensor = new SensorProcess(wire.near);
  try {
    await sensor.listens();
    const before = sensor.cpuSeconds();
    const sent = await wire.replayAtRate(capture, rate);
    const counts = await sensor.accountsFor(sent.packets, PATIENCE_MS);
    const after = sensor.cpuSeconds();
    const cpuSeconds = { ...after };
    for (const part of PARTS) cpuSeconds[part] -= before[part];
    return { sent, counts, cpuSeconds };
  } finally {
    await sensor.end();
  }
}

const offered = ({ sent }: Round): number => sent.packets / sent.seconds;

/** The rate at which all arrived; nothing when a packet was lost. */
function lossless(round: Round): number {
  const { sent, counts } = round;
  return counts.dropped === 0 && counts.packets === sent.packets ? offered(round) : 0;
}

function roundsText(rounds: readonly Round[]): string {
  const header = ['', 'offered/s', 'sent', 'received', 'dropped', ...PARTS.map((part) => `${part} CPU s`)];
  const rows = rounds.map((round, at) => [
    `round ${at + 1}, ${round.sent.program}`,
    offered(round).toFixed(0),
    String(round.sent.packets),
    String(round.counts.packets),
    String(round.counts.dropped),
    ...PARTS.map((part) => round.cpuSeconds[part].toFixed(1)),
  ]);
  return `\n${table([header, ...rows])}`;
}

function offeredText(rounds: readonly Round[], rate: number): string {
  const reached = median(rounds.map(offered));
  if (reached >= rate * (1 - RATE_TOLERANCE)) return '';
  return `\nThe sender reached ${reached.toFixed(0)} of ${rate} packets/s: this machine has no more to give.\n`;
}

function optionsOf(args: readonly string[]) {
  const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rate: text('210000'),
        seconds: text('6'),
        rounds: text('3'),
        json: { type: 'boolean', default: false },
      },
    });
    const [rate, seconds, rounds] = [values.rate, values.seconds, values.rounds].map(Number);
    const isCount = (value: number | undefined): value is number => Number.isInteger(value) && Number(value) > 0;
    if (!isCount(rate) || !isCount(seconds) || !isCount(rounds)) return undefined;
    return { rate, seconds, rounds, json: values.json };
  } catch {
    return undefined;
  }
}
