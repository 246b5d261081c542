import { parseArgs } from 'node:util';
import { Inventory } from '#inventory';
import { type CaptureSummary, Engine } from '#wire';
import { type Command, EXIT, type ExitCode, type World } from '../command.ts';
import { writeDocument } from '../inspect-document.ts';
import { writeOverview } from '../inspect-overview.ts';

const USAGE = `mimamori inspect FILE… [--json] [--facts] [--no-expiry]

  FILE         pcap or pcapng, plain or compressed (gzip, zstd); - reads standard input
  --json       one document on standard output, mimamori.inspect/1 (docs/reference/inspect.md)
  --facts      with --json: also each distinct (subject, attribute, value)
  --no-expiry  keep every flow in memory to the end (to measure memory)
`;

const OPTIONS = {
  json: { type: 'boolean', default: false },
  facts: { type: 'boolean', default: false },
  'no-expiry': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const PROGRESS_EVERY_MS = 500;

async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const parsed = parse(args);
  if (typeof parsed === 'string') {
    world.stderr.write(`mimamori inspect: ${parsed}\n\n${USAGE}`);
    return EXIT.usage;
  }
  const { values, positionals } = parsed;
  if (values.help) {
    world.stdout.write(USAGE);
    return EXIT.done;
  }
  const engine = new Engine({ ports: world.ports, seed: world.seed, expiry: !values['no-expiry'] });
  const captures = [];
  for (const path of positionals) {
    const summary = await readOne(path, engine, world);
    if (summary !== undefined) captures.push({ path, summary });
  }
  const inventory = new Inventory(world.knowledge);
  inventory.observe({
    facts: engine.facts(),
    edges: engine.edges(),
    pairings: engine.pairings(),
    traffic: engine.traffic(),
  });
  const inspected = { captures, engine, inventory };
  if (values.json) writeDocument(inspected, values.facts, world.stdout);
  else writeOverview({ captures, inventory, coverage: engine.coverageNumbers() }, world.stdout);
  return captures.some(({ summary }) => summary.readable) ? EXIT.done : EXIT.failed;
}

function parse(args: readonly string[]) {
  try {
    const parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    if (parsed.positionals.length === 0 && !parsed.values.help)
      return 'no capture file given / キャプチャファイルを指定してください';
    return parsed;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function readOne(path: string, engine: Engine, world: World): Promise<CaptureSummary | undefined> {
  let shownMs = world.nowMs();
  const progress = (packets: number, bytes: number): boolean => {
    if (world.stderr.isTTY && world.nowMs() - shownMs >= PROGRESS_EVERY_MS) {
      shownMs = world.nowMs();
      world.stderr.write(`\r${path}: ${packets} packets, ${Math.round(bytes / 1e6)} MB`);
    }
    return true;
  };
  try {
    const summary = await world.readCapture(path, engine, progress);
    if (!summary.readable)
      world.stderr.write(
        `${path}: not a pcap or pcapng capture; check the file / pcap・pcapng 形式のキャプチャではありません。ファイルを確認してください\n`,
      );
    return summary;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    world.stderr.write(`${path}: cannot be read (${reason}) / 読み込めません (${reason})\n`);
    return undefined;
  }
}

export const inspect: Command = {
  id: 'inspect',
  summary: {
    en: 'devices, edges and facts of captures',
    ja: 'キャプチャから機器・通信・事実を読み取る',
  },
  usage: USAGE,
  run,
};
