import { parseArgs } from 'node:util';
import { Inventory } from '#inventory';
import { type Command, EXIT, type ExitCode, type LiveNews, type World } from '../command.ts';
import { writeOverview } from '../inspect-overview.ts';

const USAGE = `mimamori sensor INTERFACE [--seconds N]

  INTERFACE    network interface to watch, such as the one at a mirror port; nothing is ever sent on it
  --seconds N  end after this time; otherwise with Ctrl-C

Needs tcpdump and the right to capture. Shows packets and drops every second, and at the end the devices that were seen.
`;

const OPTIONS = {
  seconds: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

interface Wishes {
  readonly interfaceName: string;
  readonly seconds: number | undefined;
  readonly help: boolean;
}

function parse(args: readonly string[]): Wishes | string {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    const [interfaceName = '', ...more] = positionals;
    if (!values.help && (interfaceName === '' || more.length > 0)) {
      return 'name one interface / インターフェースを1つ指定してください';
    }
    const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
    if (seconds !== undefined && !(seconds > 0 && seconds < 1e6)) {
      return '--seconds takes a number above 0 / --seconds には0より大きい数を指定してください';
    }
    return { interfaceName, seconds, help: values.help };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function run(args: readonly string[], world: World): Promise<ExitCode> {
  const wishes = parse(args);
  if (typeof wishes === 'string') {
    world.stderr.write(`mimamori sensor: ${wishes}\n\n${USAGE}`);
    return EXIT.usage;
  }
  if (wishes.help) {
    world.stdout.write(USAGE);
    return EXIT.done;
  }
  return await watch(wishes, world);
}

async function watch({ interfaceName, seconds }: Wishes, world: World): Promise<ExitCode> {
  const inventory = new Inventory(world.knowledge);
  let latest: LiveNews | undefined;
  let before = { packets: 0, atMs: world.nowMs() };
  const watched = world.watch(interfaceName, (news) => {
    inventory.observe(news.observations);
    latest = news;
    const atMs = world.nowMs();
    const perSecond = Math.round((news.packets - before.packets) / Math.max(0.001, (atMs - before.atMs) / 1000));
    before = { packets: news.packets, atMs };
    world.stderr.write(
      `${interfaceName}: ${news.packets} packets, ${perSecond} packets/s, ${watched.droppedPackets} dropped by the kernel\n`,
    );
  });
  const forget = world.onEnd(() => watched.stop());
  const timer = seconds === undefined ? undefined : setTimeout(() => watched.stop(), seconds * 1000);
  const { outcome, reason } = await watched.ended;
  clearTimeout(timer);
  forget();
  if (outcome === 'failed' || latest === undefined) {
    const why = reason.trim().split('\n').at(-1) ?? '';
    world.stderr.write(
      `mimamori sensor: ${interfaceName}: ${why}; install tcpdump and give its user the right to capture\n`,
    );
    world.stderr.write(`mimamori sensor: ${interfaceName}: ${why}。tcpdumpを導入し、観測の権限を与えてください\n`);
    return EXIT.failed;
  }
  const { packets, bytes, coverage } = latest;
  const captures = [{ path: interfaceName, summary: { packets, bytes, anomalies: [] } }];
  writeOverview({ captures, inventory, coverage }, world.stdout);
  return EXIT.done;
}

export const sensor: Command = {
  id: 'sensor',
  summary: {
    en: 'devices seen on a network interface, live',
    ja: 'ネットワークインターフェースで見える機器をライブで表示する',
  },
  usage: USAGE,
  run,
};
